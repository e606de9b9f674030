package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Keys that S3A's paths would normalize, through S3 clients with the interceptor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawKeysTest {
  private final S3AFixture lake;
  private final AccessGrantsCredentialsProvider provider;
  private final S3Client s3;
  private final S3AsyncClient async;

  RawKeysTest() throws IOException {
    lake =
        S3AFixture.start(S3AFixture.grant(BOB, Permission.READWRITE, "lake/bob/*", "lake//lead/*"));
    Configuration conf = lake.grants(BOB);
    provider = S3AFixture.provider(conf);
    AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
    s3 = EmulatorClients.s3(S3Client.builder(), lake.emulator.endpoints(), provider, interceptor);
    async =
        EmulatorClients.s3(
            S3AsyncClient.builder(), lake.emulator.endpoints(), provider, interceptor);
  }

  @AfterAll
  void stop() throws IOException {
    s3.close();
    async.close();
    provider.close();
    assertThat(lake.signedByBaseOf(BOB)).isEmpty();
    lake.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob/a//b",
        "bob//",
        "/lead/a",
        "/lead//b c",
        "bob/ trailing ",
        "bob/%2F%zz%",
        "bob/+",
        "bob/[a]|{b}",
        "bob/?versionId=1#f",
        "bob/ü/日本/😀",
        "bob/*",
        "bob/a*b",
        "bob/\\",
        "bob/a&b=c;d:e@f$g,h'i\"j"
      })
  void raw_keys_on_both_kinds_of_client(String key) {
    s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString(key));
    assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key(key)).asUtf8String()).isEqualTo(key);
    assertThat(
            async
                .getObject(r -> r.bucket("lake").key(key), AsyncResponseTransformer.toBytes())
                .join()
                .asUtf8String())
        .isEqualTo(key);
    s3.copyObject(
        r ->
            r.sourceBucket("lake")
                .sourceKey(key)
                .destinationBucket("lake")
                .destinationKey(key + "copy"));
    assertThat(s3.headObject(r -> r.bucket("lake").key(key + "copy")).contentLength()).isPositive();
    async.deleteObject(r -> r.bucket("lake").key(key)).join();
    s3.deleteObjects(
        r ->
            r.bucket("lake")
                .delete(d -> d.objects(List.of(identifier(key), identifier(key + "copy")))));
    assertThrows(S3Exception.class, () -> s3.headObject(r -> r.bucket("lake").key(key + "copy")));
  }

  private static ObjectIdentifier identifier(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }
}
