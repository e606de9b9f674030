package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.examples.JobRequests.DataAccess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The requests of several teams to S3 and Access Grants, counted from the emulator's journal. Each
 * principal is a team, except the administrator. Teams stand in the order of their first requests.
 */
final class TeamRequests {

  /** What a longer target is cut to in the table. */
  private static final int WIDTH = 64;

  /**
   * What must be seen of a team.
   *
   * @param name of the principal
   * @param grants how many the team uses; each takes one call
   * @param mustBeDenied permission and beginning of the target, such as {@code READ
   *     s3://lake/carol/}. Nothing else may be denied
   */
  record Promise(String name, int grants, List<String> mustBeDenied) {
    Promise {
      mustBeDenied = List.copyOf(mustBeDenied);
    }
  }

  private final Map<String, JobRequests> teams;

  private TeamRequests(Map<String, JobRequests> teams) {
    this.teams = teams;
  }

  /** Counts the entries of the journal that the emulator returns. */
  static TeamRequests of(Iterable<JsonNode> entries, String administrator) {
    return new TeamRequests(
        StreamSupport.stream(entries.spliterator(), false)
            .filter(entry -> !entry.path("principal").asText().equals(administrator))
            .collect(
                Collectors.groupingBy(
                    entry -> entry.path("principal").asText(),
                    LinkedHashMap::new,
                    Collectors.collectingAndThen(
                        Collectors.toList(), list -> JobRequests.of(list, administrator)))));
  }

  /** How many calls of GetDataAccess ended so. */
  int dataAccessCalls(String outcome) {
    return teams.values().stream().mapToInt(team -> team.dataAccessCalls(outcome)).sum();
  }

  /** Two tables: all requests by team, and the calls of GetDataAccess. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%-15s S3 requests: %s   GetDataAccess: granted   denied", "team", Signers.header()));
    teams.forEach(
        (team, requests) ->
            lines.add(
                String.format(
                    "%-15s              %s   %22d %8d",
                    team,
                    requests.s3(),
                    requests.dataAccessCalls(DataAccess.GRANTED),
                    requests.dataAccessCalls(DataAccess.DENIED))));
    lines.add("");
    lines.add(
        String.format(
            "%-15s %-" + WIDTH + "s %-10s %-8s %5s",
            "team",
            "GetDataAccess target",
            "permission",
            "",
            "calls"));
    teams.forEach(
        (team, requests) ->
            requests.dataAccess().forEach((call, calls) -> lines.add(line(team, call, calls))));
    return lines;
  }

  /** Leaves out the middle of a long target. */
  private static String cut(String target) {
    int excess = target.length() - WIDTH;
    return excess <= 0
        ? target
        : target.substring(0, WIDTH / 2) + "…" + target.substring(WIDTH / 2 + excess + 1);
  }

  private static String line(String team, DataAccess call, int calls) {
    return String.format(
        "%-15s %-" + WIDTH + "s %-10s %-8s %5d",
        team,
        cut(call.target()),
        call.permission(),
        call.outcome(),
        calls);
  }

  /** The first way in which the requests break the promises, if any. */
  Optional<String> objection(List<Promise> promises) {
    for (String team : teams.keySet()) {
      if (promises.stream().noneMatch(promise -> promise.name().equals(team))) {
        return Optional.of("requests of a principal that is no team: '" + team + "'");
      }
    }
    return promises.stream().flatMap(promise -> objection(promise).stream()).findFirst();
  }

  private Optional<String> objection(Promise promise) {
    JobRequests requests = teams.get(promise.name());
    if (requests == null) {
      return Optional.of(promise.name() + ": no request");
    }
    return requests
        .objection(promise.mustBeDenied())
        .or(() -> objection(promise, requests))
        .map(objection -> promise.name() + ": " + objection);
  }

  private static Optional<String> objection(Promise promise, JobRequests requests) {
    int granted = requests.dataAccessCalls(DataAccess.GRANTED);
    if (granted != promise.grants()) {
      return Optional.of(
          granted
              + " GetDataAccess calls were granted, not one for each of the "
              + promise.grants()
              + " grants");
    }
    return requests.dataAccess().keySet().stream()
        .filter(call -> !call.outcome().equals(DataAccess.GRANTED))
        .filter(call -> promise.mustBeDenied().stream().noneMatch(call::isDenied))
        .findFirst()
        .map(
            call ->
                String.format(
                    "GetDataAccess for %s %s: %s",
                    call.permission(), call.target(), call.outcome()));
  }
}
