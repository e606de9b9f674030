package io.github.s3agrants.application;

import io.github.s3agrants.credentials.Usage;
import io.github.s3agrants.credentials.UsageRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the processes of an application have used, as far as they have reported it. Thread-safe. */
public final class ApplicationUsage {
  /** The most executors that are counted. */
  private static final int MOST_EXECUTORS = 100_000;

  /** The most lines of a table, besides its head and foot. */
  private static final int MOST_LINES = 200;

  /** The reports of the first executors, as many as have room in a table. By number. */
  private final NavigableMap<String, UsageReport> shown =
      new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(id -> id));

  private int linesShown;

  /** The lines of all other executors. */
  private final Map<String, Integer> linesLeft = new HashMap<>();

  synchronized void add(UsageReport report) {
    String executor = report.executor();
    if (shown.size() + linesLeft.size() >= MOST_EXECUTORS
        && !shown.containsKey(executor)
        && !linesLeft.containsKey(executor)) {
      return;
    }
    if (linesLeft.containsKey(executor)) {
      linesLeft.put(executor, report.rows().size());
      return;
    }
    UsageReport before = shown.put(executor, report);
    linesShown += report.rows().size() - (before == null ? 0 : before.rows().size());
    // The last one has no room if those before it fill the table.
    while (linesShown - shown.lastEntry().getValue().rows().size() >= MOST_LINES) {
      UsageReport last = shown.pollLastEntry().getValue();
      linesShown -= last.rows().size();
      linesLeft.put(last.executor(), last.rows().size());
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
    shown.values().forEach(report -> add(lines, "executor " + report.executor(), report));
    long left =
        lines.size() - MOST_LINES + linesLeft.values().stream().mapToLong(Integer::longValue).sum();
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
