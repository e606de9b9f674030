package io.github.s3agrants.tools;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The arguments of {@link AuditReport}.
 *
 * @param cloudTrail files or folders of CloudTrail records
 * @param accessLogs files or folders of S3 server access logs
 * @param csv the folder to write each line of the report to, as CSV
 * @param parquet the folder to write each line of the report to, as Parquet
 */
record AuditOptions(
    List<String> cloudTrail,
    List<String> accessLogs,
    Optional<String> csv,
    Optional<String> parquet) {

  static final String USAGE =
      "usage: AuditReport --cloudtrail PATH[,PATH]... --access-logs PATH[,PATH]... [--csv FOLDER]"
          + " [--parquet FOLDER]";
  private static final List<String> NAMES =
      List.of("--cloudtrail", "--access-logs", "--csv", "--parquet");

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException saying what is wrong, and what is allowed
   */
  static AuditOptions parse(String... arguments) {
    TreeMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(name + ": unknown option; " + USAGE);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + ": needs a value; " + USAGE);
      }
      if (values.put(name, arguments[i + 1]) != null) {
        throw new IllegalArgumentException(name + ": given twice; " + USAGE);
      }
    }
    return new AuditOptions(
        paths(values, "--cloudtrail"),
        paths(values, "--access-logs"),
        Optional.ofNullable(values.get("--csv")),
        Optional.ofNullable(values.get("--parquet")));
  }

  private static List<String> paths(TreeMap<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": is required; " + USAGE);
    }
    return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
  }
}
