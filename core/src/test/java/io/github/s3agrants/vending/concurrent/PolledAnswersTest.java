package io.github.s3agrants.vending.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.concurrent.PolledAnswers.Polled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Answers for those who ask again until they are there. */
class PolledAnswersTest {
  private final ManualClock clock = new ManualClock();
  private final List<String> dropped = new ArrayList<>();
  private final PolledAnswers<String, String> answers =
      new PolledAnswers<>(clock, true, 10, dropped::add);
  private final List<CompletableFuture<String>> loads = new ArrayList<>();

  private Polled<String> ask() {
    return answers.ask(
        "question",
        () -> {
          CompletableFuture<String> load = new CompletableFuture<>();
          loads.add(load);
          return load;
        });
  }

  @Test
  void an_answer_is_loaded_once_however_often_it_is_asked_for() {
    Polled<String> first = ask();
    assertThat(first.isDone()).isFalse();
    assertThrows(IllegalStateException.class, first::get);
    clock.advance(Duration.ofSeconds(3));
    assertThat(ask().ageMillis()).isEqualTo(3000);
    loads.get(0).complete("answer");
    assertThat(ask().get()).isEqualTo("answer");
    assertThat(loads).hasSize(1);
  }

  @Test
  void a_failure_stays_five_seconds_for_those_who_ask_again() {
    ask();
    loads.get(0).completeExceptionally(new AccessGrantsException(Kind.UNAVAILABLE, "down"));
    answers.forget("question", ask());
    clock.advance(Duration.ofMillis(4999));
    AccessGrantsException failure = assertThrows(AccessGrantsException.class, () -> ask().get());
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(loads).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(ask().isDone()).isFalse();
    assertThat(loads).hasSize(2);
  }

  @Test
  void what_is_thrown_when_loading_starts_is_a_failure_too() {
    Polled<String> polled =
        answers.ask(
            "question",
            () -> {
              throw new OutOfMemoryError("no thread");
            });
    assertThat(assertThrows(AccessGrantsException.class, polled::get).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void an_answer_is_forgotten_unless_another_has_taken_its_place() {
    Polled<String> first = ask();
    loads.get(0).complete("first");
    answers.forget("question", first);
    assertThat(dropped).containsExactly("first");
    Polled<String> second = ask();
    loads.get(1).complete("second");
    answers.forget("question", first);
    assertThat(ask()).isSameAs(second);
    answers.clear();
    assertThat(dropped).containsExactly("first", "second");
  }

  @Test
  void an_answer_that_may_change_stays_as_long_as_a_failure() {
    PolledAnswers<String, String> changing = new PolledAnswers<>(clock, false, 10, dropped::add);
    Polled<String> first =
        changing.ask("question", () -> CompletableFuture.completedFuture("first"));
    clock.advance(Duration.ofMillis(4999));
    assertThat(changing.ask("question", CompletableFuture::new)).isSameAs(first);
    clock.advance(Duration.ofMillis(1));
    Polled<String> second = changing.ask("question", CompletableFuture::new);
    assertThat(second.isDone()).isFalse();
    changing.forget("question");
    assertThat(changing.ask("question", CompletableFuture::new)).isSameAs(second);
  }

  @Test
  void the_number_of_answers_is_limited() {
    for (int i = 0; i < 1000; i++) {
      answers.ask("question " + i, () -> CompletableFuture.completedFuture("answer"));
    }
    assertThat(dropped).hasSizeGreaterThan(900);
  }
}
