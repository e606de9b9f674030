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

  /**
   * @param user who makes it
   * @param refused true if one who may only read is refused it
   */
  record Step(String name, Principal user, boolean refused, Action action) {}

  private final List<Step> steps = new ArrayList<>();

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** A step of the owner. */
  Workload step(String name, Action action) {
    steps.add(new Step(name, Lakehouse.OWNER, false, action));
    return this;
  }

  /** Statements of the owner, one after the other. */
  Workload sql(String name, String... statements) {
    return step(name, all(statements));
  }

  /** A step of one who may only read, which works. */
  Workload reads(String name, String... statements) {
    return reads(name, all(statements));
  }

  /** A step of one who may only read, which works. */
  Workload reads(String name, Action action) {
    steps.add(new Step(name, Lakehouse.READER, false, action));
    return this;
  }

  /** A step of one who may only read, which is refused. */
  Workload refused(String name, String... statements) {
    return refused(name, all(statements));
  }

  /** A step of one who may only read, which is refused. */
  Workload refused(String name, Action action) {
    steps.add(new Step(name, Lakehouse.READER, true, action));
    return this;
  }

  private static Action all(String... statements) {
    return run -> {
      StringBuilder found = new StringBuilder();
      for (String statement : statements) {
        found.append(run.sql(statement));
      }
      return found.toString();
    };
  }
}
