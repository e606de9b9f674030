package io.github.s3agrants.filesystem;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The outcome of one call and its requests. Keys are relative to the granted directory. Immutable.
 */
record RecordedOperation(String outcome, List<String> requests, List<String> calls) {
  private static final Map<String, String> SHORT =
      Map.of(
          "HeadObject", "HEAD",
          "GetObject", "GET",
          "ListObjectsV2", "LIST",
          "PutObject", "PUT",
          "DeleteObject", "DELETE",
          "CopyObject", "COPY");

  private static final String REFUSED = ", refused";

  /** What is asked once for all requests of a caller in a bucket. */
  private static final Set<String> ONCE =
      Set.of("GetAccessGrantsInstanceForPrefix", "ListCallerAccessGrants");

  private static final Pattern PUTS = Pattern.compile("PUT ");
  private static final Pattern COPIES = Pattern.compile("HEAD |COPY ");

  static RecordedOperation of(String outcome, Journal journal, String prefix) {
    return new RecordedOperation(
        outcome,
        inOrder(
            journal.service(Service.S3).entries().stream()
                .map(call -> request(call, prefix))
                .collect(Collectors.toUnmodifiableList())),
        journal.entries().stream()
            .filter(call -> call.service() == Service.S3CONTROL)
            .filter(call -> !ONCE.contains(call.operation()))
            .map(call -> vend(call, prefix))
            .collect(Collectors.toUnmodifiableList()));
  }

  /** How many calls vended credentials. */
  long vended() {
    return calls.stream().filter(call -> !call.endsWith(REFUSED)).count();
  }

  /** Sorts what S3A sends in parallel: the copies of a rename, each after its HEAD, and PUTs. */
  private static List<String> inOrder(List<String> requests) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < requests.size(); ) {
      int from = i;
      Pattern alike = requests.get(i).startsWith("PUT ") ? PUTS : COPIES;
      while (i < requests.size() && alike.matcher(requests.get(i)).lookingAt()) {
        i++;
      }
      i = Math.max(i, from + 1);
      List<String> run = new ArrayList<>(requests.subList(from, i));
      if (alike == PUTS || run.stream().anyMatch(request -> request.startsWith("COPY "))) {
        run.sort(
            Comparator.comparing((String request) -> request.startsWith("COPY "))
                .thenComparing(Comparator.naturalOrder()));
      }
      all.addAll(run);
    }
    return List.copyOf(all);
  }

  private static String request(JournalEntry call, String prefix) {
    String operation = SHORT.getOrDefault(call.operation(), call.operation());
    String key = call.key() != null ? call.key() : call.prefix();
    return key == null || key.isEmpty() ? operation : operation + " " + relative(key, prefix);
  }

  private static String vend(JournalEntry call, String prefix) {
    DataAccessCall asked = call.dataAccess();
    if (asked == null) {
      return call.operation();
    }
    String target = Objects.requireNonNull(asked.target()).replaceFirst("^s3://[^/]*/", "");
    return asked.permission()
        + " "
        + relative(target, prefix)
        + (call.errorCode() == null ? "" : REFUSED);
  }

  private static String relative(String key, String prefix) {
    String home = "user/" + System.getProperty("user.name") + "/";
    if (key.startsWith(home)) {
      return "user/NAME/" + key.substring(home.length());
    }
    String rest = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
    return rest.isEmpty() || rest.equals("*") ? key : rest;
  }

  /**
   * The requests of plain credentials, with those that are missing here in brackets. A list of
   * another directory in place of a missing one is {@code (LIST above/) LIST below/}.
   *
   * @throws IllegalArgumentException if another request here is not among those of plain
   *     credentials
   */
  List<String> among(List<String> plain) {
    List<String> all = new ArrayList<>();
    int here = 0;
    for (String request : plain) {
      boolean sent = here < requests.size() && requests.get(here).equals(request);
      boolean instead = !sent && here < requests.size() && isListBelow(requests.get(here), request);
      all.add(sent ? request : "(" + request + ")" + (instead ? " " + requests.get(here) : ""));
      here += sent || instead ? 1 : 0;
    }
    if (here < requests.size()) {
      throw new IllegalArgumentException(
          requests.subList(here, requests.size()) + " of " + requests + " not in " + plain);
    }
    return all;
  }

  private static boolean isListBelow(String list, String above) {
    return above.startsWith("LIST ") && above.endsWith("/") && list.startsWith(above);
  }

  /** Replaces runs of equal requests by one with a count. */
  static List<String> counted(List<String> requests) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < requests.size(); ) {
      int from = i;
      while (i < requests.size() && requests.get(i).equals(requests.get(from))) {
        i++;
      }
      all.add(requests.get(from) + (i - from > 1 ? " ×" + (i - from) : ""));
    }
    return all;
  }
}
