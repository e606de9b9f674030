package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** A closed emulator leaves nothing behind. */
final class LifecycleTest {
  @Test
  void close_leaves_no_thread_and_no_socket() throws Exception {
    List<Thread> before = threads();
    AccessGrantsEmulator emulator =
        AccessGrantsEmulator.builder().principal(TestPrincipals.ADMIN).bucket("lake").start();
    try (EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      clients
          .s3(TestPrincipals.ADMIN)
          .putObject(r -> r.bucket("lake").key("k"), RequestBody.fromString("x"));
      clients.sts(EmulatorClients.credentials(TestPrincipals.ADMIN)).getCallerIdentity();
      emulator.close();
      emulator.close();
    }
    for (int port :
        List.of(emulator.endpoints().s3().getPort(), emulator.endpoints().sts().getPort())) {
      assertThatIOException()
          .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(ConnectException.class);
    }
    List<Thread> left = threads();
    left.removeAll(before);
    for (Thread thread : left) {
      thread.join(5_000);
    }
    assertThat(left).noneMatch(Thread::isAlive);
  }

  @Test
  void two_emulators_are_strangers() throws Exception {
    try (AccessGrantsEmulator one =
            AccessGrantsEmulator.builder().principal(TestPrincipals.ADMIN).bucket("lake").start();
        AccessGrantsEmulator two =
            AccessGrantsEmulator.builder().principal(TestPrincipals.ADMIN).bucket("lake").start();
        EmulatorClients clients = new EmulatorClients(one.endpoints())) {
      clients
          .s3(TestPrincipals.ADMIN)
          .putObject(r -> r.bucket("lake").key("k"), RequestBody.fromString("x"));
      assertThat(one.journal().size()).isEqualTo(1);
      assertThat(two.journal().isEmpty()).isTrue();
    }
  }

  /** The emulator's threads, by the thread names of its two servers. */
  private static List<Thread> threads() {
    return new ArrayList<>(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("emulator"))
            .toList());
  }
}
