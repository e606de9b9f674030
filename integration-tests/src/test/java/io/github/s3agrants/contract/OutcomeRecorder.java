package io.github.s3agrants.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Collects the outcome of each test, under the same name with JUnit 4 as with JUnit 5. */
final class OutcomeRecorder implements TestExecutionListener {
  /** The parameter of the only suite that has one, in the display name of the tests' container. */
  private static final Pattern PARAMETER = Pattern.compile("(?:Buffer type : |buffer-)(\\w+)");

  private final List<Outcome> outcomes = new ArrayList<>();
  private @Nullable TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, Outcome.SKIPPED, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Throwable thrown = result.getThrowable().orElse(null);
    if (result.getStatus() == Status.SUCCESSFUL) {
      // Of containers, only failures are recorded.
      if (test.isTest()) {
        add(test, Outcome.PASSED, "");
      }
    } else if (result.getStatus() == Status.ABORTED) {
      add(test, Outcome.SKIPPED, message(thrown));
    } else {
      add(test, thrown == null ? "failed" : thrown.getClass().getName(), message(thrown));
    }
  }

  /** All outcomes so far, sorted by name. */
  List<Outcome> outcomes() {
    return outcomes.stream().sorted(Comparator.comparing(Outcome::test)).toList();
  }

  private void add(TestIdentifier test, String result, String message) {
    outcomes.add(new Outcome(name(test), result, message));
  }

  private static String message(@Nullable Throwable thrown) {
    return thrown == null || thrown.getMessage() == null
        ? ""
        : thrown.getMessage().replaceAll("\\s+", " ");
  }

  private String name(TestIdentifier test) {
    Optional<TestSource> source = test.getSource();
    String name = test.getDisplayName();
    if (source.isPresent() && source.get() instanceof MethodSource method) {
      name = suite(method.getClassName()) + "." + method.getMethodName();
    } else if (source.isPresent() && source.get() instanceof ClassSource type) {
      name = suite(type.getClassName());
    }
    Matcher parameter = PARAMETER.matcher(displayNames(test));
    return parameter.find() ? name + "[" + parameter.group(1) + "]" : name;
  }

  private String displayNames(TestIdentifier test) {
    StringBuilder names = new StringBuilder();
    Optional<TestIdentifier> each = Optional.of(test);
    while (each.isPresent()) {
      names.append(each.get().getDisplayName()).append('\n');
      each = plan == null ? Optional.empty() : plan.getParent(each.get());
    }
    return names.toString();
  }

  private static String suite(String className) {
    return className.substring(className.lastIndexOf('$') + 1);
  }
}
