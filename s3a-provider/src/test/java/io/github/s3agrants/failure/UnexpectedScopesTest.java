package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.regex.Matcher;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S3A's calls if the service returns a scope in an undocumented form. */
class UnexpectedScopesTest {
  private static final Path DIRECTORY = new Path("/team/alice/d");
  private static final Path FILE = new Path(DIRECTORY, "file");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://lake/team/alice/**",
        "s3://lake/team/alice/***",
        "s3://lake/team/alice",
        "s3://lake/team/alice/",
        "s3://lake*",
        "s3://lake",
        "s3://*",
        "s3://lake/team*alice/*",
        "S3://lake/team/alice/*",
        "lake/team/alice/*",
        "s3://lake/team/bob/*",
        "",
        "\u2603 $(id) &lt;b&gt; &amp;"
      })
  void every_call_works(String scope) throws IOException {
    try (S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*"));
        ScriptedServer proxy = naming(scope, lake);
        S3AFileSystem fs = lake.open(through(proxy, lake))) {
      lake.upload("/other/file", "not granted");
      lake.emulator.resetJournal();

      assertThat(fs.mkdirs(DIRECTORY)).isTrue();
      S3AFixture.write(fs, FILE.toString(), "text");
      assertThat(S3AFixture.read(fs, FILE.toString())).isEqualTo("text");
      assertThat(fs.exists(FILE)).isTrue();
      assertThat(fs.getFileStatus(DIRECTORY).isDirectory()).isTrue();
      assertThat(fs.listStatus(DIRECTORY)).hasSize(1);
      try (FSDataOutputStream out = fs.create(new Path(DIRECTORY, "new"), false)) {
        out.write("more".getBytes(UTF_8));
      }
      assertThat(fs.getContentSummary(DIRECTORY).getFileCount()).isEqualTo(2);
      assertThat(fs.rename(FILE, new Path(DIRECTORY, "renamed"))).isTrue();
      assertThat(fs.delete(new Path(DIRECTORY, "renamed"), false)).isTrue();
      assertThat(fs.delete(DIRECTORY, true)).isTrue();
      // The scope in the answer gives access to nothing else.
      assertThrows(AccessDeniedException.class, () -> fs.open(new Path("/other/file")));

      assertThat(lake.s3CallsOf(ALICE).entries())
          .isNotEmpty()
          .allMatch(call -> call.signer() == SignerKind.VENDED);
    }
  }

  /** Later requests are vended anew and not signed with the earlier credentials. */
  @Test
  void what_cannot_be_read_serves_the_requested_target_alone() throws IOException {
    try (S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/team/alice/*"));
        ScriptedServer proxy = naming("s3://lake/team*alice/*", lake);
        S3AFileSystem fs = lake.open(askingPathByPath(proxy, lake))) {
      lake.upload("/team/alice/1", "one");
      lake.upload("/team/alice/2", "two");

      for (int i = 0; i < 3; i++) {
        assertThat(S3AFixture.read(fs, "/team/alice/1")).isEqualTo("one");
        assertThat(S3AFixture.read(fs, "/team/alice/2")).isEqualTo("two");
      }

      assertThat(proxy.requests().stream().filter(r -> r.target().contains("dataaccess")))
          .hasSize(2);
      assertThat(AccessGrantsRuntime.engine().orElseThrow().statistics().getUnexpectedScopes())
          .isEqualTo(2);
    }
  }

  /** The target is the scope of the grant, as the list of the caller's grants has it. */
  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void with_known_grants_the_requested_target_is_the_grants_scope() throws IOException {
    try (S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/team/alice/*"));
        ScriptedServer proxy = naming("s3://lake/team*alice/*", lake);
        S3AFileSystem fs = lake.open(through(proxy, lake))) {
      lake.upload("/team/alice/1", "one");
      lake.upload("/team/alice/2", "two");

      assertThat(S3AFixture.read(fs, "/team/alice/1")).isEqualTo("one");
      assertThat(S3AFixture.read(fs, "/team/alice/2")).isEqualTo("two");

      assertThat(lake.vendsOf(ALICE)).containsExactly("READ s3://lake/team/alice/*");
      assertThat(AccessGrantsRuntime.engine().orElseThrow().statistics().getUnexpectedScopes())
          .isEqualTo(1);
    }
  }

  private static ScriptedServer naming(String scope, S3AFixture lake) throws IOException {
    return ScriptedServer.before(
        lake.emulator.endpoints().s3Control(),
        body ->
            body.replaceFirst(
                "<MatchedGrantTarget>[^<]*",
                "<MatchedGrantTarget>" + Matcher.quoteReplacement(scope)));
  }

  private static Configuration askingPathByPath(ScriptedServer proxy, S3AFixture lake) {
    Configuration conf = through(proxy, lake);
    conf.set("fs.s3a.accessgrants.grants.discovery", "off");
    return conf;
  }

  private static Configuration through(ScriptedServer proxy, S3AFixture lake) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.endpoint", proxy.uri().toString());
    return conf;
  }
}
