package io.github.s3agrants.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The calls of one principal that the emulator has answered, oldest first. */
record Calls(List<JsonNode> all) {

  static Calls of(JsonNode journal, String principal) {
    return new Calls(
        StreamSupport.stream(journal.spliterator(), false)
            .filter(call -> text(call, "principal").equals(principal))
            .toList());
  }

  private static String text(JsonNode call, String field) {
    return call.path(field).asText("");
  }

  private Calls filter(Predicate<JsonNode> which) {
    return new Calls(all.stream().filter(which).toList());
  }

  Calls operation(String name) {
    return filter(call -> text(call, "operation").equals(name));
  }

  int count(String operation) {
    return operation(operation).all.size();
  }

  /** The requests to S3, by who signed them: {@code VENDED}, {@code BASE} or other. */
  Map<String, Long> signersOnS3() {
    return filter(call -> text(call, "service").equals("s3")).counts(call -> text(call, "signer"));
  }

  /**
   * How often credentials were vended, by permission and folder of the first level, such as {@code
   * READ alice}. Each grant is on one of these.
   */
  Map<String, Long> vends() {
    return dataAccess(200);
  }

  /** How often they were refused, by the same. */
  Map<String, Long> refusals() {
    return dataAccess(403);
  }

  private Map<String, Long> dataAccess(int status) {
    return operation("GetDataAccess")
        .filter(call -> call.path("status").asInt() == status)
        .counts(call -> text(call, "permission") + " " + text(call, "target").split("/", 5)[3]);
  }

  private Map<String, Long> counts(Function<JsonNode, String> by) {
    return all.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
  }
}
