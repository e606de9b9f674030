package io.github.s3agrants.settings;

import io.github.s3agrants.aws.Partitions;
import io.github.s3agrants.credentials.AwsEndpoints;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.util.AwsHostNameUtils;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The Region and the endpoint of S3, found in S3A's own order ({@code DefaultS3ClientFactory} of
 * Hadoop 3.4 and 3.5): {@code fs.s3a.endpoint.region}; else the Region in the name of {@code
 * fs.s3a.endpoint}; else, if the first is empty, the SDK's chain. If the first is not set at all,
 * S3A starts with any Region of the partition {@code aws} and follows S3's redirects to the bucket.
 * Immutable.
 */
final class S3aRegion {
  /** Selects the SDK's chain too, from the next Hadoop on. Before, it has no meaning. */
  private static final String SDK = "sdk";

  /** Equals no endpoint: S3A leaves the host to the SDK. */
  private static final String CENTRAL = "s3.amazonaws.com";

  private static final String PUBLIC_PARTITION = "aws";
  private static final String CHINA_PARTITION = "aws-cn";

  /**
   * The form of a Region in a host name. Other labels of AWS's hosts, such as {@code external-1},
   * do not have it.
   */
  private static final Pattern IN_HOST = Pattern.compile("(?:fips-)?([a-z]{2,}(?:-[a-z]+)+-\\d+)");

  private static final Pattern VPC_ENDPOINT =
      Pattern.compile("(?:.+\\.)?([a-z0-9-]+)\\.vpce\\.amazonaws\\..+");

  /** Hosts of AWS, with or without a Region. Those of isolated partitions always have a Region. */
  private static final Pattern AWS_HOST = Pattern.compile(".+\\.amazonaws\\.(com|com\\.cn|eu)");

  private static final Pattern FIPS_HOST = Pattern.compile("(?:.+\\.)?s3-fips[.-].+");

  private static final Pattern DUAL_STACK_HOST = Pattern.compile(".+\\.dualstack\\..+");

  private final Optional<String> region;
  private final Optional<URI> endpoint;
  private final AwsEndpoints awsEndpoints;

  private S3aRegion(Optional<String> region, Optional<URI> endpoint, AwsEndpoints awsEndpoints) {
    this.region = region;
    this.endpoint = endpoint;
    this.awsEndpoints = awsEndpoints;
  }

  /**
   * The Region in which S3A starts to look for the bucket; empty if that says nothing about where
   * the bucket is.
   */
  Optional<String> region() {
    return region;
  }

  /** The endpoint that S3A uses in place of the SDK's own. */
  Optional<URI> endpoint() {
    return endpoint;
  }

  AwsEndpoints awsEndpoints() {
    return awsEndpoints;
  }

  /**
   * Reads the options that S3A reads.
   *
   * @param instanceRegion the Region of the instance, if it was set; then no other Region is needed
   * @throws IOException naming the keys, if the partition of the services cannot be derived
   */
  static S3aRegion read(Configuration conf, Optional<String> instanceRegion) throws IOException {
    String text = conf.getTrimmed(Constants.ENDPOINT, "");
    Optional<URI> endpoint =
        text.isEmpty() || text.endsWith(CENTRAL) ? Optional.empty() : Optional.of(uri(text, conf));
    String host = endpoint.map(S3aRegion::host).orElse("");
    boolean isAws = host.isEmpty() || isAws(host);
    Optional<String> region = region(conf, text, host, instanceRegion);
    Optional<String> known = region.or(() -> instanceRegion);
    AwsEndpoints.Builder awsEndpoints =
        AwsEndpoints.builder()
            .fips(conf.getBoolean(Constants.FIPS_ENDPOINT, false) || matches(FIPS_HOST, host))
            .dualStack(isAws && matches(DUAL_STACK_HOST, host))
            .pathStyle(!isAws || conf.getBoolean(Constants.PATH_STYLE_ACCESS, false))
            .partition(partition(known, host, isAws));
    known.ifPresent(awsEndpoints::s3Region);
    return new S3aRegion(region, endpoint, awsEndpoints.build());
  }

