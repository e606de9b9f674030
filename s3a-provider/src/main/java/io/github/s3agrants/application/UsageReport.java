package io.github.s3agrants.application;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.credentials.Usage;
import io.github.s3agrants.credentials.UsageRow;
import java.net.ProtocolException;
import java.util.List;

/** What one executor has used since its start. A later report replaces it. Immutable. */
public final class UsageReport {
  /** The most rows of what was used, and of what was refused. */
  private static final int MOST_ROWS = 100;

  private final String executor;
  private final List<UsageRow> rows;

  private UsageReport(String executor, List<UsageRow> rows) {
    this.executor = requireNonNull(executor, "executor");
    this.rows = List.copyOf(rows);
  }

  /**
   * The report of a process.
   *
   * @param executor the id that Spark gave to it
   */
  public static UsageReport of(String executor, Usage usage) {
    return new UsageReport(executor, usage.rows(MOST_ROWS));
  }

  String executor() {
    return executor;
  }

  List<UsageRow> rows() {
    return rows;
  }

  /** The report as a message for the driver. */
  public byte[] toMessage() {
    MessageWriter out =
        new MessageWriter().number(Messages.VERSION).name(Messages.Type.USAGE).text(executor);
    out.number(rows.size());
    for (UsageRow row : rows) {
      out.text(row.path().bucket())
          .path(row.path())
          .name(row.permission())
          .number(row.vends())
          .number(row.requests())
          .number(row.bytes())
          .flag(row.refused());
    }
    return out.toBytes();
  }

  static UsageReport read(MessageReader in) throws ProtocolException {
    UsageReport report = new UsageReport(in.text(), in.list(UsageReport::readRow));
    in.end();
    return report;
  }

  private static UsageRow readRow(MessageReader in) throws ProtocolException {
    return new UsageRow(
        in.path(in.text()),
        in.name(Permission.class),
        in.longNumber(),
        in.longNumber(),
        in.longNumber(),
        in.flag());
  }
}
