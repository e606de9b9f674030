package io.github.s3agrants.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The hosts of all services that follow from S3A's settings, as the SDK derives them. */
class RegionsTest {
  /** Settings of the SDK's Region chain that make it find nothing. */
  private static final Map<String, String> NOTHING_FOUND =
      Map.of(
          "aws.disableEc2Metadata", "true",
          "aws.configFile", "/none",
          "aws.sharedCredentialsFile", "/none");

  private final Map<String, String> before = new HashMap<>();
  private final Recorder recorder = new Recorder();
  private final Configuration conf = new Configuration(false);

  /** Records the hosts of all requests, and answers as S3. */
  private static final class Recorder implements SdkHttpClient {
    final List<String> asked = new ArrayList<>();
    String bucketRegion = "eu-central-1";

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      asked.add(request.httpRequest().protocol() + "://" + request.httpRequest().host());
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(
                  SdkHttpResponse.builder()
                      .statusCode(403)
                      .putHeader("x-amz-bucket-region", bucketRegion)
                      .build())
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void hideTheMachine() {
    assumeThat(System.getenv("AWS_REGION")).isNull();
    NOTHING_FOUND.forEach(this::property);
    before.put("aws.region", System.getProperty("aws.region"));
    System.clearProperty("aws.region");
    conf.set("fs.s3a.aws.credentials.provider", AccessGrantsCredentialsProvider.class.getName());
    conf.set("fs.s3a.audit.execution.interceptors", AccessGrantsInterceptor.class.getName());
  }

  private void property(String key, String value) {
    before.put(key, System.getProperty(key));
    System.setProperty(key, value);
  }

  @AfterEach
  void showTheMachine() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }

  private ServiceSettings settings() throws IOException {
    return AccessGrantsConfig.read(conf).service();
  }

  /** The hosts of S3 in the bucket's Region, of S3 Control, and of STS. */
  private List<String> hosts(ServiceSettings settings, String region) {
    recorder.asked.clear();
    try (AccessGrantsClient client = TestServices.client(recorder, Clock.systemUTC())) {
      recorder.bucketRegion = region;
      assertEquals(region, client.bucketRegion(settings, "lake"));
      assertThrows(
          AccessGrantsException.class,
          () ->
              client.getDataAccess(
                  settings,
                  new AccessGrantsInstance(TestPrincipals.ACCOUNT, region),
                  TestCredentials.access(S3Path.prefix("lake", "p/"), Permission.READ),
                  Optional.empty(),
                  TestServices.BASE));
      assertThrows(
          AccessGrantsException.class, () -> client.identify(settings, region, TestServices.BASE));
    }
    return List.copyOf(recorder.asked);
  }

