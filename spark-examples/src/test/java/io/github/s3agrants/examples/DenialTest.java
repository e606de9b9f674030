package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

/** {@link Denial} accepts an AccessDeniedException and nothing else. */
class DenialTest {

  @Test
  void finds_the_denial_among_the_causes() {
    RuntimeException failure =
        new IllegalStateException(
            "Job aborted", new UncheckedIOException(new AccessDeniedException("no grant\nat all")));

    assertThat(
            Denial.of(
                "writing",
                () -> {
                  throw failure;
                }))
        .isEqualTo("no grant");
  }

  /** As Spark reports a failed task whose exception it could not pass on. */
  @Test
  void finds_the_denial_in_the_stack_trace_of_a_task() {
    RuntimeException failure =
        new IllegalStateException(
            "Writing job aborted",
            new IllegalStateException(
                "Task 0 failed: java.io.UncheckedIOException: Failed to close\n\tat some.Writer\n"
                    + "Caused by: java.nio.file.AccessDeniedException: no grant\n\tat some.Client"));

    assertThat(
            Denial.of(
                "writing",
                () -> {
                  throw failure;
                }))
        .isEqualTo("no grant");
  }

  @Test
  void refuses_any_other_failure() {
    RuntimeException failure = new UncheckedIOException(new FileNotFoundException("no such file"));

    assertThatThrownBy(
            () ->
                Denial.of(
                    "reading",
                    () -> {
                      throw failure;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reading failed, but not for want of a grant")
        .hasCause(failure);
  }

  @Test
  void refuses_success() {
    assertThatThrownBy(() -> Denial.of("reading", () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reading was allowed, though there is no grant for it");
  }
}
