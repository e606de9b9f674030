package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.io.IOUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.encryption.s3.materials.AesKeyring;
import software.amazon.encryption.s3.materials.DecryptionMaterials;
import software.amazon.encryption.s3.materials.EncryptedDataKey;
import software.amazon.encryption.s3.materials.EncryptionMaterials;
import software.amazon.encryption.s3.materials.Keyring;

/**
 * S3A's client-side encryption with a custom key: AWS's encryption client wraps S3A's clients,
 * which have the interceptor. Neither KMS nor its SDK module is needed.
 */
@Tag("client-side-encryption") // S3A has it from Hadoop 3.4.2 on
class ClientSideEncryptionTest {
  private static final int MEGABYTE = 1024 * 1024;

  /** The number of bytes that AES-GCM appends. */
  private static final int TAG = 16;

  /** A local key, so that no key service is needed. */
  public static final class LocalKey implements Keyring {
    private final Keyring aes =
        AesKeyring.builder()
            .wrappingKey(
                new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(UTF_8), "AES"))
            .build();

    @Override
    public EncryptionMaterials onEncrypt(EncryptionMaterials materials) {
      return aes.onEncrypt(materials);
    }

    @Override
    public DecryptionMaterials onDecrypt(
        DecryptionMaterials materials, List<EncryptedDataKey> keys) {
      return aes.onDecrypt(materials, keys);
    }
  }

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
  }

  @AfterEach
  void everythingWasSignedWithVendedCredentials() throws IOException {
    assertThat(lake.s3CallsOf(ALICE).entries())
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
        .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
    lake.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics"})
  void what_is_written_is_encrypted_and_read_back(String stream) throws IOException {
    Configuration conf = encrypting();
    conf.set("fs.s3a.input.stream.type", stream);
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, "/alice/f", "text");
      assertThat(fs.rename(new Path("/alice/f"), new Path("/alice/g"))).isTrue();
      assertThat(S3AFixture.read(fs, "/alice/g")).isEqualTo("text");
      assertThat(fs.listStatus(new Path("/alice")))
          .singleElement()
          .satisfies(file -> assertThat(file.getLen()).isEqualTo("text".length()));
      assertThat(asStored("/alice/g"))
          .hasSize("text".length() + TAG)
          .satisfies(stored -> assertThat(new String(stored, ISO_8859_1)).doesNotContain("text"));
      assertThat(fs.delete(new Path("/alice/g"), false)).isTrue();
      assertThat(fs.exists(new Path("/alice/g"))).isFalse();
    }
    assertThat(lake.s3CallsOf(ALICE).operation("PutObject").entries()).isNotEmpty();
    assertThat(lake.s3CallsOf(ALICE).operation("GetObject").entries()).isNotEmpty();
    assertThat(lake.vendsOf(ALICE))
        .allSatisfy(ask -> assertThat(ask).startsWith("READWRITE s3://lake/alice/"));
  }

  @Test
  void parts() throws IOException {
    Configuration conf = encrypting();
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    String text = "0123456789abcdef".repeat(12 * MEGABYTE / 16);
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, "/alice/big", text);
      assertThat(S3AFixture.read(fs, "/alice/big").equals(text)).isTrue();
    }
    assertThat(lake.s3CallsOf(ALICE).count("UploadPart")).isEqualTo(3);
    byte[] stored = asStored("/alice/big");
    assertThat(stored.length).isEqualTo(text.length() + TAG);
    assertThat(new String(stored, ISO_8859_1).contains("0123456789abcdef")).isFalse();
  }

  @Test
  void outside_the_grant_nothing_is_sent() throws IOException {
    lake.upload("/bob/f", "text");
    try (S3AFileSystem fs = lake.open(encrypting())) {
      assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, "/bob/g", "text"));
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/bob/f"));
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }

  /** S3A then takes its own factory of clients, whatever is set. */
  @Test
  void nothing_is_answered_in_parts() throws IOException {
    try (S3AFileSystem fs = lake.open(encrypting())) {
      S3AFixture.write(fs, "/alice/a/f", "text");
      assertThat(fs.mkdirs(new Path("/alice/b/c"))).isTrue();
      assertThrows(AccessDeniedException.class, () -> fs.listStatus(new Path("/")));
      assertThat(fs.delete(new Path("/alice/a"), true)).isTrue();
    }
  }

  /** The object's bytes as stored, which the administrator reads without the key. */
  private byte[] asStored(String path) throws IOException {
    try (S3AFileSystem fs = lake.open(lake.plain(ADMIN));
        FSDataInputStream in = fs.open(new Path(path))) {
      return IOUtils.readFullyToByteArray(in);
    }
  }

  private Configuration encrypting() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.encryption.algorithm", "CSE-CUSTOM");
    conf.set("fs.s3a.encryption.cse.custom.keyring.class.name", LocalKey.class.getName());
    return conf;
  }
}
