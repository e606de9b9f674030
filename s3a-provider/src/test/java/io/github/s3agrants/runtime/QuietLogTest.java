package io.github.s3agrants.runtime;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.LibraryLog;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** All that the library logs while a job goes well, at INFO and at DEBUG. */
class QuietLogTest {
  private static final Pattern CLOSED =
      Pattern.compile(
          "S3 Access Grants closed: (\\d+) requests \\((\\d+) from the cache\\), (\\d+) vends,"
              + " (\\d+) refusals, (\\d+) fallbacks, waited (\\d+\\.\\d) s");

  /** Notes what each request is signed with, as far as the request shows it. */
  public static final class SignerRecorder implements ExecutionInterceptor {
    static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      context.httpRequest().firstMatchingHeader("x-amz-security-token").ifPresent(SEEN::add);
      context
          .httpRequest()
          .firstMatchingHeader("Authorization")
          .map(text -> text.replaceAll(".*Credential=([^/]+)/.*", "$1"))
          .ifPresent(SEEN::add);
    }
  }

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*", "lake/other/*"));
    lake.upload("/alice/in/a", "text");
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  private static void job(FileSystem fs) throws IOException {
    S3AFixture.read(fs, "/alice/in/a");
    assertThat(fs.listStatus(new Path("/alice/in"))).hasSize(1);
    S3AFixture.write(fs, "/alice/out/b", "text");
    assertThat(fs.rename(new Path("/alice/out"), new Path("/alice/renamed"))).isTrue();
    S3AFixture.read(fs, "/alice/renamed/b");
    assertThat(fs.delete(new Path("/alice/renamed"), true)).isTrue();
    S3AFixture.write(fs, "/other/c", "text");
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void a_healthy_job_logs_that_it_is_active_and_what_it_did_and_nothing_else() throws IOException {
    List<String> messages;
    try (LibraryLog log = LibraryLog.atInfo()) {
      try (S3AFileSystem fs = lake.open(ALICE)) {
        job(fs);
      }
      messages = log.messages();
    }
    assertThat(messages).hasSize(2);
    assertThat(messages.get(0)).startsWith("S3 Access Grants active for s3a://lake: ");
    Matcher closed = CLOSED.matcher(messages.get(1));
    assertThat(closed.matches()).as(messages.get(1)).isTrue();
    long requests = Long.parseLong(closed.group(1));
    assertThat(requests).isEqualTo(lake.s3CallsOf(ALICE).entries().size());
    assertThat(Long.parseLong(closed.group(2))).isEqualTo(requests - 2);
    assertThat(closed.group(3)).isEqualTo("2");
    assertThat(closed.group(4)).isEqualTo("0");
    assertThat(closed.group(5)).isEqualTo("0");
  }

  @Test
  void the_last_file_system_to_close_says_what_all_of_them_did() throws IOException {
    try (LibraryLog log = LibraryLog.atInfo()) {
      Configuration fallback = lake.grants(ALICE);
      fallback.setBoolean("fs.s3a.accessgrants.fallback", true);
      S3AFileSystem one = lake.open(ALICE);
      S3AFileSystem other = lake.open(fallback);
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(one, "/bob/f"));
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(other, "/bob/f"));
      one.close();
      assertThat(log.linesOf(ClosingLine.class)).isEmpty();
      other.close();
      assertThat(log.linesOf(ClosingLine.class))
          .singleElement()
          .asString()
          .matches(
              ".*closed: \\d+ requests \\(0 from the cache\\), 0 vends, [1-9]\\d* refusals,"
                  + " [1-9]\\d* fallbacks, waited .* s");
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void at_debug_each_vend_and_each_decision_that_is_not_from_the_cache_has_a_line()
      throws IOException {
    List<String> messages;
    SignerRecorder.SEEN.clear();
    Configuration conf = lake.grants(ALICE);
    conf.set(
        "fs.s3a.audit.execution.interceptors",
        AccessGrantsInterceptor.class.getName() + "," + SignerRecorder.class.getName());
    try (LibraryLog log = LibraryLog.atDebug()) {
      try (S3AFileSystem fs = lake.open(conf)) {
        job(fs);
        assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/bob/f"));
      }
      messages = log.messages();
      assertThat(SignerRecorder.SEEN).hasSizeGreaterThanOrEqualTo(4);
      assertThat(log.text()).doesNotContain(ALICE.secretKey()).doesNotContain(SignerRecorder.SEEN);
    }
    assertThat(messages.stream().filter(line -> line.startsWith("Vended ")))
        .hasSize(2)
        .allMatch(
            line ->
                line.matches(
                    "Vended READWRITE on s3://lake/(alice|other)/\\* until \\S+Z by the service's"
                        + " clock, 3[56]\\d\\d s from now; asked for READWRITE on"
                        + " s3://lake/(alice|other)/\\* for \\S+, took \\d+ ms, request ID \\S+"));
    assertThat(messages.stream().filter(line -> line.startsWith("Not vended ")))
        .isNotEmpty()
        .allMatch(
            line ->
                line.matches(
                    "Not vended \\(DENIED\\): asked for READ on s3://lake/bob/f(/\\*)? for \\S+, took"
                        + " \\d+ ms, request ID \\S+: .*"));
    assertThat(messages)
        .anyMatch(
            line ->
                line.matches(
                    "Decided on READ on s3://lake/alice/in/a for \\S+ \\(s3a op=op_open span=\\S+\\):"
                        + " signed with vended credentials, READWRITE on s3://lake/alice/\\* until"
                        + " \\S+Z"))
        .anyMatch(
            line -> line.matches("Decided on READ on s3://lake/bob/f for .*: refused: DENIED, .*"));
  }
}
