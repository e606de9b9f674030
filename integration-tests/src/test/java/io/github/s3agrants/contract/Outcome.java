package io.github.s3agrants.contract;

/**
 * How one test of a suite ended.
 *
 * @param test the suite, the method and, if the test has parameters, their values
 * @param result {@code passed}, {@code skipped}, or the class of the exception that it failed with
 * @param message the exception's message in one line; empty if it passed
 */
record Outcome(String test, String result, String message) {
  static final String PASSED = "passed";
  static final String SKIPPED = "skipped";

  /** The outcome of a test that ran in the other mode only. */
  static Outcome absent(String test) {
    return new Outcome(test, "not run", "");
  }

  boolean failed() {
    return !result.equals(PASSED) && !result.equals(SKIPPED);
  }

  /** The result and message, for a failure message. */
  String text() {
    return message.isEmpty() ? result : result + ": " + message;
  }

  /** The tab-separated line of a file, which {@link #parse} reads. */
  String line() {
    return String.join("\t", test, result, message);
  }

  static Outcome parse(String line) {
    String[] fields = line.split("\t", -1);
    return new Outcome(fields[0], fields[1], fields[2]);
  }
}
