package io.github.s3agrants.application;

import static io.github.s3agrants.emulator.api.Permission.READ;
import static io.github.s3agrants.emulator.api.Permission.READWRITE;
import static io.github.s3agrants.fixture.S3AFixture.grant;
import static io.github.s3agrants.fixture.S3AFixture.read;
import static io.github.s3agrants.fixture.S3AFixture.write;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.LibraryLog;
import io.github.s3agrants.fixture.LibraryThreads;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.DaemonThreads;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.testing.CapturedLog;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.service.ServiceStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Real file systems in a process whose vended credentials come from another one. */
class ExecutorFileSystemTest {
  private final List<Closeable> open = new ArrayList<>();
  private final S3AFixture lake;

  /** The driver's. */
  private final Configuration driver;

  private final ExecutorService driversThreads =
      Executors.newCachedThreadPool(new DaemonThreads("test-driver-"));

  ExecutorFileSystemTest() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              grant(ALICE, READWRITE, "lake/alice/*").accept(builder);
              grant(ALICE, READ, "lake/shared/*").accept(builder);
            });
    driver = lake.grants(ALICE);
  }

  /** No executor may ever create one. */
  public static final class NoProvider implements AwsCredentialsProvider {
    public NoProvider() {
      throw new AssertionError("a credentials provider was created in an executor");
    }

    @Override
    public AwsCredentials resolveCredentials() {
      throw new AssertionError("a credentials provider was asked in an executor");
    }
  }

  @BeforeEach
  void startDriverAndExecutor() throws IOException {
    lake.upload("/shared/data", "shared");
    var clock = AccessGrantsRuntime.clock();
    AccessGrantsClient services = SdkClients.create(clock);
    open.add(services::close);
    VendingEngine engine =
        new VendingEngine(
            services, driversThreads, clock, 1000, () -> ThreadLocalRandom.current().nextDouble());
    ApplicationDesk desk =
        new ApplicationDesk(
            engine,
            () -> driver,
            new ApplicationUsers(
                List.of(UserGroupInformation.getCurrentUser().getUserName()), Set::of),
            clock);
    open.add(desk);
    open.add(
        AccessGrantsRuntime.acquireAsking(
            (executor, sameClock) -> {
              ApplicationGrants grants =
                  ApplicationGrants.asking(
                      desk::answer,
                      executor,
                      sameClock,
                      new DaemonThreads("s3a-access-grants-driver-"));
              open.add(grants);
              return grants;
            },
            SdkClients::create));
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    driversThreads.shutdownNow();
    lake.close();
    for (Thread thread : LibraryThreads.alive()) {
      thread.join(30_000);
    }
    assertThat(LibraryThreads.alive()).isEmpty();
  }

  /** The configuration of an executor, which has no identity. */
  private Configuration executor() {
    Configuration conf = lake.grants(ALICE);
    conf.unset("fs.s3a.access.key");
    conf.unset("fs.s3a.secret.key");
    return conf;
  }

  private List<JournalEntry> signedByTheCaller() {
    return lake.s3CallsOf(ALICE).signer(SignerKind.BASE).entries();
  }

  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void its_line_says_that_the_driver_vends() throws Exception {
    Configuration conf = executor();
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (LibraryLog log = LibraryLog.atInfo();
        S3AFileSystem fs = lake.open(conf)) {
      read(fs, "/shared/data");
      assertThat(log.text().lines().filter(line -> line.contains("INFO")))
          .singleElement()
          .asString()
          .contains(
              "S3 Access Grants active for s3a://lake: principal "
                  + ALICE.arn()
                  + ", the driver vends (spark.plugins), fallback off, version ");
    }
  }

  @Test
  void it_reads_and_writes_with_vended_credentials_and_has_no_others() throws Exception {
    Configuration conf = executor();
    try (S3AFileSystem fs = lake.open(conf)) {
      for (int i = 0; i < 5; i++) {
        write(fs, "/alice/" + i, "text");
        assertThat(read(fs, "/alice/" + i)).isEqualTo("text");
      }
      assertThat(read(fs, "/shared/data")).isEqualTo("shared");
      assertThat(fs.rename(new Path("/alice/1"), new Path("/alice/moved"))).isTrue();
      assertThat(fs.delete(new Path("/alice/"), true)).isTrue();
      IOException refused =
          assertThrows(IOException.class, () -> write(fs, "/shared/data", "mine"));
      assertThat(refused)
          .isInstanceOf(java.nio.file.AccessDeniedException.class)
          .hasMessageContaining("user/alice")
          .hasMessageContaining("create-access-grant");
    }
    assertThat(signedByTheCaller()).isEmpty();
  }

  /** The executor knows from the driver what is granted, and asks for that alone. */
  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void one_listing_and_one_vend_for_each_grant_serve_all_that_it_does() throws Exception {
    try (S3AFileSystem fs = lake.open(executor())) {
      fs.mkdirs(new Path("/alice/a/b/c/d/e"));
      write(fs, "/alice/a/b/c/d/e/file", "text");
      assertThat(read(fs, "/alice/a/b/c/d/e/file")).isEqualTo("text");
      assertThat(fs.getFileStatus(new Path("/alice")).isDirectory()).isTrue();
      assertThat(read(fs, "/shared/data")).isEqualTo("shared");
      assertThat(fs.exists(new Path("/shared/none"))).isFalse();
      assertThat(fs.listStatus(new Path("/shared"))).hasSize(1);
    }
    assertThat(calls("ListCallerAccessGrants")).isEqualTo(1);
    assertThat(vends())
        .containsExactlyInAnyOrder("READWRITE s3://lake/alice/*", "READ s3://lake/shared/*");
    assertThat(calls("GetCallerIdentity")).isEqualTo(1);
    assertThat(calls("GetAccessGrantsInstanceForPrefix")).isEqualTo(1);
  }

  @Test
  void an_executor_with_discovery_off_does_not_have_the_grants_read() throws Exception {
    Configuration conf = executor();
    conf.set("fs.s3a.accessgrants.grants.discovery", "off");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(read(fs, "/shared/data")).isEqualTo("shared");
    }
    assertThat(calls("ListCallerAccessGrants")).isZero();
    assertThat(vends()).containsExactly("READ s3://lake/shared/data");
  }

  private int calls(String operation) {
    return lake.emulator.journal().principal(ALICE.name()).count(operation);
  }

  private List<String> vends() {
    return lake
        .emulator
        .journal()
        .principal(ALICE.name())
        .operation("GetDataAccess")
        .entries()
        .stream()
        .map(JournalEntry::dataAccess)
        .map(call -> call.permission() + " " + call.target())
        .toList();
  }

  @Test
  void no_credentials_provider_is_created() throws Exception {
    Configuration named = executor();
    named.set("fs.s3a.accessgrants.credentials.provider", NoProvider.class.getName());
    driver.set("fs.s3a.accessgrants.credentials.provider", NoProvider.class.getName());
    // The driver's would be created, and fails; the executor's is not even tried.
    try (S3AFileSystem fs = lake.open(named)) {
      assertThat(fs).isNotNull();
    }
  }

  /** Invariant 2. */
  @Test
  void fallback_has_no_effect_and_says_so() throws Exception {
    Configuration conf = executor();
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (CapturedLog log = new CapturedLog();
        S3AFileSystem fs = lake.open(conf)) {
      assertThat(log.text())
          .contains("fs.s3a.accessgrants.fallback is true, and has no effect in this executor");
      assertThrows(
          java.nio.file.AccessDeniedException.class, () -> fs.getFileStatus(new Path("/bob/x")));
    }
    assertThat(signedByTheCaller()).isEmpty();
  }

  /** Invariant 3. */
  @Test
  void a_file_system_of_another_caller_is_refused() throws Exception {
    Configuration conf = executor();
    conf.set("fs.s3a.access.key", "AKIASOMEBODYELSE0000");
    try (S3AFileSystem fs = lake.open(conf)) {
      IOException refused =
          assertThrows(IOException.class, () -> fs.getFileStatus(new Path("/shared/data")));
      assertThat(refused).hasMessageContaining("fs.s3a.access.key has another value");
    }
    assertThat(lake.emulator.journal().principal(ALICE.name()).entries()).isEmpty();
  }

  @Test
  void delegation_tokens_and_the_plugin_exclude_each_other() {
    Configuration conf = executor();
    conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    assertThat(assertThrows(ServiceStateException.class, () -> lake.open(conf)))
        .hasStackTraceContaining("the driver vends for this executor");
  }

  @Test
  void once_refused_no_file_system_can_be_opened() throws Exception {
    try (Closeable refusal = AccessGrantsRuntime.refuse("because of this")) {
      assertThat(refusal).isNotNull();
      IOException refused = assertThrows(IOException.class, () -> lake.open(executor()));
      assertThat(refused).hasMessageContaining("because of this");
    }
    try (S3AFileSystem fs = lake.open(executor())) {
      assertThat(read(fs, "/shared/data")).isEqualTo("shared");
    }
  }

  @Test
  void a_second_plugin_or_one_that_comes_late_is_told() {
    assertThat(
            assertThrows(
                IllegalStateException.class,
                () ->
                    AccessGrantsRuntime.acquireAsking(
                        (executor, clock) -> {
                          throw new AssertionError("not reached");
                        },
                        SdkClients::create)))
        .hasMessageContaining("opened already");
  }
}
