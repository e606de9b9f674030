package io.github.s3agrants.emulator.junit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Classes that JUnit is asked to run here, and what it says of them. */
final class AnnotationMistakesTest {
  private static final AtomicReference<@Nullable Endpoints> STARTED = new AtomicReference<>();

  private static Events run(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(testClass))
        .execute()
        .allEvents();
  }

  private static void assertFails(Class<?> testClass, String message) {
    Throwable failure =
        run(testClass).failed().stream()
            .findFirst()
            .orElseThrow()
            .getRequiredPayload(TestExecutionResult.class)
            .getThrowable()
            .orElseThrow();
    assertThat(failure).hasMessageContaining(message);
  }

  @Test
  void says_what_is_wrong() {
    assertFails(NothingCase.class, "@AccessGrantsEmulatorTest: config or customizer is required");
    assertFails(NoFileCase.class, "@AccessGrantsEmulatorTest: none.yaml: there is no such file");
    assertFails(
        NoResourceCase.class,
        "@AccessGrantsEmulatorTest: classpath:none.yaml: there is no such resource");
  }

  /** JUnit makes no callback then. */
  @Test
  void a_constructor_that_fails_leaves_no_emulator_behind() {
    STARTED.set(null);
    assertFails(ConstructorCase.class, "as it should");
    assertClosed();
  }

  @Test
  void an_emulator_is_closed_after_its_class() {
    STARTED.set(null);
    assertThat(run(PassingCase.class).failed().count()).isZero();
    assertClosed();
  }

  private static void assertClosed() {
    int port = requireNonNull(STARTED.get()).s3().getPort();
    assertThatIOException()
        .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  /** The class path of a build tool often has jars only. */
  @Test
  void a_resource_in_a_jar(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("resources.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("in-a-jar.yaml"));
      out.write(Files.readAllBytes(Path.of("src", "test", "resources", "alice.yaml")));
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      assertThat(run(InJarCase.class).failed().count()).isZero();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @AccessGrantsEmulatorTest
  static final class NothingCase {
    @Test
    void never() {}
  }

  @AccessGrantsEmulatorTest(config = "none.yaml")
  static final class NoFileCase {
    @Test
    void never() {}
  }

  @AccessGrantsEmulatorTest(config = "classpath:none.yaml")
  static final class NoResourceCase {
    @Test
    void never() {}
  }

  @AccessGrantsEmulatorTest(config = "classpath:/in-a-jar.yaml")
  static final class InJarCase {
    @Test
    void knows_alice(Endpoints endpoints) {
      assertThat(endpoints.s3().getPort()).isPositive();
    }
  }

  @AccessGrantsEmulatorTest(config = "classpath:alice.yaml")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static final class ConstructorCase {
    ConstructorCase(Endpoints endpoints) {
      STARTED.set(endpoints);
      throw new IllegalStateException("as it should");
    }

    @Test
    void never() {}
  }

  @AccessGrantsEmulatorTest(customizer = Alice.class)
  static final class PassingCase {
    @Test
    void passes(Endpoints endpoints) {
      STARTED.set(endpoints);
    }
  }

  static final class Alice implements AccessGrantsEmulatorExtension.Configuration {
    @Override
    public void describe(EmulatorBuilder builder) {
      builder.principal(TestPrincipals.ALICE);
    }
  }
}
