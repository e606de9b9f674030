package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The job's requests to S3 and Access Grants, counted from the emulator's journal. All requests
 * that the administrator did not send belong to the job.
 */
final class JobRequests {

  /** Calls of GetDataAccess that are alike. */
  record DataAccess(String target, String permission, String outcome) {
    static final String GRANTED = "granted";
    static final String DENIED = "denied";

    static DataAccess of(JsonNode call) {
      int status = call.path("status").asInt();
      return new DataAccess(
          call.path("target").asText(),
          call.path("permission").asText(),
          status == 200 ? GRANTED : status == 403 ? DENIED : "HTTP " + status);
    }

    /** If so, and its permission and target begin like this. */
    boolean isDenied(String start) {
      return outcome.equals(DENIED) && (permission + " " + target).startsWith(start);
    }
  }

  private final Map<String, Signers> s3 = new TreeMap<>();
  private final Signers total = new Signers();
  private final Map<DataAccess, Integer> dataAccess =
      new TreeMap<>(
          Comparator.comparing(DataAccess::target)
              .thenComparing(DataAccess::permission)
              .thenComparing(DataAccess::outcome));

  private JobRequests() {}

  /** Counts the entries of the journal that the emulator returns. */
  static JobRequests of(Iterable<JsonNode> entries, String administrator) {
    JobRequests requests = new JobRequests();
    for (JsonNode entry : entries) {
      if (!entry.path("principal").asText().equals(administrator)) {
        requests.add(entry);
      }
    }
    return requests;
  }

  private void add(JsonNode entry) {
    String operation = entry.path("operation").asText();
    if (entry.path("service").asText().equals("s3")) {
      String signer = entry.path("signer").asText();
      s3.computeIfAbsent(operation, key -> new Signers()).add(signer);
      total.add(signer);
    } else if (operation.equals("GetDataAccess")) {
      dataAccess.merge(DataAccess.of(entry), 1, Integer::sum);
    }
  }

  /** The S3 requests. */
  Signers s3() {
    return total;
  }

  /** The calls of GetDataAccess, by target. */
  Map<DataAccess, Integer> dataAccess() {
    return Collections.unmodifiableMap(dataAccess);
  }

  int dataAccessCalls() {
    return dataAccess.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many calls of GetDataAccess ended so. */
  int dataAccessCalls(String outcome) {
    return dataAccess.entrySet().stream()
        .filter(calls -> calls.getKey().outcome().equals(outcome))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Both tables, of S3 requests and of GetDataAccess calls. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format("%-44s %s", "S3 requests, signed with credentials", Signers.header()));
    s3.forEach((operation, by) -> lines.add(String.format("%-44s %s", operation, by)));
    lines.add("");
    lines.add(
        String.format("%-44s %-10s %-8s %8s", "GetDataAccess target", "permission", "", "calls"));
    dataAccess.forEach(
        (call, calls) ->
            lines.add(
                String.format(
                    "%-44s %-10s %-8s %8d",
                    call.target(), call.permission(), call.outcome(), calls)));
    return lines;
  }

  /**
   * The first way in which the requests break the promises of the example; empty if they keep them.
   *
   * @param mustBeDenied permission and beginning of the target, such as {@code READ
   *     s3://lake/carol/}
   */
  Optional<String> objection(List<String> mustBeDenied) {
    if (total.base() + total.other() > 0) {
      return Optional.of(
          total.base()
              + " requests signed with base credentials, "
              + total.other()
              + " with none that are valid");
    }
    if (total.vended() == 0) {
      return Optional.of("no request signed with vended credentials");
    }
    return mustBeDenied.stream()
        .filter(start -> dataAccess.keySet().stream().noneMatch(call -> call.isDenied(start)))
        .findFirst()
        .map(missing -> "Access Grants did not deny " + missing);
  }
}
