package io.github.s3agrants.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.fixture.AtOnce;
import io.github.s3agrants.mistakes.Mistake;
import io.github.s3agrants.mistakes.Mistakes;
import io.github.s3agrants.mistakes.Scene;
import io.github.s3agrants.testing.Slow;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The doctor finds each mistake that users make, and says the words by which the documentation has
 * it. All are examined at the same time, because the slow ones only wait.
 */
@Slow
@Tag(TestServices.WAITS)
@Tag(TestServices.LISTS_CALLER_GRANTS)
class DoctorMistakesTest {
  private static final AtOnce<String, DoctorRun> RUNS = new AtOnce<>(16);

  @BeforeAll
  static void examineAll() {
    for (Mistake mistake : Mistakes.all()) {
      RUNS.start(mistake.name(), () -> examine(mistake));
    }
  }

  @AfterAll
  static void stop() {
    RUNS.close();
  }

  private static DoctorRun examine(Mistake mistake) throws Exception {
    try (Scene scene = mistake.prepare()) {
      return DoctorRun.with(scene.conf(), scene.path().toString(), "--write");
    }
  }

  static List<Mistake> mistakes() {
    return Mistakes.all();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void finds(Mistake mistake) throws Exception {
    DoctorRun run = RUNS.get(mistake.name());
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(Level.FAILED.exitStatus());
    String said = String.join("\n", run.lines("WARNING", "FAILED", "         Remedy: "));
    assertThat(mistake.words()).allSatisfy(word -> assertThat(said).contains(word));
  }
}
