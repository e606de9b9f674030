package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keys of every kind are stored, listed and returned unchanged, and scopes apply to the unchanged
 * keys.
 */
final class KeysTest {
  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client admin;
  private static S3Client alice;
  private static S3AsyncClient aliceAsync;

  @BeforeAll
  static void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .bucket("lake", "order")
            .location("s3://", TestPrincipals.LOCATION_ROLE)
            .grant("s3://", "lake/k/*", "alice", Permission.READWRITE)
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    admin = clients.s3(ADMIN);
    var vended =
        EmulatorClients.credentials(
            clients.vend(
                ALICE,
                "s3://lake/k/*",
                software.amazon.awssdk.services.s3control.model.Permission.READWRITE));
    alice = clients.s3(vended);
    aliceAsync = clients.asyncS3(vended);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a b",
        "a%20b",
        "a+b",
        "a%2Bb",
        "a[1]|x",
        "q?x#y",
        "a//b",
        "/leading",
        "//",
        "x/./y",
        "x/../y",
        ".",
        "..",
        "ü/日本",
        "e\u0301",
        "\uD83D\uDE00",
        "trailing ",
        " ",
        "dir/",
        "*",
        "a*b",
        "a&b=c;d",
        "quote\"'<>",
        "100%",
        "a\\b",
        "~x!$(),:@",
        ".mpus-x",
        ".s3proxy-slash",
        "tab\tkey"
      })
  void round_trip(String name) {
    String key = "k/" + name;
    alice.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString(name));
    assertThat(alice.getObjectAsBytes(r -> r.bucket("lake").key(key)).asUtf8String())
        .isEqualTo(name);
    assertThat(alice.headObject(r -> r.bucket("lake").key(key)).eTag()).isNotBlank();
    JournalEntry head = last("HeadObject");
    assertThat(head.key()).isEqualTo(key);
    assertThat(head.principal()).isEqualTo("alice");
    assertThat(alice.listObjectsV2(r -> r.bucket("lake").prefix(key)).contents())
        .extracting(S3Object::key)
        .contains(key);
    assertThat(last("ListObjectsV2").prefix()).isEqualTo(key);

    String copy = "k/copies/" + name;
    alice.copyObject(
        r -> r.sourceBucket("lake").sourceKey(key).destinationBucket("lake").destinationKey(copy));
    aliceAsync
        .putObject(r -> r.bucket("lake").key(copy + "~async"), AsyncRequestBody.fromString("async"))
        .join();
    assertThat(
            aliceAsync
                .getObject(
                    r -> r.bucket("lake").key(copy + "~async"), AsyncResponseTransformer.toBytes())
                .join()
                .asUtf8String())
        .isEqualTo("async");
    alice.deleteObjects(
        r -> r.bucket("lake").delete(d -> d.objects(List.of(named(key), named(copy)))));
    assertThatExceptionOfType(NoSuchKeyException.class)
        .isThrownBy(() -> alice.headObject(r -> r.bucket("lake").key(key)));
    assertThatExceptionOfType(NoSuchKeyException.class)
        .isThrownBy(() -> alice.headObject(r -> r.bucket("lake").key(copy)));
    alice.deleteObject(r -> r.bucket("lake").key(copy + "~async"));
  }

  /**
   * Each of these keys would lie in the scope {@code k/*} if it were decoded twice, normalized or
   * cut.
   */
  @ParameterizedTest
  @ValueSource(strings = {"k", "k%2Fx", "/k/x", "x/../k/x", "./k/x", "K/x", "k?/x", "k*", " k/x"})
  void outside_the_scope(String key) {
    admin.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("x"));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> alice.getObjectAsBytes(r -> r.bucket("lake").key(key)))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                alice.copyObject(
                    r ->
                        r.sourceBucket("lake")
                            .sourceKey(key)
                            .destinationBucket("lake")
                            .destinationKey("k/stolen")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  @Test
  void listing_is_in_the_order_of_utf8_and_pages() {
    List<String> keys =
        List.of(
            "a",
            "a ",
            "a!/x",
            "a-b",
            "a/",
            "a/b",
            "a/b/c",
            "a//d",
            "a0",
            "b/1",
            "b/2",
            "z",
            "é",
            "\uFF5E",
            "\uD83D\uDE00");
    keys.forEach(
        key -> admin.putObject(r -> r.bucket("order").key(key), RequestBody.fromString(key)));
    List<String> all =
        admin.listObjectsV2Paginator(r -> r.bucket("order").maxKeys(2)).contents().stream()
            .map(S3Object::key)
            .toList();
    assertThat(all)
        .containsExactly(
            "a",
            "a ",
            "a!/x",
            "a-b",
            "a/",
            "a//d",
            "a/b",
            "a/b/c",
            "a0",
            "b/1",
            "b/2",
            "z",
            "é",
            "\uFF5E",
            "\uD83D\uDE00");

    for (int size = 1; size <= 5; size++) {
      int most = size;
      var pages = admin.listObjectsV2Paginator(r -> r.bucket("order").delimiter("/").maxKeys(most));
      assertThat(pages.contents().stream().map(S3Object::key))
          .containsExactly("a", "a ", "a-b", "a0", "z", "é", "\uFF5E", "\uD83D\uDE00");
      assertThat(pages.commonPrefixes().stream().map(CommonPrefix::prefix))
          .containsExactly("a!/", "a/", "b/");
      assertThat(pages.stream().map(ListObjectsV2Response::keyCount))
          .allMatch(count -> count <= most);
    }
    assertThat(admin.listObjectsV2(r -> r.bucket("order").prefix("a/").delimiter("/")))
        .satisfies(
            page -> {
              assertThat(page.contents()).extracting(S3Object::key).containsExactly("a/", "a/b");
              assertThat(page.commonPrefixes())
                  .extracting(CommonPrefix::prefix)
                  .containsExactly("a//", "a/b/");
            });
    assertThat(
            admin
                .listObjectsV2(r -> r.bucket("order").startAfter("a/b").delimiter("/"))
                .commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly("b/");
    assertThat(admin.listObjects(r -> r.bucket("order").prefix("b/").marker("b/1")).contents())
        .extracting(software.amazon.awssdk.services.s3.model.S3Object::key)
        .containsExactly("b/2");
  }

  private static ObjectIdentifier named(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  private static JournalEntry last(String operation) {
    List<JournalEntry> entries = emulator.journal().operation(operation).entries();
    return entries.get(entries.size() - 1);
  }
}
