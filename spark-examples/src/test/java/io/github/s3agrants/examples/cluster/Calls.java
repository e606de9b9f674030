package io.github.s3agrants.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    return all.stream()
        .filter(call -> text(call, "service").equals("s3"))
        .collect(
            Collectors.groupingBy(
                call -> text(call, "signer"), TreeMap::new, Collectors.counting()));
  }

  /**
   * How often credentials were asked for, by permission, target and status, such as {@code READ
   * s3://lake/alice/* 200}.
   */
  Map<String, Long> dataAccess() {
    return operation("GetDataAccess").all.stream()
        .collect(
            Collectors.groupingBy(
                call ->
                    String.join(
                        " ",
                        text(call, "permission"),
                        text(call, "target"),
                        call.path("status").asText()),
                TreeMap::new,
                Collectors.counting()));
  }
}
