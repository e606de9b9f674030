package io.github.s3agrants.mistakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.fixture.AtOnce;
import io.github.s3agrants.testing.Slow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each mistake shows within seconds, with S3A's default retries, and says what it is. All are made
 * at the same time, because most of the slow ones only wait.
 */
@Slow
@Tag(TestServices.WAITS)
class MistakesTest {
  /** Each mistake has a lake of its own. */
  private static final AtOnce<String, Ending> ENDINGS = new AtOnce<>(24);

  /** What a job got, and when. */
  private record Ending(@Nullable Throwable failure, Duration took) {}

  @BeforeAll
  static void makeAll() {
    for (Mistake mistake : byDuration()) {
      ENDINGS.start(mistake.name(), () -> make(mistake));
    }
  }

  /** The slowest first. */
  private static List<Mistake> byDuration() {
    return Mistakes.all().stream()
        .sorted((one, other) -> other.bound().compareTo(one.bound()))
        .toList();
  }

  @AfterAll
  static void stop() {
    ENDINGS.close();
  }

  private static Ending make(Mistake mistake) throws Exception {
    try (Scene scene = mistake.prepare()) {
      Instant begun = Instant.now();
      @Nullable Throwable failure = null;
      try {
        scene.run();
      } catch (Throwable e) {
        failure = e;
      }
      return new Ending(failure, Duration.between(begun, Instant.now()));
    }
  }

  static Stream<Mistake> mistakes() {
    return byDuration().stream();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shows_in_seconds_and_says_what_it_is(Mistake mistake) throws Exception {
    Ending ending = ENDINGS.get(mistake.name());
    System.out.printf("MistakesTest: %s: %d ms%n", mistake, ending.took.toMillis());
    assertThat(ending.failure).isInstanceOf(mistake.failure());
    String text = messages(ending.failure);
    assertThat(mistake.words()).allSatisfy(word -> assertThat(text).contains(word));
    assertThat(mistake.details()).allSatisfy(detail -> assertThat(text).contains(detail));
    assertThat(ending.took).isLessThan(mistake.bound());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void is_found_in_troubleshooting_by_its_words(Mistake mistake) throws IOException {
    String page = TroubleshootingPage.text();
    assertThat(mistake.words()).isNotEmpty().allSatisfy(word -> assertThat(page).contains(word));
  }

  @Test
  void there_are_at_least_25_with_those_of_the_class_path() {
    assertThat(Mistakes.all()).hasSizeGreaterThanOrEqualTo(25);
    assertThat(Mistakes.all()).extracting(Mistake::name).doesNotHaveDuplicates();
  }

  /** What the mistakes of a clock need: that nothing tells the SDK the services' time. */
  @ParameterizedTest
  @ValueSource(ints = {20, -20})
  void a_wrong_clock_does_not_matter_if_the_services_tell_their_time(int minutes) throws Exception {
    try (Scene scene = new Scene()) {
      CallerMistakes.skewed(scene, minutes);
      scene.call(Scene.WRITE);
      assertThatCode(scene::run).doesNotThrowAnyException();
    }
  }

  private static String messages(@Nullable Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }
}
