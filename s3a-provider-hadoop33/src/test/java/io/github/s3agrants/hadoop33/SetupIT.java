package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.auth.SignerFactory;
import com.amazonaws.services.s3.internal.AWSS3V4Signer;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.fixture.LibraryThreads;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set-up in which requests could be signed otherwise is refused when the file system is made. */
class SetupIT {
  private S3AFixture lake;
  private Configuration conf;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
    conf = lake.grants(ALICE);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(lake.emulator.journal().service(Service.S3).entries()).isEmpty();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    assertThat(LibraryThreads.alive("s3a-access-grants-timer-")).isEmpty();
    lake.close();
  }

  private String refused() {
    // With delegation tokens, S3A wraps the exception.
    Exception refused = assertThrows(Exception.class, () -> lake.open(conf).close());
    return String.valueOf(refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fs.s3a.audit.enabled; false; fs.s3a.audit.enabled is false: nothing would tell",
        "fs.s3a.bucket.lake.audit.enabled; false; fs.s3a.bucket.lake.audit.enabled is false",
        "fs.s3a.custom.signers; Other:io.github.s3agrants.hadoop33.SetupIT$Foreign; requests would not be signed with vended",
        "fs.s3a.s3.signing-algorithm; AWSS3V4SignerType; Allowed: AccessGrants in the first",
        "fs.s3a.delegation.token.binding;"
            + " org.apache.hadoop.fs.s3a.auth.delegation.SessionTokenBinding; need Hadoop 3.4",
        "fs.s3a.metadatastore.impl; org.apache.hadoop.fs.s3a.s3guard.LocalMetadataStore; S3Guard has no",
        "fs.s3a.server-side-encryption-algorithm; CSE-KMS; client-side encryption needs Hadoop 3.4",
        "fs.s3a.encryption.algorithm; CSE-KMS; client-side encryption needs Hadoop 3.4",
        "fs.s3a.accessgrants.fallbak; true; The nearest one is fs.s3a.accessgrants.fallback",
        "fs.s3a.accessgrants.duration; 5m; Allowed: 15m to 12h",
        "fs.s3a.accessgrants.enabled; true; io.github.s3agrants.hadoop33.AccessGrantsV1Signer",
      })
  void is_refused(String key, String value, String message) {
    conf.set(key, value);
    assertThat(refused()).contains(message);
  }

  @Test
  void other_providers_beside_this_one_are_refused() {
    conf.set(
        "fs.s3a.aws.credentials.provider",
        AccessGrantsV1CredentialsProvider.class.getName()
            + ",org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    assertThat(refused()).contains("lists other providers beside");
  }

  @Test
  void neither_an_endpoint_nor_a_region_is_refused() {
    conf.unset("fs.s3a.endpoint");
    conf.unset("fs.s3a.endpoint.region");
    assertThat(refused()).contains("Neither fs.s3a.endpoint nor fs.s3a.endpoint.region is set");
  }

  /** The default up to Hadoop 3.3.4, and what is in core-default.xml from 3.3.5 on. */
  @Test
  void auditing_that_is_not_set_is_what_this_hadoop_says() throws IOException {
    conf.unset("fs.s3a.audit.enabled");
    if (conf.getBoolean("fs.s3a.audit.enabled", false)) {
      lake.open(conf).close();
    } else {
      assertThat(refused()).contains("is not set, which means false in this Hadoop");
    }
  }

  /** Of another library, or another copy of this one. */
  public static final class Foreign extends AWSS3V4Signer {}

  @Test
  void a_name_that_means_another_signer_in_this_jvm_is_refused() {
    SignerFactory.registerSigner("TakenName", Foreign.class);
    conf.set("fs.s3a.custom.signers", "TakenName:" + AccessGrantsV1Signer.class.getName());
    conf.set("fs.s3a.s3.signing-algorithm", "TakenName");
    assertThat(refused()).contains("The signer TakenName of this JVM is class");
  }

  @Test
  void a_set_up_as_documented_starts_and_asks_s3_nothing() throws IOException {
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.getUri().getHost()).isEqualTo("lake");
    }
  }
}
