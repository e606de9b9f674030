package io.github.s3agrants.model;

import io.github.s3agrants.fixture.Tree;
import java.io.IOException;

/** One call, to be made below whatever directory it is given. Immutable. */
record TreeOperation(String text, Call call) {

  /** Makes the call; what it returns has a meaningful {@code toString}. */
  interface Call {
    Object on(Tree tree) throws IOException;
  }

  /** What came of it, as it must be on every tree: the value returned, or the exception's class. */
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
