package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The job's requests, counted by process from the emulator's journal. Processes are told apart by
 * {@code fs.s3a.user.agent.prefix}, with which their user agents begin.
 */
final class RequestsByProcess {

  /** S3A's user agent, and how its analytics stream writes the same. */
  private static final Pattern USER_AGENT = Pattern.compile("(.+?)(, Hadoop |__Hadoop_).*");

  private static final String NO_NAME = "(no name)";

  /** The requests of one process. */
  private static final class Requests {
    private final Signers s3 = new Signers();
    private int dataAccessCalls;
    private int otherCalls;

    void add(JsonNode entry) {
      if (entry.path("service").asText().equals("s3")) {
        s3.add(entry.path("signer").asText());
      } else if (entry.path("operation").asText().equals("GetDataAccess")) {
        dataAccessCalls++;
      } else {
        otherCalls++;
      }
    }

    int calls() {
      return dataAccessCalls + otherCalls;
    }
  }

  private final Map<String, Requests> processes = new TreeMap<>();

  private RequestsByProcess() {}

  /** Counts the entries of the journal that the administrator did not send. */
  static RequestsByProcess of(Iterable<JsonNode> entries, String administrator) {
    RequestsByProcess requests = new RequestsByProcess();
    for (JsonNode entry : entries) {
      if (!entry.path("principal").asText().equals(administrator)) {
        String process = process(entry.path("userAgent").asText());
        requests.processes.computeIfAbsent(process, key -> new Requests()).add(entry);
      }
    }
    return requests;
  }

  private static String process(String userAgent) {
    Matcher matcher = USER_AGENT.matcher(userAgent);
    return matcher.matches() ? matcher.group(1) : NO_NAME;
  }

  /** The table of processes. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%-11s %14s %17s   S3: %s",
            "process", "GetDataAccess", "other calls", Signers.header()));
    processes.forEach(
        (process, requests) ->
            lines.add(
                String.format(
                    "%-11s %14d %17d       %s",
                    process, requests.dataAccessCalls, requests.otherCalls, requests.s3)));
    return lines;
  }

  /** The first process other than {@code caller} that called Access Grants or STS, if any. */
  Optional<String> objection(String caller) {
    return processes.entrySet().stream()
        .filter(process -> !process.getKey().equals(caller) && process.getValue().calls() > 0)
        .findFirst()
        .map(
            process ->
                String.format(
                    "%s called Access Grants or STS %d times; only the %s may",
                    process.getKey(), process.getValue().calls(), caller));
  }
}
