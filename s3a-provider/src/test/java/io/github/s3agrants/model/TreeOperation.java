package io.github.s3agrants.model;

import io.github.s3agrants.fixture.Tree;
import java.io.IOException;
import java.util.List;

/** One call that can be made on any tree. Immutable. */
record TreeOperation(String text, Call call) {
  private static final List<String> READING =
      List.of("exists", "is", "open", "get", "list", "globStatus", "access");

  /** Makes the call and returns a value with a meaningful {@code toString}. */
  interface Call {
    Object on(Tree tree) throws IOException;
  }

  /** Whether it only looks: neither writes nor deletes, and opens nothing that stays open. */
  boolean isReadOnly() {
    return READING.stream().anyMatch(text::startsWith);
  }

  /**
   * The outcome, which must be the same on every tree: the returned value or the exception's class.
   */
  String outcomeOn(Tree tree) {
    try {
      return "returned " + call.on(tree);
    } catch (IOException | RuntimeException e) {
      return "threw " + e.getClass().getName();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
