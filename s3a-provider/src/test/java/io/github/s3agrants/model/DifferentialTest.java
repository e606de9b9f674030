package io.github.s3agrants.model;

import static io.github.s3agrants.emulator.api.MissingKey.FORBIDDEN;
import static io.github.s3agrants.emulator.api.MissingKey.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.model.TwoTrees.Difference;
import io.github.s3agrants.model.TwoTrees.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sequences of file system operations have the same outcome under a grant of one prefix,
 * with fallback off, as with base credentials that may do anything: the same values, exceptions and
 * objects.
 *
 * <p>The test prints its random seed; {@code -Ddifferential.seed} repeats it. {@code
 * -Ddifferential.operations} sets the length of each sequence.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialTest {
  private static final String CLASSIC = "fs.s3a.input.stream.type=classic";
  private static final int OPERATIONS = Integer.getInteger("differential.operations", 1_250);

  private final long seed = Long.getLong("differential.seed", new Random().nextInt());
  private Path local = Path.of("");
  private int made;

  static List<Setup> setups() {
    return List.of(
        Setup.of(NOT_FOUND),
        Setup.of(FORBIDDEN),
        Setup.of(NOT_FOUND, CLASSIC, "fs.s3a.create.performance=true"),
        Setup.of(FORBIDDEN, CLASSIC, "fs.s3a.performance.flags=create,delete,mkdir"),
        Setup.of(NOT_FOUND, CLASSIC, "fs.s3a.multiobjectdelete.enable=false"),
        Setup.of(FORBIDDEN, CLASSIC, "fs.s3a.multiobjectdelete.enable=false"),
        Setup.of(
            NOT_FOUND,
            CLASSIC,
            "fs.s3a.paging.maximum=2",
            "fs.s3a.bulk.delete.page.size=2",
            "fs.s3a.etag.checksum.enabled=true"),
        Setup.of(FORBIDDEN, CLASSIC, "fs.s3a.accessgrants.denied.ttl=0"),
        Setup.of(NOT_FOUND, CLASSIC, "fs.s3a.accessgrants.grants.discovery=off"),
        Setup.of(FORBIDDEN, CLASSIC).withoutListOfGrants());
  }

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    local = directory;
    System.out.println("DifferentialTest: -Ddifferential.seed=" + seed);
    Files.writeString(local.resolve("file"), "local");
    Files.createDirectories(local.resolve("directory/b"));
    Files.writeString(local.resolve("directory/a"), "local a");
    Files.writeString(local.resolve("directory/b/c"), "local c");
  }

  @AfterAll
  void enough() {
    System.out.println("DifferentialTest: " + made + " operations on both trees");
  }

  @ParameterizedTest
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @MethodSource("setups")
  void a_grant_of_one_prefix_is_as_good_as_all_permissions(Setup setup) throws IOException {
    long own = seed + setups().indexOf(setup);
    List<TreeOperation> operations =
        new TreeOperations(own, local.resolve("file").toFile(), local.resolve("directory").toFile())
            .next(OPERATIONS);
    Optional<Difference> difference = differenceIn(setup, operations);
    made += operations.size();
    assertThat(difference.map(found -> explain(setup, operations, found)).orElse(""))
        .as("-Ddifferential.seed=%d, %s", seed, setup)
        .isEmpty();
  }

  private static Optional<Difference> differenceIn(Setup setup, List<TreeOperation> operations)
      throws IOException {
    try (TwoTrees trees = new TwoTrees(setup)) {
      return trees.firstDifference(operations);
    }
  }

  /** Describes the shortest failing sequence that a limited search finds. */
  private static String explain(
      Setup setup, List<TreeOperation> operations, Difference difference) {
    List<TreeOperation> shortest = operations.subList(0, difference.operations());
    String text = difference.text();
    long end = System.nanoTime() + 40_000_000_000L;
    try {
      for (int size = shortest.size() / 2; size > 0; size /= 2) {
        for (int from = 0; from + size <= shortest.size() && System.nanoTime() < end; ) {
          List<TreeOperation> without = new ArrayList<>(shortest);
          without.subList(from, from + size).clear();
          Optional<Difference> again = differenceIn(setup, without);
          if (again.isPresent()) {
            shortest = without.subList(0, again.get().operations());
            text = again.get().text();
          } else {
            from += size;
          }
        }
      }
    } catch (IOException e) {
      text += "\n" + e;
    }
    StringBuilder lines = new StringBuilder();
    shortest.forEach(operation -> lines.append("\n  ").append(operation));
    return lines + "\n  " + text;
  }
}
