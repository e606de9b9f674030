package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testing.CapturedLog;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outages, denials and fallback as users of a file system see them. */
class S3ExceptionsTest {
  /** May read everything with base credentials, and has no grant. */
  private static final Principal READER =
      TestPrincipals.named("reader").withS3("s3://lake/*", Permission.READ);

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              builder.principal(READER);
              S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*").accept(builder);
              S3AFixture.grant(BOB, Permission.READWRITE, "lake/bob/*").accept(builder);
            });
    lake.upload("/alice/f", "text");
    lake.upload("/open/f", "text");
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  @Test
  void a_short_outage_is_retried_by_the_sdk_and_s3a() throws IOException {
    lake.emulator
        .faults()
        .set(ControlOperation.GET_DATA_ACCESS, Fault.error(503, "ServiceUnavailable").times(5));
    Configuration conf = lake.grants(ALICE);
    conf.setInt("fs.s3a.retry.throttle.limit", 10);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @Test
  void a_long_outage_is_an_error_and_never_a_base_signed_request() throws IOException {
    for (ControlOperation down :
        new ControlOperation[] {
          ControlOperation.GET_CALLER_IDENTITY,
          ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX,
          ControlOperation.GET_DATA_ACCESS
        }) {
      lake.emulator.faults().clear();
      lake.emulator.faults().set(down, Fault.error(503, "ServiceUnavailable"));
      try (S3AFileSystem fs = lake.open(ALICE)) {
        IOException e = assertThrows(IOException.class, () -> S3AFixture.read(fs, "/alice/f"));
        assertThat(e).isNotInstanceOf(AccessDeniedException.class);
        assertThat(e).isNotInstanceOf(FileNotFoundException.class);
        assertThat(e.getMessage()).contains("ServiceUnavailable");
        lake.emulator.faults().clear();
        assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      }
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @Test
  void no_instance_says_what_to_check() throws IOException {
    try (S3AFileSystem fs = lake.open(accountOf("999988887777"))) {
      AccessDeniedException e =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertThat(e.getMessage())
          .contains("999988887777")
          .contains("fs.s3a.accessgrants.account.id");
    }
  }

  private Configuration accountOf(String account) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", account);
    return conf;
  }

  @Test
  void wrong_base_credentials_are_the_callers_fault() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.secret.key", "not-the-secret");
    try (S3AFileSystem fs = lake.open(conf)) {
      AccessDeniedException e =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertThat(e.getMessage())
          .contains("SignatureDoesNotMatch")
          .contains("fs.s3a.accessgrants.credentials.provider");
    }
  }

  @Test
  void with_fallback_base_credentials_sign_what_was_refused() throws IOException {
    Configuration conf = lake.grants(READER);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/open/f")).isEqualTo("text");
      assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, "/open/new", "x"));
    }
    assertThat(lake.signedByBaseOf(READER)).isNotEmpty();
    assertThat(lake.s3CallsOf(READER).signer(SignerKind.VENDED).entries()).isEmpty();
    // GetDataAccess was called once for the denied key, not once per request.
    assertThat(lake.vendsOf(READER)).doesNotHaveDuplicates();
  }

  @Test
  void with_fallback_vended_credentials_still_come_first() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @Test
  void without_fallback_the_same_reader_is_denied() throws IOException {
    try (S3AFileSystem fs = lake.open(READER)) {
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/open/f"));
    }
    assertThat(lake.s3CallsOf(READER).entries()).isEmpty();
  }

  @Test
  void a_denied_write_is_never_not_found() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      for (String path : new String[] {"/alice/f", "/alice/none", "/alice/d/", "/none", "/bob"}) {
        IOException e =
            assertThrows(
                IOException.class,
                () -> {
                  try (var out = fs.create(new Path(path), true)) {
                    out.write(1);
                  }
                },
                path);
        assertThat(e).as(path).isInstanceOf(AccessDeniedException.class);
      }
      assertThrows(AccessDeniedException.class, () -> fs.delete(new Path("/alice/f"), false));
      assertThat(fs.exists(new Path("/alice/f"))).isTrue();
    }
  }

  @Test
  void minimal_credentials_cover_what_was_asked_for_and_no_more() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.privilege", "Minimal");
    lake.upload("/alice/g", "text");
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.read(fs, "/alice/f");
      S3AFixture.read(fs, "/alice/g");
      S3AFixture.read(fs, "/alice/f");
    }
    assertThat(lake.vendsOf(ALICE))
        .containsExactly("READ s3://lake/alice/f", "READ s3://lake/alice/g");
    assertThat(lake.s3CallsOf(ALICE).entries())
        .allSatisfy(call -> assertThat(call.status()).isLessThan(300));
  }

  @Test
  void the_duration_is_what_was_set() throws IOException {
    Configuration conf = lake.askingPathByPath(ALICE);
    conf.set("fs.s3a.accessgrants.duration", "15m");
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.read(fs, "/alice/f");
    }
    assertThat(lake.emulator.journal().operation("GetDataAccess").entries())
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.dataAccess())
                    .hasFieldOrPropertyWithValue("durationSeconds", "900")
                    .hasFieldOrPropertyWithValue("privilege", "Default")
                    .hasFieldOrPropertyWithValue("targetType", "Object"));
  }

  @Test
  void no_secret_is_in_any_output() throws IOException {
    StringWriter thrown = new StringWriter();
    String logged;
    try (CapturedLog log = new CapturedLog()) {
      Configuration conf = lake.grants(READER);
      conf.setBoolean("fs.s3a.accessgrants.fallback", true);
      try (S3AFileSystem fs = lake.open(conf)) {
        S3AFixture.read(fs, "/open/f");
      }
      conf.setBoolean("fs.s3a.accessgrants.fallback", false);
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThrows(IOException.class, () -> S3AFixture.read(fs, "/open/f"))
            .printStackTrace(new PrintWriter(thrown, true));
        thrown.append(fs.toString());
      }
      conf.set("fs.s3a.secret.key", READER.secretKey() + "-and-more");
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThrows(IOException.class, () -> S3AFixture.read(fs, "/open/f"))
            .printStackTrace(new PrintWriter(thrown, true));
      }
      logged = log.text();
    }
    assertThat(logged).contains("FallbackPolicy");
    assertThat(thrown.toString()).contains("S3 Access Grants gave no credentials");
    assertThat(logged + thrown).doesNotContain(READER.secretKey()).doesNotContain("SessionToken");
  }
}
