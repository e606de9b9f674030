package io.github.s3agrants.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When questions are asked again. */
class PollPacerTest {
  private final PollPacer pacer =
      new PollPacer(Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC));

  private static Answer waitedFor(long millis) {
    return Answer.pending(Duration.ofMillis(millis));
  }

  private static Duration pause(Answer answer) {
    return answer.value(Answer.Kind.PENDING, Duration.class);
  }

  @Test
  void as_long_as_the_answer_has_been_waited_for() {
    assertThat(pacer.pause(0)).isEqualTo(Duration.ofMillis(10));
    assertThat(pacer.pause(300)).isEqualTo(Duration.ofMillis(300));
    assertThat(pacer.pause(60_000)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void the_questions_of_a_message_are_asked_again_together_and_the_youngest_decides() {
    List<Answer> paced =
        pacer.paced(List.of(waitedFor(900), Answer.below(true), waitedFor(50), waitedFor(300)));
    assertThat(paced.get(1).value(Answer.Kind.BELOW, Boolean.class)).isTrue();
    assertThat(List.of(pause(paced.get(0)), pause(paced.get(2)), pause(paced.get(3))))
        .containsOnly(Duration.ofMillis(50));
  }

  @Test
  void messages_without_a_pending_answer_take_no_room() {
    for (int i = 0; i < 10_000; i++) {
      List<Answer> answers = List.of(Answer.below(true));
      assertThat(pacer.paced(answers)).isSameAs(answers);
    }
    assertThat(pacer.pause(0)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void many_messages_are_spread_however_many_questions_each_has() {
    List<Answer> twenty =
        IntStream.range(0, 20).mapToObj(i -> waitedFor(0)).collect(Collectors.toList());
    List<Duration> pauses =
        IntStream.range(0, 6000)
            .mapToObj(i -> pause(pacer.paced(twenty).get(0)))
            .collect(Collectors.toList());
    assertThat(pauses).isSorted();
    assertThat(pauses.get(5999)).isBetween(Duration.ofMillis(990), Duration.ofMillis(1020));
    for (int i = 0; i < 10_000; i++) {
      pacer.paced(twenty);
    }
    assertThat(pacer.pause(0)).isEqualTo(Duration.ofSeconds(2));
  }
}
