package io.github.s3agrants.stress;

import io.github.s3agrants.stress.NaiveGrants.Need;
import io.github.s3agrants.stress.NaiveGrants.Rule;
import io.github.s3agrants.stress.NaiveGrants.Scope;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Draws random requests and grants, which are the same for the same numbers. Thread-safe. */
public final class StressRequests {
  /**
   * Keys that are prefixes of each other, with stars, slashes and characters with a common
   * surrogate.
   */
  private static final List<String> KEYS =
      List.of(
          "a", "a/", "a/b", "ab", "abc", "a/b/c", "a/b/c/d", "a//b", "/a", "a/*", "a*", "a/b*c",
          "a b", "a b/c", "a%20b", "a+b/c", "a?b#c", "日本", "日本/ü", "😀", "😁", "a/😀", "a/😁/c",
          "b", "b/c");

  private static final List<String> PREFIXES =
      List.of("", "a", "a/", "a/b", "a/b/", "ab", "a b", "a//", "/", "日本/", "😀", "a/😀", "b/");

  private static final List<String> PERMISSIONS = List.of("READ", "WRITE", "READWRITE");

  private final List<String> buckets;

  /**
   * Requests on a set of buckets.
   *
   * @param buckets two or more
   */
  public StressRequests(String... buckets) {
    this.buckets = List.of(buckets);
  }

  /**
   * A request.
   *
   * @param need what it touches; null if no grant could ever cover it
   * @param supported true if S3 Access Grants supports the operation
   * @param probed the path whose existence S3A could be probing; null for other requests
   */
  public record Drawn(
      S3Request request, @Nullable Need need, boolean supported, @Nullable String probed) {
    @Override
    public String toString() {
      return request.getClass().getSimpleName() + " " + need;
    }
  }

  /** A grant to a principal. */
  public Rule rule(Random random, String principal) {
    String permission = PERMISSIONS.get(random.nextInt(3));
    String bucket = bucket(random);
    return new Rule(
        principal,
        permission,
        random.nextInt(4) == 0
            ? Scope.object(bucket, key(random))
            : Scope.prefix(bucket, PREFIXES.get(random.nextInt(PREFIXES.size()))));
  }

  public String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private String bucket(Random random) {
    // Mostly the first bucket, so that requests match grants.
    return buckets.get(random.nextInt(5) > 0 ? 0 : random.nextInt(buckets.size()));
  }

  /** Any request, also of an unsupported operation or of a target that no grant can cover. */
  public Drawn next(Random random) {
    int draw = random.nextInt(60);
    if (draw == 0) {
      String bucket = bucket(random);
      return new Drawn(
          random.nextBoolean()
              ? GetBucketLocationRequest.builder().bucket(bucket).build()
              : GetObjectTaggingRequest.builder().bucket(bucket).key(key(random)).build(),
          null,
          false,
          null);
    }
    if (draw == 1) {
      return new Drawn(ungrantable(random), null, true, null);
    }
    return supported(random);
  }

  /** A request that a grant could cover. */
  public Drawn supported(Random random) {
    int draw = random.nextInt(100);
    String b = bucket(random);
    if (draw < 48) {
      return read(random, b, key(random));
    }
    if (draw < 64) {
      return list(random, b);
    }
    return draw < 82 ? write(random, b, key(random)) : several(random, b);
  }

  private static S3Request ungrantable(Random random) {
    String bucket =
        List.of("arn:aws:s3:us-east-1:111122223333:accesspoint/ap", "ap-123-s3alias", "b--x-s3")
            .get(random.nextInt(3));
    return random.nextBoolean()
        ? GetObjectRequest.builder().bucket(bucket).key("a").build()
        : CopyObjectRequest.builder()
            .sourceBucket("elsewhere")
            .sourceKey("a")
            .destinationBucket("lake")
            .destinationKey("a")
            .build();
  }

