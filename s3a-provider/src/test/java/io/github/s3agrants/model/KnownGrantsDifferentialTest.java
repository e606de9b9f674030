package io.github.s3agrants.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.model.GrantedWorld.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random calls under random grants end alike whether the library knows the caller's grants or asks
 * path by path, wherever the latter gives an answer. {@link KnownDifference} lists the exceptions.
 * Where it is refused, what the other answers is what somebody sees who may do anything. No request
 * is signed wrongly in either.
 *
 * <p>The worlds are the same each time. {@code -Ddifferential.seed} chooses others, and {@code
 * -Ddifferential.worlds} sets how many sets of grants there are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag(TestServices.LISTS_CALLER_GRANTS)
class KnownGrantsDifferentialTest {
  private static final int WORLDS = Integer.getInteger("differential.worlds", 6);
  private static final int OPERATIONS = 60;
  private static final List<String> ELEMENTS = List.of("a", "b", "c", "a b");

  private static final List<Permission> PERMISSIONS = List.of(Permission.values());

  private final long seed = Long.getLong("differential.seed", -1953599666);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private Path local = Path.of("");

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    local = directory;
    System.out.println("KnownGrantsDifferentialTest: -Ddifferential.seed=" + seed);
    Files.writeString(local.resolve("file"), "local");
    Files.createDirectories(local.resolve("directory/b"));
    Files.writeString(local.resolve("directory/a"), "local a");
  }

  @AfterAll
  void enough() {
    System.out.println("KnownGrantsDifferentialTest: " + outcomes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void known_grants_change_no_answer(boolean listsGranted) throws IOException {
    for (int number = 0; number < WORLDS; number++) {
      long own = seed + number;
      Random random = new Random(own);
      List<Grant> grants = grants(random);
      List<TreeOperation> operations =
          new TreeOperations(
                  own, local.resolve("file").toFile(), local.resolve("directory").toFile())
              .next(OPERATIONS);
      try (GrantedWorld world = new GrantedWorld(grants, objects(random), listsGranted)) {
        for (TreeOperation operation : operations) {
          compare(
              listsGranted, world, operation, own + ", " + grants + ", objects " + world.objects());
        }
        assertThat(world.wronglySigned()).as("%s", own).isEmpty();
      }
    }
  }

  private void compare(
      boolean listsGranted, GrantedWorld world, TreeOperation operation, String before) {
    String truth = operation.isReadOnly() ? operation.outcomeOn(world.truth) : "";
    String asking = operation.outcomeOn(world.asking);
    String knowing = operation.outcomeOn(world.knowing);
    Optional<KnownDifference> difference =
        KnownDifference.of(
            operation,
            asking,
            knowing,
            truth,
            operation.isReadOnly() || world.treesAreEqual(),
            listsGranted,
            world.grantsObjects());
    assertThat(difference)
        .as(
            "%s%n %s%n path by path %s%n known %s%n in truth %s%n now %s",
            before, operation, asking, knowing, truth, world.objects())
        .isPresent();
    outcomes.merge(difference.get().reason(), 1, Integer::sum);
    if (difference.get() != KnownDifference.EQUAL) {
      world.copyToAsking();
    }
  }

  private static List<Grant> grants(Random random) {
    List<Grant> grants = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      String name = name(random, random.nextInt(3));
      String scope =
          switch (random.nextInt(8)) {
            case 0 -> "*";
            case 1 -> name + "*";
            case 2, 3 -> name;
            default -> name + "/*";
          };
      grants.add(new Grant(scope, PERMISSIONS.get(random.nextInt(PERMISSIONS.size()))));
    }
    return grants;
  }

  private static List<String> objects(Random random) {
    List<String> objects = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      objects.add(name(random, random.nextInt(4)));
    }
    return objects;
  }

  private static String name(Random random, int depth) {
    String element = ELEMENTS.get(random.nextInt(ELEMENTS.size()));
    return depth == 0 ? element : element + "/" + name(random, depth - 1);
  }
}
