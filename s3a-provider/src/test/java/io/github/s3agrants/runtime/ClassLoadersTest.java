package io.github.s3agrants.runtime;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.LibraryThreads;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A JVM with the library in more than one class loader, as in application servers. */
class ClassLoadersTest {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private S3AFixture lake;

  /** Loads all classes but the library's. */
  private static final class Others extends ClassLoader {
    Others() {
      super(ClassLoadersTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.github.s3agrants.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  /** A second class loader of the library with its core, which are one jar on a cluster. */
  private static URLClassLoader another() {
    return new URLClassLoader(
        new URL[] {
          locationOf(AccessGrantsCredentialsProvider.class), locationOf(VendingEngine.class)
        },
        new Others());
  }

  private static URL locationOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  private Closeable open(ClassLoader library) throws ReflectiveOperationException {
    Class<?> type = library.loadClass(AccessGrantsCredentialsProvider.class.getName());
    Configuration conf = lake.grants(ALICE);
    conf.setClassLoader(library);
    return (Closeable)
        type.getConstructor(URI.class, Configuration.class)
            .newInstance(URI.create("s3a://lake/"), conf);
  }

  private static boolean isThere(String name) throws JMException {
    return BEANS.isRegistered(new ObjectName(name));
  }

  @Test
  void each_has_statistics_of_its_own_and_takes_them_along_only() throws Exception {
    String plain = "io.github.s3agrants:type=AccessGrants";
    String second = plain + ",id=2";
    try (URLClassLoader elsewhere = another()) {
      Closeable here = open(ClassLoadersTest.class.getClassLoader());
      Closeable there = open(elsewhere);
      assertThat(there.getClass()).isNotEqualTo(here.getClass());
      assertThat(isThere(plain)).isTrue();
      assertThat(isThere(second)).isTrue();
      assertThat(sources()).containsExactly("S3AccessGrants", "S3AccessGrants2");
      there.close();
      assertThat(isThere(plain)).isTrue();
      assertThat(isThere(second)).isFalse();

      assertThat(sources()).containsExactly("S3AccessGrants");

      there = open(elsewhere);
      here.close();
      assertThat(sources()).containsExactly("S3AccessGrants2");
      assertThat(isThere(plain)).isFalse();
      assertThat(isThere(second)).isTrue();
      here = open(ClassLoadersTest.class.getClassLoader());
      assertThat(isThere(plain)).isTrue();
      here.close();
      there.close();
      assertThat(isThere(plain)).isFalse();
      assertThat(isThere(second)).isFalse();
      assertThat(sources()).isEmpty();
    }
  }

  /** The library's sources in Hadoop's metrics. */
  private static List<String> sources() {
    return Stream.of("S3AccessGrants", "S3AccessGrants2", "S3AccessGrants3")
        .filter(name -> DefaultMetricsSystem.instance().getSource(name) != null)
        .toList();
  }

  @Test
  void threads_hold_nothing_of_the_first_caller() throws Exception {
    try (URLClassLoader applications = new URLClassLoader(new URL[0]);
        S3AFileSystem fs = lake.open(ALICE)) {
      FutureTask<String> read = new FutureTask<>(() -> S3AFixture.read(fs, "/alice/f"));
      Thread caller = new Thread(read);
      caller.setContextClassLoader(applications);
      caller.start();
      assertThat(read.get()).isEqualTo("text");
      List<Thread> ours = LibraryThreads.alive();
      assertThat(ours).extracting(Thread::getName).anyMatch(name -> name.contains("timer"));
      assertThat(ours)
          .extracting(Thread::getContextClassLoader)
          .containsOnly(AccessGrantsRuntime.class.getClassLoader());
    }
  }

  @Test
  void the_sdks_threads_hold_the_sdk_alone() throws Exception {
    try (URLClassLoader elsewhere = another();
        URLClassLoader applications = new URLClassLoader(new URL[0])) {
      FutureTask<Closeable> open = new FutureTask<>(() -> open(elsewhere));
      Thread caller = new Thread(open);
      caller.setContextClassLoader(applications);
      caller.start();
      try (Closeable provider = requireNonNull(open.get())) {
        caller.join();
        assertThat(provider.getClass().getClassLoader()).isSameAs(elsewhere);
        assertThat(Thread.getAllStackTraces().keySet())
            .extracting(Thread::getContextClassLoader)
            .doesNotContain(applications, elsewhere);
      }
    }
  }

  @Test
  void threads_inherit_no_thread_locals() throws Exception {
    InheritableThreadLocal<String> callers = new InheritableThreadLocal<>();
    callers.set("the caller's");
    AtomicReference<String> seen = new AtomicReference<>();
    Thread thread =
        new DaemonThreads("test-").newThread(() -> seen.set(String.valueOf(callers.get())));
    thread.start();
    thread.join();
    assertThat(seen).hasValue("null");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("test-1");
  }
}
