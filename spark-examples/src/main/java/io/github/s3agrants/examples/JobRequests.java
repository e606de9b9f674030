package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the job asked of S3 and of Access Grants, counted from the emulator's journal. Whatever the
 * administrator did not send is the job's.
 */
final class JobRequests {

  /** S3 requests of one operation, by who signed them. */
  private static final class Signers {
    private int vended;
    private int base;
    private int other;
  }

  private final TreeMap<String, Signers> s3 = new TreeMap<>();
  private final TreeMap<String, Integer> dataAccess = new TreeMap<>();
  private int vended;
  private int base;
  private int other;
  private int dataAccessCalls;
  private final Set<String> denied = new TreeSet<>();

  private JobRequests() {}

  /** Counts journal entries: an array of objects as the emulator answers them. */
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
      addS3(operation, entry.path("signer").asText());
    } else if (operation.equals("GetDataAccess")) {
      addDataAccess(entry);
    }
  }

  private void addS3(String operation, String signer) {
    Signers signers = s3.computeIfAbsent(operation, key -> new Signers());
    switch (signer) {
      case "VENDED" -> {
        signers.vended++;
        vended++;
      }
      case "BASE" -> {
        signers.base++;
        base++;
      }
      default -> {
        signers.other++;
        other++;
      }
    }
  }

  private void addDataAccess(JsonNode call) {
    int status = call.path("status").asInt();
    String permission = call.path("permission").asText();
    if (status == 403) {
      denied.add(permission + " " + call.path("target").asText());
    }
    String outcome = status == 200 ? "granted" : status == 403 ? "denied" : "HTTP " + status;
    dataAccess.merge(
        String.format("%-44s %-10s %-8s", call.path("target").asText(), permission, outcome),
        1,
        Integer::sum);
    dataAccessCalls++;
  }

  int dataAccessCalls() {
    return dataAccessCalls;
  }

  /** Both tables. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%-44s %8s %8s %8s",
            "S3 requests, signed with credentials", "vended", "base", "other"));
    s3.forEach(
        (operation, by) ->
            lines.add(String.format("%-44s %8d %8d %8d", operation, by.vended, by.base, by.other)));
    lines.add("");
    lines.add(
        String.format("%-44s %-10s %-8s %8s", "GetDataAccess target", "permission", "", "calls"));
    dataAccess.forEach((call, calls) -> lines.add(String.format("%s %8d", call, calls)));
    return lines;
  }

  /**
   * Why this is not what the example promises; empty if it is.
   *
   * @param mustBeDenied permission and start of the target, such as {@code READ s3://lake/carol/}
   */
  Optional<String> objection(List<String> mustBeDenied) {
    if (base + other > 0) {
      return Optional.of(
          base + " requests signed with base credentials, " + other + " with none that are valid");
    }
    if (vended == 0) {
      return Optional.of("no request signed with vended credentials");
    }
    return mustBeDenied.stream()
        .filter(start -> denied.stream().noneMatch(call -> call.startsWith(start)))
        .findFirst()
        .map(missing -> "Access Grants did not deny " + missing);
  }
}