  private static Optional<String> region(
      Configuration conf, String endpoint, String host, Optional<String> instanceRegion)
      throws IOException {
    @Nullable String set = conf.getTrimmed(Constants.AWS_REGION);
    if (set != null && AccessGrantsSettings.REGION_NAME.matcher(set).matches()) {
      return Optional.of(set);
    }
    Optional<String> inHost = inHost(host);
    if (inHost.isPresent() || !host.isEmpty() || set == null || instanceRegion.isPresent()) {
      return inHost;
    }
    if (set.isEmpty() && !endpoint.isEmpty()) {
      // The central endpoint, with which S3A does not use the SDK's chain.
      return Optional.empty();
    }
    if (set.isEmpty() || set.equals(SDK)) {
      return Optional.of(inChain(conf, set));
    }
    throw new IOException(
        String.format(
            "%s is \"%s\", which is no Region, and %s is not set, so the partition of the services"
                + " is not known. Allowed: a Region in the first key, or in %s.",
            OptionKeys.asSet(conf, Constants.AWS_REGION),
            set,
            Constants.ENDPOINT,
            AccessGrantsSettings.REGION_SETTING.key()));
  }

  private static String inChain(Configuration conf, String set) throws IOException {
    try {
      return new DefaultAwsRegionProviderChain().getRegion().id();
    } catch (SdkClientException e) {
      throw new IOException(
          String.format(
              "%s is \"%s\", and the AWS SDK finds no Region either: %s Allowed: a Region in that"
                  + " key, or in %s.",
              OptionKeys.asSet(conf, Constants.AWS_REGION),
              set,
              e.getMessage(),
              AccessGrantsSettings.REGION_SETTING.key()),
          e);
    }
  }

  /** Returns the Region in the name of a host, as S3A and the SDK read it. */
  private static Optional<String> inHost(String host) {
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Matcher vpc = VPC_ENDPOINT.matcher(host);
    String label =
        vpc.matches()
            ? vpc.group(1)
            : AwsHostNameUtils.parseSigningRegion(host, "s3").map(r -> r.id()).orElse("");
    Matcher region = IN_HOST.matcher(label);
    return region.matches() ? Optional.of(region.group(1)) : Optional.empty();
  }

  /** Whether an endpoint is one of AWS, and so serves one Region. */
  static boolean isOfAws(URI endpoint) {
    return isAws(host(endpoint));
  }

  private static boolean isAws(String host) {
    return matches(AWS_HOST, host)
        || inHost(host)
            .map(region -> PartitionMetadata.of(Region.of(region)).dnsSuffix())
            .filter(suffix -> host.endsWith("." + suffix))
            .isPresent();
  }

  private static Optional<String> partition(Optional<String> region, String host, boolean isAws) {
    if (!isAws) {
      return Optional.empty();
    }
    return Optional.of(
        region
            .map(Partitions::of)
            .orElse(host.endsWith(".cn") ? CHINA_PARTITION : PUBLIC_PARTITION));
  }

  /**
   * Returns the host. Java does not parse names with an underscore as hosts, but they are in use.
   */
  private static String host(URI endpoint) {
    String host = endpoint.getHost() == null ? endpoint.getAuthority() : endpoint.getHost();
    return host == null ? "?" : host.toLowerCase(Locale.ROOT);
  }

  private static boolean matches(Pattern pattern, String host) {
    return pattern.matcher(host).matches();
  }

  /** Parses an endpoint. Without a scheme, S3A's option for TLS decides. */
  private static URI uri(String set, Configuration conf) throws IOException {
    boolean tls =
        conf.getBoolean(Constants.SECURE_CONNECTIONS, Constants.DEFAULT_SECURE_CONNECTIONS);
    String text = set.contains("://") ? set : (tls ? "https://" : "http://") + set;
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // The exception's message has the whole text, which may have a password.
      throw new IOException(
          String.format(
              "Invalid value of %s: \"%s\". Allowed: a host or a URI.",
              OptionKeys.asSet(conf, Constants.ENDPOINT), Setting.withoutUserInfo(set)));
    }
  }
}
