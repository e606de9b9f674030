package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Buckets in the name of the host, as the SDK sends them if nobody forces it to use the path. */
final class BucketHostsTest {
  private static final List<String> KEYS = List.of("k", "a b/ä+%2F", "a//b", "lake/k", "?x#y");

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    emulator = TestLake.withoutInstance().start();
    clients = new EmulatorClients(emulator.endpoints());
    port = emulator.endpoints().s3().getPort();
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:", "http://s3.localhost:"})
  void sdk(String endpoint) {
    List<String> hosts = new ArrayList<>();
    try (S3Client s3 = client(endpoint, hosts)) {
      for (String key : KEYS) {
        s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString(key));
        assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key(key)).asUtf8String())
            .isEqualTo(key);
        assertThat(last())
            .extracting(JournalEntry::bucket, JournalEntry::key)
            .containsExactly("lake", key);
      }
      assertThat(s3.listObjectsV2(r -> r.bucket("lake")).contents())
          .extracting(S3Object::key)
          .containsExactlyInAnyOrderElementsOf(KEYS);
      s3.headBucket(r -> r.bucket("lake"));
      s3.copyObject(
          r -> r.sourceBucket("lake").sourceKey("k").destinationBucket("lake").destinationKey("c"));
      assertThat(clients.s3(ADMIN).getObjectAsBytes(r -> r.bucket("lake").key("c")).asUtf8String())
          .isEqualTo("k");
      List<ObjectIdentifier> all =
          s3.listObjectsV2(r -> r.bucket("lake")).contents().stream()
              .map(object -> ObjectIdentifier.builder().key(object.key()).build())
              .toList();
      s3.deleteObjects(r -> r.bucket("lake").delete(Delete.builder().objects(all).build()));
      assertThat(s3.listObjectsV2(r -> r.bucket("lake")).contents()).isEmpty();
    }
    String host = endpoint.contains("s3.") ? "lake.s3.localhost" : "lake.localhost";
    assertThat(hosts).isNotEmpty().containsOnly(host);
  }

  @Test
  void name_with_dots() {
    List<String> hosts = new ArrayList<>();
    try (S3Client s3 = client("http://localhost:", hosts)) {
      assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket("new.bucket")))
          .isInstanceOf(NoSuchBucketException.class);
      s3.createBucket(r -> r.bucket("new.bucket"));
      s3.putObject(r -> r.bucket("new.bucket").key("k"), RequestBody.fromString("dots"));
      assertThat(
              clients
                  .s3(ADMIN)
                  .getObjectAsBytes(r -> r.bucket("new.bucket").key("k"))
                  .asUtf8String())
          .isEqualTo("dots");
      s3.deleteObject(r -> r.bucket("new.bucket").key("k"));
      s3.deleteBucket(r -> r.bucket("new.bucket"));
    }
    assertThat(hosts).isNotEmpty().containsOnly("new.bucket.localhost");
  }

  /** The signature is over the path as sent, without the bucket. */
  @ParameterizedTest
  @ValueSource(strings = {"lake.localhost", "lake.s3.localhost", "lake.s3.us-east-1.localhost"})
  void raw_requests(String host) throws Exception {
    SignedHttp http = new SignedHttp(URI.create("http://" + host + ":" + port), ADMIN);
    byte[] body = host.getBytes(UTF_8);
    assertThat(http.send("PUT", "/raw/%C3%A4", body).statusCode()).isEqualTo(200);
    assertThat(http.send("GET", "/raw/%C3%A4", new byte[0]).text()).isEqualTo(host);
    assertThat(http.send("GET", "/?list-type=2&prefix=raw", new byte[0]).text())
        .contains("<Name>lake</Name>", "<Key>raw/ä</Key>");
    SignedHttp path = new SignedHttp(emulator.endpoints().s3(), ADMIN);
    assertThat(path.send("GET", "/lake/raw/%C3%A4", new byte[0]).text()).isEqualTo(host);
    assertThat(path.send("DELETE", "/lake/raw/%C3%A4", new byte[0]).statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "s3.localhost", "127.0.0.1"})
  void hosts_without_a_bucket(String host) throws Exception {
    SignedHttp http = new SignedHttp(URI.create("http://" + host + ":" + port), ADMIN);
    assertThat(http.send("PUT", "/lake/path", new byte[1]).statusCode()).isEqualTo(200);
    assertThat(http.send("GET", "/", new byte[0]).text()).contains("<Name>lake</Name>");
    assertThat(http.send("DELETE", "/lake/path", new byte[0]).statusCode()).isEqualTo(204);
  }

  private static JournalEntry last() {
    return emulator.journal().entries().get(emulator.journal().size() - 1);
  }

  private static S3Client client(String endpoint, List<String> hosts) {
    ExecutionInterceptor watch =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission context, ExecutionAttributes attributes) {
            hosts.add(context.httpRequest().host());
          }
        };
    return S3Client.builder()
        .endpointOverride(URI.create(endpoint + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(EmulatorClients.credentials(ADMIN))
        .overrideConfiguration(o -> o.addExecutionInterceptor(watch))
        .build();
  }
}
