package io.github.s3agrants.tables;

import io.github.s3agrants.emulator.api.Principal;
import java.util.ArrayList;
import java.util.List;

/** Steps in their order. Not thread-safe. */
final class Workload {

  /** What a step does; the text is what it has found, the same on both sides. */
  @FunctionalInterface
  interface Action {
    String on(StepRun run) throws Exception;
  }

  /** How a step ends. */
  enum Expected {
    WORKS,
    /** Refused on both sides. */
    REFUSED,
    /** Refused by the grants, which are narrower than the user's permissions on the other side. */
    BEYOND_GRANTS
  }

  /**
   * A step.
   *
   * @param user who makes it
   */
  record Step(String name, Principal user, Expected expected, Action action) {
    boolean refused() {
      return expected != Expected.WORKS;
    }
  }

  private final List<Step> steps = new ArrayList<>();
  private Principal user = Lakehouse.OWNER;

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The next steps are of this user, until another is named; at first it is the owner. */
  Workload as(Principal next) {
    user = next;
    return this;
  }

  /** A step that works. */
  Workload step(String name, Action action) {
    steps.add(new Step(name, user, Expected.WORKS, action));
    return this;
  }

  /** A step of anybody, which works. */
  Workload works(Principal who, String name, Action action) {
    steps.add(new Step(name, who, Expected.WORKS, action));
    return this;
  }

  /** A step of anybody, which is refused. */
  Workload refused(Principal who, String name, Action action) {
    steps.add(new Step(name, who, Expected.REFUSED, action));
    return this;
  }

  /** Statements that work, one after the other. */
  Workload sql(String name, String... statements) {
    return step(name, all(statements));
  }

  /** A step of one who may only read, which works. */
  Workload reads(String name, String... statements) {
    return reads(name, all(statements));
  }

  /** A step of one who may only read, which works. */
  Workload reads(String name, Action action) {
    return works(Lakehouse.READER, name, action);
  }

  /** A step of one who may only read, which is refused. */
  Workload refused(String name, String... statements) {
    return refused(name, all(statements));
  }

  /** A step of one who may only read, which is refused. */
  Workload refused(String name, Action action) {
    return refused(Lakehouse.READER, name, action);
  }

  /** A step that takes more than the user is granted. */
  Workload beyond(String name, String... statements) {
    return beyond(name, all(statements));
  }

  /** A step that takes more than the user is granted. */
  Workload beyond(String name, Action action) {
    steps.add(new Step(name, user, Expected.BEYOND_GRANTS, action));
    return this;
  }

  /** The same steps, each with this before it. */
  Workload eachAfter(Runnable first) {
    Workload all = new Workload();
    for (Step step : steps) {
      Action both =
          run -> {
            first.run();
            return step.action().on(run);
          };
      all.steps.add(new Step(step.name(), step.user(), step.expected(), both));
    }
    return all;
  }

  static Action all(String... statements) {
    return run -> {
      StringBuilder found = new StringBuilder();
      for (String statement : statements) {
        found.append(run.sql(statement));
      }
      return found.toString();
    };
  }
}
