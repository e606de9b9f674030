package io.github.s3agrants.tools;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.aws.Partitions;
import io.github.s3agrants.aws.ServiceUrls;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.S3aHttpClients;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.Constants;
import software.amazon.awssdk.http.SdkHttpClient;

/** Checks that the services can be reached, and that their clocks agree with this machine's. */
final class NetworkCheck {
  private final ServiceSettings settings;
  private final String bucket;
  private final AccessGrantsClient client;
  private final Clock clock;
  private final Findings findings;

  NetworkCheck(
      ServiceSettings settings,
      String bucket,
      AccessGrantsClient client,
      Clock clock,
      Findings findings) {
    this.settings = requireNonNull(settings, "settings");
    this.bucket = requireNonNull(bucket, "bucket");
    this.client = requireNonNull(client, "client");
    this.clock = requireNonNull(clock, "clock");
    this.findings = requireNonNull(findings, "findings");
  }

  /** Returns the Region in which the services are called; empty if it is not known. */
  Optional<String> run() {
    Optional<String> region = region();
    String used = region.orElse(settings.awsEndpoints().s3Region());
    ServiceUrls urls = new ServiceUrls(settings, used);
    try (SdkHttpClient http = S3aHttpClients.create(settings.network(), 1)) {
      Reachability reachability = new Reachability(http, settings.network(), clock, findings);
      reachability.check("S3", urls.s3(), Constants.ENDPOINT);
      if (region.isPresent()) {
        reachability.check("S3 Control", urls.s3Control(), AccessGrantsSettings.ENDPOINT.key());
        reachability.check("STS", urls.sts(), AccessGrantsSettings.STS_ENDPOINT.key());
      }
    }
    return region;
  }

  private Optional<String> region() {
    Optional<String> set = settings.region();
    if (set.isPresent() && !settings.followsBucket()) {
      findings.ok(String.format("Region %s, partition %s", set.get(), Partitions.of(set.get())));
      return set;
    }
    try {
      String own = client.bucketRegion(settings, bucket);
      if (set.isPresent() && !set.get().equals(own)) {
        findings.warning(
            String.format(
                "The bucket is in %s, and S3A's settings say %s. S3 Access Grants is asked in %s"
                    + " first, and in %s after a refusal",
                own, set.get(), set.get(), own),
            String.format(
                "Set %s to %s, or %s.",
                Constants.AWS_REGION, own, AccessGrantsSettings.REGION_SETTING.key()));
      } else {
        findings.ok(
            String.format("Region %s, that of the bucket, partition %s", own, Partitions.of(own)));
      }
      return Optional.of(own);
    } catch (AccessGrantsException e) {
      return unknown(set, e);
    }
  }

  /** Without a set Region, no service can be called. */
  private Optional<String> unknown(Optional<String> set, AccessGrantsException e) {
    String url = e.asked().map(URI::toString).orElse("S3");
    String text =
        String.format(
            "The Region of bucket %s could not be found out from %s: %s", bucket, url, sentence(e));
    if (e.kind() == AccessGrantsException.Kind.NO_BUCKET) {
      findings.failed(text, "Check the bucket's name.");
      return Optional.empty();
    }
    if (set.isPresent()) {
      findings.warning(
          text + " The services are called in " + set.get(),
          "Check the bucket's name, and " + Constants.ENDPOINT + ".");
    } else {
      findings.failed(
          text,
          String.format(
              "Check the bucket's name, and set %s or %s.",
              Constants.AWS_REGION, AccessGrantsSettings.REGION_SETTING.key()));
    }
    return set;
  }

  private static String sentence(AccessGrantsException e) {
    String text = String.valueOf(e.getMessage());
    return text.endsWith(".") ? text : text + ".";
  }
}
