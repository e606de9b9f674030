package io.github.s3agrants.contract;

/**
 * How one test of a suite ended.
 *
 * @param test suite, method and, if it runs with several parameters, which
 * @param result {@code passed}, {@code skipped}, or the class of the exception with which it failed
 * @param message what the exception says, in one line; empty if it passed
 */
record Outcome(String test, String result, String message) {
  static final String PASSED = "passed";
  static final String SKIPPED = "skipped";

  /** Of a test that was run elsewhere only. */
  static Outcome absent(String test) {
    return new Outcome(test, "not run", "");
  }

  boolean failed() {
    return !result.equals(PASSED) && !result.equals(SKIPPED);
  }

  /** For people. */
  String text() {
    return message.isEmpty() ? result : result + ": " + message;
  }

  /** For files. */
  String line() {
    return String.join("\t", test, result, message);
  }

  static Outcome parse(String line) {
    String[] fields = line.split("\t", -1);
    return new Outcome(fields[0], fields[1], fields[2]);
  }
}
