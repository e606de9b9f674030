package io.github.s3agrants.contract;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.fixture.TestedDoor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hadoop's FileSystem contract suites have the same outcomes with base credentials that may do
 * anything as with vended credentials of one READWRITE grant, with fallback off.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractSuitesIT {
  /** The number of JVMs that run at the same time. */
  private static final int AT_ONCE = 2;

  private static final int MINUTES = 10;

  /**
   * The class path entries that Spark does not have: the library, the suites and what runs them.
   */
  private static final Pattern OF_THE_TESTS =
      Pattern.compile(
          "/(test-classes/?|s3a-access-grants-[^/]*\\.jar|hadoop-common-[^/]*-tests\\.jar"
              + "|access-grants-emulator(-[^/]*)?-testkit\\.jar"
              + "|(junit|hamcrest|opentest4j|apiguardian|jspecify)[^/]*\\.jar)$");

  private static final String HADOOP = VersionInfo.getVersion();
  private static final Path DIRECTORY = Path.of(System.getProperty("contract.directory"));

  private final Map<ContractMode, Map<String, Outcome>> outcomes =
      new EnumMap<>(ContractMode.class);

  static List<ContractMode> modes() {
    return ContractMode.of(HADOOP);
  }

  static Stream<ContractMode> vendedModes() {
    return modes().stream().filter(ContractMode::vended);
  }

  @BeforeAll
  @Timeout(value = 2 * MINUTES, unit = TimeUnit.MINUTES)
  void runAllSuites() throws Exception {
    ExecutorService jvms = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Map<ContractMode, Future<List<Outcome>>> runs = new EnumMap<>(ContractMode.class);
      for (ContractMode mode : modes()) {
        runs.put(mode, jvms.submit(() -> run(mode)));
      }
      for (Map.Entry<ContractMode, Future<List<Outcome>>> run : runs.entrySet()) {
        outcomes.put(
            run.getKey(),
            run.getValue().get().stream()
                .collect(toMap(Outcome::test, o -> o, ContractSuitesIT::twice, TreeMap::new)));
      }
    } finally {
      jvms.shutdownNow();
    }
  }

  private static Outcome twice(Outcome one, Outcome other) {
    throw new IllegalStateException("one name for two tests: " + one + ", " + other);
  }

  @ParameterizedTest
  @MethodSource("vendedModes")
  void vended_credentials_end_each_test_as_plain_ones_do(ContractMode vended) {
    Map<String, Outcome> plain = of(vended.plain());
    List<String> differences = new ArrayList<>();
    TreeSet<String> tests = new TreeSet<>(plain.keySet());
    tests.addAll(of(vended).keySet());
    for (String test : tests) {
      Outcome with = of(vended).getOrDefault(test, Outcome.absent(test));
      Outcome without = plain.getOrDefault(test, Outcome.absent(test));
      if (!with.result().equals(without.result())) {
        differences.add(test + "\n  plain:  " + without.text() + "\n  vended: " + with.text());
      }
    }
    assertThat(differences).as("differences on Hadoop %s, %s", HADOOP, vended.label()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void what_does_not_pass_is_known(ContractMode mode) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Outcome outcome : of(mode).values()) {
      if (!outcome.result().equals(Outcome.PASSED)) {
        found.put(outcome.test(), outcome.result());
      }
    }
    assertThat(found)
        .as("Hadoop %s, %s: %s", HADOOP, mode.label(), DIRECTORY.resolve(mode.label() + ".tsv"))
        .isEqualTo(KnownOutcomes.of(HADOOP, mode.stream()));
  }

  @Test
  void each_suite_has_run() {
    for (ContractMode mode : modes()) {
      assertThat(of(mode).keySet().stream().map(test -> test.replaceFirst("\\..*", "")))
          .as(mode.label())
          .containsAll(Suites.of(HADOOP).stream().map(Class::getSimpleName).toList());
      System.out.printf(
          "Contract suites, Hadoop %s, %s: %s%n", HADOOP, mode.label(), count(of(mode).values()));
    }
  }

  private static String count(Collection<Outcome> all) {
    long failed = all.stream().filter(Outcome::failed).count();
    long skipped = all.stream().filter(outcome -> outcome.result().equals(Outcome.SKIPPED)).count();
    return String.format(
        "%d passed, %d skipped, %d known bad", all.size() - failed - skipped, skipped, failed);
  }

  private Map<String, Outcome> of(ContractMode mode) {
    Map<String, Outcome> found = outcomes.get(mode);
    if (found == null) {
      throw new IllegalStateException(mode + " has not run");
    }
    return found;
  }

  /**
   * The class path of a run: first the AssertJ version of Hadoop's suites, then this JVM's class
   * path. With Spark, the jars of Spark's folder replace all but the library and the tests. They
   * follow the emulator's jar, whose Guava and SLF4J are newer; S3A's Guava is relocated in them.
   */
  private static String classPath() {
    String own = System.getProperty("java.class.path");
    Stream<String> entries = Arrays.stream(own.split(File.pathSeparator, -1));
    String spark = System.getProperty("tested.spark.home", "");
    if (!spark.isEmpty()) {
      entries =
          Stream.concat(
              Stream.of(System.getProperty("emulator.jar"), spark + "/jars/*"),
              entries.filter(entry -> OF_THE_TESTS.matcher(entry).find()));
    }
    return Stream.concat(Stream.of(DIRECTORY.resolve("assertj.jar").toString()), entries)
        .collect(joining(File.pathSeparator));
  }

  /** Runs one mode in its own JVM. */
  private static List<Outcome> run(ContractMode mode) throws IOException, InterruptedException {
    Path results = DIRECTORY.resolve(mode.label() + ".tsv");
    Files.deleteIfExists(results);
    Path log = DIRECTORY.resolve(mode.label() + ".log");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dtested.door=" + TestedDoor.options(),
                "-cp",
                classPath(),
                ContractRun.class.getName(),
                mode.name(),
                DIRECTORY.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!jvm.waitFor(MINUTES, TimeUnit.MINUTES) || jvm.exitValue() != 0) {
        throw new IllegalStateException(mode + " did not end well, see " + log);
      }
    } finally {
      jvm.destroyForcibly();
    }
    try (Stream<String> lines = Files.lines(results)) {
      return lines.map(Outcome::parse).toList();
    }
  }
}
