package io.github.s3agrants.application;

import io.github.s3agrants.credentials.Usage;
import io.github.s3agrants.credentials.UsageRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the processes of an application have used, as far as they have reported it. Thread-safe. */
public final class ApplicationUsage {
  /** The most executors that are kept apart. Those beyond are not shown. */
  private static final int MOST_EXECUTORS = 10_000;

  /** The most lines of a table, besides its head and foot. */
  private static final int MOST_LINES = 200;

  /** Executors are numbered. */
  private final Map<String, UsageReport> reports =
      new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(id -> id));

  synchronized void add(UsageReport report) {
    if (reports.size() < MOST_EXECUTORS || reports.containsKey(report.executor())) {
      reports.put(report.executor(), report);
    }
  }

  /**
   * A table for the log: for each process the grants that it used and what it was refused, and how
   * many GetDataAccess calls the driver made.
   *
   * @param driver the driver's own use; its vends are the calls of the application
   */
  public synchronized String table(Usage driver) {
    List<String> lines = new ArrayList<>();
    UsageReport own = UsageReport.of("driver", driver);
    add(lines, "driver", own);
    reports.values().forEach(report -> add(lines, "executor " + report.executor(), report));
    int left = lines.size() - MOST_LINES;
    StringBuilder table = new StringBuilder("S3 Access Grants in this application:\n");
    table.append(
        line(
            "process",
            "permission",
            "scope of the grant, or what was refused",
            "vended",
            "requests",
            "bytes"));
    lines.stream().limit(MOST_LINES).forEach(table::append);
    if (left > 0) {
      table.append(String.format(Locale.ROOT, "  ... and %,d lines more\n", left));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "  GetDataAccess calls: %,d granted, %,d refused, all by the driver",
            own.rows().stream().filter(row -> !row.refused()).mapToLong(UsageRow::vends).sum(),
            own.rows().stream().filter(UsageRow::refused).mapToLong(UsageRow::vends).sum()));
    return table.toString();
  }

  private static void add(List<String> lines, String process, UsageReport report) {
    for (UsageRow row : report.rows()) {
      lines.add(
          line(
              process,
              row.permission().name(),
              row.path().toString(),
              row.refused() ? "refused" : number(row.vends()),
              row.refused() ? "" : number(row.requests()),
              row.refused() ? "" : number(row.bytes())));
    }
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String line(Object... columns) {
    return String.format(Locale.ROOT, "  %-12s %-10s %-44s %7s %9s %15s", columns).stripTrailing()
        + "\n";
  }
}
