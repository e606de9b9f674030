package io.github.s3agrants.emulator.junit;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.Journal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs an emulator for the tests of a JUnit Jupiter class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final AccessGrantsEmulatorExtension EMULATOR =
 *     AccessGrantsEmulatorExtension.with(
 *         builder -> builder.principal(alice).bucket("lake").location("s3://", role));
 * }</pre>
 *
 * <p>In a static field, one emulator serves all tests of the class: it starts before the first test
 * and is closed after the last. In an instance field, each test has its own emulator. Before each
 * test, the journal is cleared and the faults are reset to those of the builder. Buckets, objects,
 * grants and vended credentials stay as the previous test left them.
 *
 * <p>The tests of the class must run one after the other, because they share the journal and the
 * faults.
 */
public final class AccessGrantsEmulatorExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  /** Describes an emulator, such as {@code builder -> builder.bucket("lake")}. */
  @FunctionalInterface
  public interface Configuration {
    /**
     * Adds the settings.
     *
     * @throws IOException if a configuration file cannot be read
     */
    void describe(EmulatorBuilder builder) throws IOException;
  }

  private final Configuration configuration;
  private @Nullable AccessGrantsEmulator running;
  private boolean forAll;

  private AccessGrantsEmulatorExtension(Configuration configuration) {
    this.configuration = configuration;
  }

  /** An extension whose emulators have this configuration. */
  public static AccessGrantsEmulatorExtension with(Configuration configuration) {
    return new AccessGrantsEmulatorExtension(configuration);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    // JUnit calls this for nested classes too. The outermost class starts and closes the emulator.
    if (running == null) {
      running = started();
      forAll = true;
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (running == null) {
      running = started();
    } else {
      running.resetJournal();
      running.faults().reset();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (!forAll) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    boolean outermost = context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
    if (outermost) {
      close();
      forAll = false;
    }
  }

  /**
   * The emulator of the running test.
   *
   * @throws IllegalStateException before the first test and after the last
   */
  public AccessGrantsEmulator emulator() {
    AccessGrantsEmulator now = running;
    if (now == null) {
      throw new IllegalStateException("the emulator runs during tests only");
    }
    return now;
  }

  /** The URLs of the services. Throws as {@link #emulator()}. */
  public Endpoints endpoints() {
    return emulator().endpoints();
  }

  /**
   * All settings that a file system of Hadoop's S3A needs to call as one of the principals.
   *
   * @throws IllegalArgumentException if no principal has this name
   * @throws IllegalStateException before the first test and after the last
   */
  public Map<String, String> hadoopConfiguration(String principal) {
    return emulator().hadoopConfiguration(principal);
  }

  /** The calls since the running test began. Throws as {@link #emulator()}. */
  public Journal journal() {
    return emulator().journal();
  }

  /** The injected faults. Throws as {@link #emulator()}. */
  public Faults faults() {
    return emulator().faults();
  }

  private AccessGrantsEmulator started() throws IOException {
    EmulatorBuilder builder = AccessGrantsEmulator.builder();
    configuration.describe(builder);
    return builder.start();
  }

  private void close() throws IOException {
    AccessGrantsEmulator now = running;
    running = null;
    if (now != null) {
      now.close();
    }
  }
}