  private static Drawn read(Random random, String b, String k) {
    Need need = new Need("READ", b, List.of(k), null);
    String probed = k.endsWith("/") || k.contains("*") ? null : k;
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> drawn(GetObjectRequest.builder().bucket(b).key(k).build(), need);
      case 3, 4 ->
          new Drawn(HeadObjectRequest.builder().bucket(b).key(k).build(), need, true, probed);
      case 5 -> drawn(GetObjectAclRequest.builder().bucket(b).key(k).build(), need);
      case 6 ->
          drawn(
              GetObjectAttributesRequest.builder()
                  .bucket(b)
                  .key(k)
                  .objectAttributes(ObjectAttributes.OBJECT_SIZE)
                  .build(),
              need);
      default -> drawn(ListPartsRequest.builder().bucket(b).key(k).uploadId("u").build(), need);
    };
  }

  private Drawn list(Random random, String b) {
    String p = random.nextInt(6) == 0 ? key(random) : PREFIXES.get(random.nextInt(7));
    Need need = new Need("READ", b, List.of(), p);
    return switch (random.nextInt(8)) {
      case 0 -> drawn(ListObjectsRequest.builder().bucket(b).prefix(p).build(), need);
      case 1, 2 -> drawn(ListObjectsV2Request.builder().bucket(b).prefix(p).build(), need);
      case 3 -> drawn(ListObjectVersionsRequest.builder().bucket(b).prefix(p).build(), need);
      case 4 -> drawn(ListMultipartUploadsRequest.builder().bucket(b).prefix(p).build(), need);
      case 5 ->
          drawn(
              random.nextBoolean()
                  ? HeadBucketRequest.builder().bucket(b).build()
                  : ListObjectsV2Request.builder().bucket(b).build(),
              new Need("READ", b, List.of(), ""));
      default -> {
        // S3A's probe for a directory.
        String k = key(random);
        String directory = k.endsWith("/") ? k : k + "/";
        yield new Drawn(
            ListObjectsV2Request.builder()
                .bucket(b)
                .prefix(directory)
                .delimiter("/")
                .maxKeys(2)
                .build(),
            new Need("READ", b, List.of(), directory),
            true,
            k.contains("*") ? null : directory.substring(0, directory.length() - 1));
      }
    };
  }

  private static Drawn write(Random random, String b, String k) {
    Need need = new Need("WRITE", b, List.of(k), null);
    return drawn(
        switch (random.nextInt(8)) {
          case 0 -> PutObjectAclRequest.builder().bucket(b).key(k).acl("private").build();
          case 1 -> DeleteObjectRequest.builder().bucket(b).key(k).build();
          case 2 -> CreateMultipartUploadRequest.builder().bucket(b).key(k).build();
          case 3 ->
              UploadPartRequest.builder().bucket(b).key(k).uploadId("u").partNumber(1).build();
          case 4 -> CompleteMultipartUploadRequest.builder().bucket(b).key(k).uploadId("u").build();
          case 5 -> AbortMultipartUploadRequest.builder().bucket(b).key(k).uploadId("u").build();
          default -> PutObjectRequest.builder().bucket(b).key(k).build();
        },
        need);
  }

  private Drawn several(Random random, String b) {
    List<String> keys = new ArrayList<>(List.of(key(random)));
    if (random.nextBoolean()) {
      for (int more = random.nextInt(4); more > 0; more--) {
        keys.add(key(random));
      }
      return drawn(
          DeleteObjectsRequest.builder()
              .bucket(b)
              .delete(
                  d ->
                      d.objects(
                          keys.stream()
                              .map(key -> ObjectIdentifier.builder().key(key).build())
                              .toList()))
              .build(),
          new Need("WRITE", b, keys, null));
    }
    keys.add(key(random));
    return drawn(copy(random, b, keys.get(0), keys.get(1)), new Need("READWRITE", b, keys, null));
  }

  /** A copy with its source in parts, or in one string as newer SDKs send it. */
  @SuppressWarnings("deprecation")
  private static S3Request copy(Random random, String b, String from, String to) {
    String source = b + "/" + URLEncoder.encode(from, StandardCharsets.UTF_8).replace("+", "%20");
    return switch (random.nextInt(4)) {
      case 0 ->
          CopyObjectRequest.builder()
              .sourceBucket(b)
              .sourceKey(from)
              .destinationBucket(b)
              .destinationKey(to)
              .build();
      case 1 ->
          CopyObjectRequest.builder()
              .copySource(source)
              .destinationBucket(b)
              .destinationKey(to)
              .build();
      default ->
          UploadPartCopyRequest.builder()
              .sourceBucket(b)
              .sourceKey(from)
              .destinationBucket(b)
              .destinationKey(to)
              .uploadId("u")
              .partNumber(1)
              .build();
    };
  }

  private static Drawn drawn(S3Request request, Need need) {
    return new Drawn(request, need, true, null);
  }
}
