package io.github.s3agrants.iceberg;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The properties of a catalog: which are read, and which are refused. */
class PropertiesIT {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
    lake.emulator.resetJournal();
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  private Map<String, String> ofAlice() {
    return IcebergFixture.properties(lake.emulator, ALICE);
  }

  @ParameterizedTest
  @CsvSource({
    "s3.access-key-id,AKIAIOSFODNN7EXAMPLE",
    "s3.secret-access-key,hidden",
    "s3.session-token,hidden",
    "client.assume-role.arn,arn:aws:iam::111122223333:role/r",
    "s3.access-grants.enabled,true",
    "s3.remote-signing-enabled,true",
    "s3.client-factory-impl,org.example.Factory",
    "client.refresh-credentials-endpoint,https://catalog/credentials"
  })
  void a_property_that_contradicts_is_refused_by_its_name(String key, String value) {
    AccessGrantsClientFactory factory = new AccessGrantsClientFactory();
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> factory.initialize(Map.of(key, value)));
    assertThat(refusal).hasMessageContaining("property " + key + " is ");
    assertThat(refusal.getMessage()).doesNotContain("hidden", "AKIA");
    assertThrows(IllegalStateException.class, factory::s3);
  }

  @Test
  void one_that_is_off_is_accepted() {
    new AccessGrantsClientFactory()
        .initialize(
            Map.of(
                "s3.access-grants.enabled", "false",
                "s3.remote-signing-enabled", "false",
                "client.refresh-credentials-endpoint", "https://catalog/credentials",
                "client.refresh-credentials-enabled", "false"));
  }

  @Test
  void a_factory_without_properties_makes_no_client() {
    AccessGrantsClientFactory factory = new AccessGrantsClientFactory();
    assertThrows(IllegalStateException.class, factory::s3);
    assertThrows(IllegalStateException.class, factory::s3Async);
    assertThrows(IllegalStateException.class, factory::glue);
  }

  @Test
  void an_option_may_be_written_as_icebergs_catalogs_of_spark_write_it() throws IOException {
    Map<String, String> properties = new HashMap<>();
    ofAlice().forEach((k, v) -> properties.put(k.startsWith("fs.s3a.") ? "hadoop." + k : k, v));
    try (S3FileIO io = IcebergFixture.open(properties)) {
      assertThat(IcebergFixture.read(io, "s3://lake/alice/f")).isEqualTo("text");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.accessgrants.accountid,1,fs.s3a.accessgrants.account.id",
    "fs.s3a.bucket.lake.accessgrants.duration,1s,fs.s3a.bucket.lake.accessgrants.duration",
    "fs.s3a.accessgrants.credentials.provider,org.example.None,org.example.None",
    "fs.s3a.delegation.token.binding,org.example.Tokens,fs.s3a.delegation.token.binding",
    "fs.s3a.bucket.lake.endpoint,http://127.0.0.1:1,s3.endpoint"
  })
  void a_wrong_option_stops_each_request(String key, String value, String named) {
    Map<String, String> properties = ofAlice();
    properties.put(key, value);
    try (S3FileIO io = IcebergFixture.open(properties)) {
      for (int i = 0; i < 2; i++) {
        assertThat(
                assertThrows(
                    SdkClientException.class, () -> IcebergFixture.read(io, "s3://lake/alice/f")))
            .hasMessageContaining("lake")
            .hasMessageContaining(named);
      }
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }

  @Test
  void an_option_of_all_buckets_that_is_not_allowed_stops_the_client() {
    Map<String, String> properties = ofAlice();
    properties.put("fs.s3a.accessgrants.duration", "1s");
    AccessGrantsClientFactory factory = new AccessGrantsClientFactory();
    factory.initialize(properties);
    assertThat(assertThrows(IllegalArgumentException.class, factory::s3))
        .hasMessageContaining("fs.s3a.accessgrants.duration");
  }

  @Test
  void an_endpoint_that_was_chosen_for_the_catalog_is_that_of_each_bucket() throws IOException {
    Map<String, String> properties = ofAlice();
    properties.put("s3.endpoint", lake.emulator.endpoints().s3().toString());
    properties.put("fs.s3a.bucket.lake.endpoint", "http://127.0.0.1:1");
    try (S3FileIO io = IcebergFixture.open(properties)) {
      assertThat(IcebergFixture.read(io, "s3://lake/alice/f")).isEqualTo("text");
    }
  }

  @Test
  void a_request_without_a_bucket_is_not_sent() {
    AccessGrantsClientFactory factory = new AccessGrantsClientFactory();
    factory.initialize(ofAlice());
    try (S3Client s3 = factory.s3()) {
      assertThat(assertThrows(S3Exception.class, s3::listBuckets))
          .hasMessageContaining("names no bucket");
      assertThat(assertThrows(S3Exception.class, () -> s3.headObject(r -> r.bucket("").key("k"))))
          .hasMessageContaining("names no bucket");
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }

  @Test
  void a_closed_client_opens_no_bucket() {
    AccessGrantsClientFactory factory = new AccessGrantsClientFactory();
    factory.initialize(ofAlice());
    S3Client s3 = factory.s3();
    s3.close();
    assertThat(
            assertThrows(
                SdkClientException.class, () -> s3.headObject(r -> r.bucket("lake").key("k"))))
        .hasMessageContaining("closed");
  }

  @Test
  void other_clients_are_icebergs_own() {
    AccessGrantsClientFactory factory = new AccessGrantsClientFactory();
    Map<String, String> properties = ofAlice();
    properties.put("client.region", "eu-west-1");
    factory.initialize(properties);
    try (GlueClient glue = factory.glue();
        KmsClient kms = factory.kms();
        DynamoDbClient dynamo = factory.dynamo()) {
      assertThat(glue.serviceClientConfiguration().region().id()).isEqualTo("eu-west-1");
      assertThat(kms.serviceClientConfiguration().region().id()).isEqualTo("eu-west-1");
      assertThat(dynamo.serviceClientConfiguration().region().id()).isEqualTo("eu-west-1");
    }
  }

  @Test
  void the_file_io_takes_the_options_of_the_engine_and_no_defaults() throws IOException {
    Configuration engine = lake.grants(ALICE);
    try (FileIO io = CatalogUtil.loadFileIO(AccessGrantsFileIO.class.getName(), Map.of(), engine)) {
      assertThat(IcebergFixture.read(io, "s3://lake/alice/f")).isEqualTo("text");
      assertThat(io.properties())
          .containsKeys("client.factory", "fs.s3a.accessgrants.endpoint", "fs.s3a.access.key")
          .doesNotContainKeys("fs.s3a.threads.max", "fs.defaultFS");
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.example.Factory"})
  void the_file_io_takes_its_clients_from_nowhere_else(String factory) {
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> new AccessGrantsFileIO().initialize(Map.of("client.factory", factory))))
        .hasMessageContaining("client.factory");
  }
}