  /**
   * The columns: {@code fs.s3a.endpoint}, {@code .region}, {@code .fips} and {@code aws.region},
   * where {@code ''} is an empty Region; then the expected Region, where {@code ?} means the
   * bucket's, which is looked up; then the expected hosts.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // Nothing set: the public partition, as in S3A. The environment is ignored.
        "| | | | ? | lake.s3.amazonaws.com | s3-control.eu-central-1.amazonaws.com |"
            + " sts.eu-central-1.amazonaws.com",
        "| | | us-gov-west-1 | ? | lake.s3.amazonaws.com | s3-control.eu-central-1.amazonaws.com |"
            + " sts.eu-central-1.amazonaws.com",
        // The central endpoint, which Spark sets, counts as none, also with an empty Region.
        "s3.amazonaws.com | | | | ? | lake.s3.amazonaws.com |"
            + " s3-control.eu-central-1.amazonaws.com | sts.eu-central-1.amazonaws.com",
        "s3.amazonaws.com | '' | | us-gov-west-1 | ? | lake.s3.amazonaws.com |"
            + " s3-control.eu-central-1.amazonaws.com | sts.eu-central-1.amazonaws.com",
        "| eu-west-3 | | | eu-west-3 | lake.s3.eu-west-3.amazonaws.com |"
            + " s3-control.eu-west-3.amazonaws.com | sts.eu-west-3.amazonaws.com",
        // A Region that is set wins over the endpoint's.
        "s3.eu-west-1.amazonaws.com | eu-west-3 | | | eu-west-3 |"
            + " lake.s3.eu-west-1.amazonaws.com | s3-control.eu-west-3.amazonaws.com |"
            + " sts.eu-west-3.amazonaws.com",
        "s3.eu-west-1.amazonaws.com | | | | eu-west-1 | lake.s3.eu-west-1.amazonaws.com |"
            + " s3-control.eu-west-1.amazonaws.com | sts.eu-west-1.amazonaws.com",
        "https://s3-eu-west-1.amazonaws.com/ | '' | | us-gov-west-1 | eu-west-1 |"
            + " lake.s3-eu-west-1.amazonaws.com | s3-control.eu-west-1.amazonaws.com |"
            + " sts.eu-west-1.amazonaws.com",
        // Empty: the SDK's Region chain.
        "| '' | | us-gov-west-1 | us-gov-west-1 | lake.s3.us-gov-west-1.amazonaws.com |"
            + " s3-control.us-gov-west-1.amazonaws.com | sts.us-gov-west-1.amazonaws.com",
        "| sdk | | us-gov-west-1 | us-gov-west-1 | lake.s3.us-gov-west-1.amazonaws.com |"
            + " s3-control.us-gov-west-1.amazonaws.com | sts.us-gov-west-1.amazonaws.com",
        // FIPS.
        "| us-east-1 | true | | us-east-1 | lake.s3-fips.us-east-1.amazonaws.com |"
            + " s3-control-fips.us-east-1.amazonaws.com | sts-fips.us-east-1.amazonaws.com",
        "| us-gov-west-1 | true | | us-gov-west-1 | lake.s3-fips.us-gov-west-1.amazonaws.com |"
            + " s3-control-fips.us-gov-west-1.amazonaws.com | sts.us-gov-west-1.amazonaws.com",
        "s3.amazonaws.com | | true | | ? | lake.s3-fips.us-east-1.amazonaws.com |"
            + " s3-control-fips.eu-central-1.amazonaws.com | sts-fips.eu-central-1.amazonaws.com",
        "s3-fips.us-gov-west-1.amazonaws.com | | | | us-gov-west-1 |"
            + " lake.s3-fips.us-gov-west-1.amazonaws.com |"
            + " s3-control-fips.us-gov-west-1.amazonaws.com | sts.us-gov-west-1.amazonaws.com",
        "s3-fips-us-gov-west-1.amazonaws.com | | | | us-gov-west-1 |"
            + " lake.s3-fips-us-gov-west-1.amazonaws.com |"
            + " s3-control-fips.us-gov-west-1.amazonaws.com | sts.us-gov-west-1.amazonaws.com",
        // Dual-stack, and FIPS with dual-stack.
        "s3.dualstack.eu-west-1.amazonaws.com | | | | eu-west-1 |"
            + " lake.s3.dualstack.eu-west-1.amazonaws.com |"
            + " s3-control.dualstack.eu-west-1.amazonaws.com | sts.eu-west-1.api.aws",
        "s3-fips.dualstack.us-east-2.amazonaws.com | | | | us-east-2 |"
            + " lake.s3-fips.dualstack.us-east-2.amazonaws.com |"
            + " s3-control-fips.dualstack.us-east-2.amazonaws.com | sts-fips.us-east-2.api.aws",
        // A VPC endpoint is for S3 only.
        "bucket.vpce-1a2b3c4d-5e6f.s3.eu-west-2.vpce.amazonaws.com | | | | eu-west-2 |"
            + " lake.bucket.vpce-1a2b3c4d-5e6f.s3.eu-west-2.vpce.amazonaws.com |"
            + " s3-control.eu-west-2.amazonaws.com | sts.eu-west-2.amazonaws.com",
        "https://vpce-1a2b.s3.cn-north-1.vpce.amazonaws.com.cn:443/ | | | | cn-north-1 |"
            + " lake.vpce-1a2b.s3.cn-north-1.vpce.amazonaws.com.cn |"
            + " s3-control.cn-north-1.amazonaws.com.cn | sts.cn-north-1.amazonaws.com.cn",
        // Other partitions.
        "| cn-northwest-1 | | | cn-northwest-1 | lake.s3.cn-northwest-1.amazonaws.com.cn |"
            + " s3-control.cn-northwest-1.amazonaws.com.cn | sts.cn-northwest-1.amazonaws.com.cn",
        "s3.us-iso-east-1.c2s.ic.gov | | | | us-iso-east-1 | lake.s3.us-iso-east-1.c2s.ic.gov |"
            + " s3-control.us-iso-east-1.c2s.ic.gov | sts.us-iso-east-1.c2s.ic.gov",
        // Endpoints without a Region in their names: the bucket's Region, looked up there.
        "s3-accelerate.amazonaws.com | | | | ? | lake.s3-accelerate.amazonaws.com |"
            + " s3-control.eu-central-1.amazonaws.com | sts.eu-central-1.amazonaws.com",
        "s3-external-1.amazonaws.com | | | | ? | lake.s3-external-1.amazonaws.com |"
            + " s3-control.eu-central-1.amazonaws.com | sts.eu-central-1.amazonaws.com",
        "store.example.com | | | | ? | store.example.com |"
            + " s3-control.eu-central-1.amazonaws.com | sts.eu-central-1.amazonaws.com",
        "store.example.com:9000 | '' | | us-gov-west-1 | ? | store.example.com |"
            + " s3-control.eu-central-1.amazonaws.com | sts.eu-central-1.amazonaws.com",
        "store.example.com | auto | | | ? | store.example.com |"
            + " s3-control.eu-central-1.amazonaws.com | sts.eu-central-1.amazonaws.com",
      })
  void theHostsFollowS3A(
      String endpoint,
      String region,
      String fips,
      String awsRegion,
      String expected,
      String s3,
      String s3Control,
      String sts)
      throws IOException {
    set("fs.s3a.endpoint", endpoint);
    set("fs.s3a.endpoint.region", "''".equals(region) ? "" : region);
    set("fs.s3a.endpoint.fips", fips);
    if (awsRegion != null) {
      System.setProperty("aws.region", awsRegion);
    }
    ServiceSettings settings = settings();
    assertEquals(expected, settings.region().orElse("?"));
    assertThat(hosts(settings, settings.region().orElse("eu-central-1")))
        .containsExactly(
            "https://" + s3,
            "https://" + TestPrincipals.ACCOUNT + "." + s3Control,
            "https://" + sts);
  }

  private void set(String key, String value) {
    if (value != null) {
      conf.set(key, value);
    }
  }

  @Test
  void endpoints_that_were_set_are_meant_as_they_stand() throws IOException {
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.endpoint.fips", "true");
    conf.set("fs.s3a.accessgrants.endpoint", "https://control.vpce-1.s3.us-east-1.vpce.test");
    conf.set("fs.s3a.accessgrants.sts.endpoint", "https://vpce-1.sts.us-east-1.vpce.test");
    assertThat(hosts(settings(), "us-east-1"))
        .containsExactly(
            "https://lake.s3-fips.us-east-1.amazonaws.com",
            "https://control.vpce-1.s3.us-east-1.vpce.test",
            "https://vpce-1.sts.us-east-1.vpce.test");
  }

  @ParameterizedTest
  @CsvSource({
    "true, store.example.com, https://store.example.com",
    "false, store.example.com, http://store.example.com",
    "false, https://store.example.com, https://store.example.com",
    "false, s3.eu-west-1.amazonaws.com, http://lake.s3.eu-west-1.amazonaws.com",
    "true, http://s3.eu-west-1.amazonaws.com, http://lake.s3.eu-west-1.amazonaws.com",
  })
  void the_scheme_is_that_of_s3a(String tls, String endpoint, String expected) throws IOException {
    conf.set("fs.s3a.connection.ssl.enabled", tls);
    conf.set("fs.s3a.endpoint", endpoint);
    assertThat(hosts(settings(), "eu-west-1").get(0)).isEqualTo(expected);
  }

  /** S3A cannot start without a Region either, but the library reports it first. */
  @ParameterizedTest
  @ValueSource(strings = {"", "sdk", "auto", "external"})
  void what_cannot_be_derived_names_the_key_that_helps(String region) throws IOException {
    conf.set("fs.s3a.endpoint.region", region);
    assertThat(assertThrows(IOException.class, this::settings))
        .hasMessageContaining("fs.s3a.endpoint.region")
        .hasMessageContaining("fs.s3a.accessgrants.region");
    conf.set("fs.s3a.accessgrants.region", "us-gov-west-1");
    assertThat(settings().region()).contains("us-gov-west-1");
    assertThat(hosts(settings(), "us-gov-west-1").get(0))
        .isEqualTo("https://lake.s3.us-gov-west-1.amazonaws.com");
  }

