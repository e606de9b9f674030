package io.github.s3agrants.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.credentials.VendedCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each credentials travel once in a message, whatever they are an answer to. */
class RepeatedCredentialsTest {
  private static final int GRANTS = 20;

  private final List<VendedCredentials> all = new ArrayList<>();

  RepeatedCredentialsTest() {
    Instant now = Instant.parse("2026-11-26T12:00:00Z");
    for (int i = 0; i < GRANTS; i++) {
      all.add(
          VendedCredentials.of(
              S3Path.prefix("b", "g" + i + "/"),
              Permission.READ,
              SigningCredentials.session("ASIA" + i, "secret", "token", Optional.empty()),
              now,
              now.plus(Duration.ofHours(1))));
    }
  }

  /** Credentials, and all the others along with them. */
  private Answer answer(int grant) {
    VendedCredentials credentials = all.get(grant);
    return Answer.vended(
        VendedAnswer.of(
            credentials,
            all.stream()
                .filter(other -> other != credentials)
                .map(
                    other ->
                        new VendedAnswer.Other(
                            Access.of("GetObject", Permission.READ, other.scope()), other))
                .collect(Collectors.toList())));
  }

  private static VendedAnswer vended(Answer answer) {
    return answer.value(Answer.Kind.VENDED, VendedAnswer.class);
  }

  private static List<VendedCredentials> others(Answer answer) {
    return vended(answer).others().stream()
        .map(VendedAnswer.Other::credentials)
        .collect(Collectors.toList());
  }

  @Test
  void one_answer_brings_all_others() {
    List<Answer> answers = Answer.withoutRepeats(List.of(answer(7)));
    assertThat(vended(answers.get(0)).credentials()).isSameAs(all.get(7));
    assertThat(others(answers.get(0))).hasSize(GRANTS - 1).doesNotContain(all.get(7));
  }

  @Test
  void each_answer_brings_its_own_and_what_no_other_brings() {
    Answer below = Answer.below(true);
    List<Answer> answers = Answer.withoutRepeats(List.of(answer(0), below, answer(1), answer(0)));
    assertThat(others(answers.get(0))).containsExactlyElementsOf(all.subList(2, GRANTS));
    assertThat(answers.get(1)).isSameAs(below);
    assertThat(vended(answers.get(2)).credentials()).isSameAs(all.get(1));
    assertThat(others(answers.get(2))).isEmpty();
    assertThat(vended(answers.get(3)).credentials()).isSameAs(all.get(0));
    assertThat(others(answers.get(3))).isEmpty();
  }
}
