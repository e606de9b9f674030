package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints of the journal: {@code /emulator/journal} and {@code /emulator/summary}. */
final class JournalEndpoint {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JournalRecorder journal;

  JournalEndpoint(JournalRecorder journal) {
    this.journal = journal;
  }

  ControlResponse calls(ControlRequest call) throws AwsException {
    List<JournalEntry> entries = selected(call).entries();
    Optional<String> last = call.parameter("last");
    if (last.isPresent()) {
      int most = number("last", last.get()).intValue();
      entries = entries.subList(Math.max(0, entries.size() - Math.max(0, most)), entries.size());
    }
    return ControlResponse.json(
        JSON.writeValueAsBytes(entries.stream().map(JournalEndpoint::row).toList()));
  }

  ControlResponse summary(ControlRequest call) throws AwsException {
    return ControlResponse.json(JSON.writeValueAsBytes(summary(selected(call))));
  }

  ControlResponse forget() {
    journal.reset();
    return ControlResponse.noContent();
  }

  private Journal selected(ControlRequest call) throws AwsException {
    Journal selected = journal.snapshot();
    Optional<String> since = call.parameter("since");
    if (since.isPresent()) {
      selected = selected.since(number("since", since.get()));
    }
    Optional<String> principal = call.parameter("principal");
    return principal.isEmpty() ? selected : selected.principal(principal.get());
  }

  private static Long number(String name, String text) throws AwsException {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw Fields.invalid(
          name, name.equals("since") ? "must be a sequence number" : "must be a number");
    }
  }

  private static Map<String, @Nullable Object> row(JournalEntry entry) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("sequence", entry.sequence());
    row.put("time", entry.time().toString());
    row.put("service", entry.service().id());
    row.put("operation", entry.operation());
    row.put("principal", entry.principal());
    row.put("signer", entry.signer().name());
    row.put("accessKeyId", entry.accessKeyId());
    row.put("userAgent", entry.userAgent());
    row.put("bucket", entry.bucket());
    row.put("key", entry.key());
    row.put("prefix", entry.prefix());
    DataAccessCall access = entry.dataAccess();
    if (access != null) {
      row.put("target", access.target());
      row.put("targetType", access.targetType());
      row.put("permission", access.permission());
      row.put("privilege", access.privilege());
      row.put("durationSeconds", access.durationSeconds());
      row.put("auditContext", access.auditContext());
    }
    row.put("status", entry.status());
    row.put("errorCode", entry.errorCode());
    row.put("latencyMillis", entry.latency().toNanos() / 1_000_000.0);
    return row;
  }

  private static Map<String, Object> summary(Journal journal) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put(
        "s3",
        counts(
            journal.service(Service.S3),
            List.of("operation", "signer", "principal"),
            entry -> List.of(entry.operation(), entry.signer().name(), text(entry.principal()))));
    summary.put(
        "getDataAccess",
        counts(
            journal.filter(entry -> entry.dataAccess() != null),
            List.of("target", "permission"),
            JournalEndpoint::targetAndPermission));
    summary.put(
        "other",
        counts(
            journal.filter(entry -> entry.service() != Service.S3 && entry.dataAccess() == null),
            List.of("operation"),
            entry -> List.of(entry.operation())));
    summary.put("dropped", journal.dropped());
    return summary;
  }

  private static List<String> targetAndPermission(JournalEntry entry) {
    DataAccessCall access = entry.dataAccess();
    return access == null
        ? List.of("", "")
        : List.of(text(access.target()), text(access.permission()));
  }

  /** Rows with the named columns and a count, ordered by the columns. */
  private static List<Map<String, Object>> counts(
      Journal journal, List<String> columns, Function<JournalEntry, List<String>> values) {
    Map<List<String>, Integer> counts =
        new TreeMap<>((left, right) -> String.join("\0", left).compareTo(String.join("\0", right)));
    journal.entries().forEach(entry -> counts.merge(values.apply(entry), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(
            count -> {
              Map<String, Object> row = new LinkedHashMap<>();
              for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), count.getKey().get(i));
              }
              row.put("count", count.getValue());
              return Collections.unmodifiableMap(row);
            })
        .toList();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
