package io.github.s3agrants.emulator.junit;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.testkit.EmulatorClients;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;

/** The annotation with a file of the class path, and what tests get of it. */
@AccessGrantsEmulatorTest(config = "classpath:alice.yaml")
final class AnnotatedClassTest {
  private static final Set<Endpoints> SEEN = new HashSet<>();

  private final AccessGrantsEmulator constructed;
  private final Journal journal;

  AnnotatedClassTest(AccessGrantsEmulator emulator, Journal journal) {
    this.constructed = emulator;
    this.journal = journal;
  }

  @BeforeAll
  static void before_all(AccessGrantsEmulator emulator, Endpoints endpoints) {
    assertThat(emulator.endpoints()).isEqualTo(endpoints);
    SEEN.add(endpoints);
  }

  /** In a nested class with an emulator of its own, it gets that one. */
  @BeforeEach
  void before_each(AccessGrantsEmulator emulator) {
    assertThat(emulator.journal().isEmpty()).isTrue();
  }

  @RepeatedTest(3)
  void one_emulator_whose_journal_and_faults_are_reset(
      AccessGrantsEmulator emulator, Endpoints endpoints, Faults faults, Journal live) {
    SEEN.add(endpoints);
    assertThat(SEEN).hasSize(1);
    assertThat(emulator).isSameAs(constructed);
    assertThat(faults).isSameAs(emulator.faults());
    assertThat(faults.plan().operations()).containsOnlyKeys(S3Operation.LIST_BUCKETS);
    assertThat(live.isEmpty()).isTrue();
    try (EmulatorClients clients = new EmulatorClients(endpoints)) {
      clients.s3(ALICE).putObject(r -> r.bucket("lake").key("a"), RequestBody.fromString("x"));
    }
    assertThat(live.count("PutObject")).isEqualTo(1);
    assertThat(journal.count("PutObject")).isEqualTo(1);
    faults.set(S3Operation.GET_OBJECT, Fault.denied());
  }

  /** Uses the outer class's emulator. */
  @Nested
  final class Inside {
    @Test
    void the_same(AccessGrantsEmulator emulator) {
      assertThat(emulator).isSameAs(constructed);
      assertThat(emulator.journal().isEmpty()).isTrue();
    }
  }

  /** Has an emulator of its own. */
  @Nested
  @AccessGrantsEmulatorTest(customizer = BobsLake.class)
  final class Apart {
    @Test
    void another(AccessGrantsEmulator emulator, Journal own) {
      assertThat(emulator).isNotSameAs(constructed);
      try (EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
        clients.s3(BOB).headBucket(r -> r.bucket("bobs-lake"));
      }
      assertThat(own.principal("bob").count("HeadBucket")).isEqualTo(1);
      assertThat(journal.count("HeadBucket")).isZero();
    }
  }

  /** With one instance for all tests, JUnit calls the constructor before anything else. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @AccessGrantsEmulatorTest(config = "src/test/resources/alice.yaml", customizer = BobsLake.class)
  final class OneInstance {
    private final Endpoints endpoints;

    OneInstance(Endpoints endpoints) {
      this.endpoints = endpoints;
    }

    @RepeatedTest(2)
    void file_and_customizer(AccessGrantsEmulator emulator) {
      assertThat(emulator.endpoints()).isEqualTo(endpoints);
      try (EmulatorClients clients = new EmulatorClients(endpoints)) {
        clients.s3(ALICE).headBucket(r -> r.bucket("lake"));
        clients.s3(BOB).headBucket(r -> r.bucket("bobs-lake"));
      }
      assertThat(emulator.journal().count("HeadBucket")).isEqualTo(2);
    }
  }

  static final class BobsLake implements AccessGrantsEmulatorExtension.Configuration {
    @Override
    public void describe(EmulatorBuilder builder) {
      builder.principal(BOB.withS3("s3://bobs-lake", Permission.READ)).bucket("bobs-lake");
    }
  }
}