  @ParameterizedTest
  @CsvSource({
    ", us-gov-west-1",
    ", cn-north-1",
    "s3.us-gov-west-1.amazonaws.com, us-east-1",
    "s3.cn-north-1.amazonaws.com.cn, us-east-1",
    "s3.amazonaws.com.cn, us-east-1"
  })
  void nothing_leaves_the_partition(String endpoint, String bucketRegion) throws IOException {
    set("fs.s3a.endpoint", endpoint);
    recorder.bucketRegion = bucketRegion;
    ServiceSettings settings = settings();
    try (AccessGrantsClient client = TestServices.client(recorder, Clock.systemUTC())) {
      assertThat(
              assertThrows(
                  AccessGrantsException.class, () -> client.bucketRegion(settings, "lake")))
          .hasMessageContaining("outside of the partition");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example.com/", "eu-west-1.evil.example", "EU", "a", "-", "x-1@y"})
  void a_region_that_is_none_is_not_asked(String answer) throws IOException {
    recorder.bucketRegion = answer;
    ServiceSettings settings = settings();
    try (AccessGrantsClient client = TestServices.client(recorder, Clock.systemUTC())) {
      assertThat(
              assertThrows(AccessGrantsException.class, () -> client.bucketRegion(settings, "lake"))
                  .kind())
          .isEqualTo(AccessGrantsException.Kind.BAD_RESPONSE);
    }
  }
}
