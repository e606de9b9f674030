package io.github.s3agrants.benchmarks;

import io.github.s3agrants.credentials.SigningCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** The grants in the cache and the requests for them, the same for both sides. */
final class WarmRequests {
  /** A power of two, and enough that consecutive look-ups are for different grants. */
  static final int REQUESTS = 256;

  private static final int TOKEN_CHARACTERS = 1000;
  private static final String PARTS = "year=2026/month=11/day=21/hour=23/country=de/region=by/";

  private WarmRequests() {}

  /** The prefix that a grant covers, without the bucket. */
  static String prefix(int grant) {
    return String.format("tables/t%06d/", grant);
  }

  /** Makes requests that are spread over the grants. */
  static List<GetObjectRequest> of(int grants, int keyLength) {
    List<GetObjectRequest> requests = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      requests.add(
          GetObjectRequest.builder()
              .bucket(BenchmarkPrincipals.BUCKET)
              .key(key(grantOf(i, grants), i, keyLength))
              .build());
    }
    return requests;
  }

  /** The grant that covers a request. */
  static int grantOf(int request, int grants) {
    return (int) ((long) request * 7919 % grants);
  }

  private static String key(int grant, int number, int length) {
    StringBuilder key = new StringBuilder(prefix(grant));
    String file = String.format("part-%05d.parquet", number);
    while (key.length() + file.length() < length) {
      key.append(PARTS, 0, Math.min(PARTS.length(), length - key.length() - file.length()));
    }
    return key.append(file).toString();
  }

  /** Vended credentials with a token of a realistic size. */
  static SigningCredentials credentials(int grant) {
    Random random = new Random(grant);
    StringBuilder token = new StringBuilder(TOKEN_CHARACTERS);
    for (int i = 0; i < TOKEN_CHARACTERS; i++) {
      token.append((char) ('A' + random.nextInt(26)));
    }
    return SigningCredentials.session(
        String.format("ASIABENCHMARK%07d", grant),
        String.format("%040d", grant),
        token.toString(),
        Optional.empty());
  }
}
