package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;

/**
 * S3A has no way to hand something to a signer, of which the SDK makes one for each request. What
 * it needs comes with the credentials, so that it never matters who makes what on which thread.
 */
class ManyFileSystemsIT {
  private static final int THREADS = 64;

  @Test
  void opened_at_once_each_signs_for_its_own_caller() throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*").accept(builder);
              S3AFixture.grant(BOB, Permission.READWRITE, "lake/bob/*").accept(builder);
            })) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      CyclicBarrier together = new CyclicBarrier(THREADS);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Principal who = i % 2 == 0 ? ALICE : BOB;
        int number = i;
        all.add(
            threads.submit(
                () -> {
                  together.await();
                  as(who, () -> use(lake, who, number));
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      threads.shutdown();
      for (JournalEntry call : lake.emulator.journal().service(Service.S3).entries()) {
        assertThat(call.signer()).isEqualTo(SignerKind.VENDED);
        // A list has no key.
        assertThat(call.key() == null ? call.principal() + "/" : call.key())
            .startsWith(call.principal() + "/");
      }
      assertThat(lake.vendsOf(ALICE))
          .filteredOn(call -> call.contains("s3://lake/alice/"))
          .containsExactly("READWRITE s3://lake/alice/*");
      assertThat(lake.vendsOf(BOB))
          .filteredOn(call -> call.contains("s3://lake/bob/"))
          .containsExactly("READWRITE s3://lake/bob/*");
    }
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  private static void as(Principal who, PrivilegedExceptionAction<Void> action) throws Exception {
    UserGroupInformation.createRemoteUser(who.name()).doAs(action);
  }

  private static Void use(S3AFixture lake, Principal who, int number) throws Exception {
    String other = who.name().equals("alice") ? "bob" : "alice";
    try (S3AFileSystem fs = lake.open(who)) {
      String path = "/" + who.name() + "/" + number;
      S3AFixture.write(fs, path, path);
      assertThat(S3AFixture.read(fs, path)).isEqualTo(path);
      try {
        S3AFixture.write(fs, "/" + other + "/" + number, "x");
        throw new AssertionError("wrote as " + other);
      } catch (AccessDeniedException e) {
        assertThat(e).hasMessageContaining("user/" + who.name());
      }
    }
    return null;
  }
}
