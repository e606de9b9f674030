package io.github.s3agrants.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tests that do not pass with either kind of credentials, each with its cause. The columns are
 * described in {@code contract/known.txt}.
 */
final class KnownOutcomes {
  private static final String FILE = "/contract/known.txt";
  private static final int COLUMNS = 5;

  private KnownOutcomes() {}

  /** The tests that must not pass with this Hadoop and input stream, with their results. */
  static Map<String, String> of(String hadoop, String stream) throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (String line : lines()) {
      String[] columns = line.split("\\s*\\|\\s*", -1);
      if (columns.length != COLUMNS) {
        throw new IllegalStateException(FILE + ": must have " + COLUMNS + " columns: " + line);
      }
      if (names(columns[2], hadoop)
          && names(columns[3], stream)
          && expected.put(columns[0], columns[1]) != null) {
        throw new IllegalStateException(FILE + ": occurs twice: " + columns[0]);
      }
    }
    return expected;
  }

  private static boolean names(String column, String value) {
    return column.equals("*") || Arrays.asList(column.split("\\s*,\\s*", -1)).contains(value);
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = KnownOutcomes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }
}
