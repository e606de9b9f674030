package io.github.s3agrants.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What was sent to the services for one bucket.
 *
 * @param s3 requests to S3 by operation, without those that S3 has refused; the library refuses
 *     them before they are sent
 * @param signers all requests to S3 by the kind of their signer
 * @param vended GetDataAccess that gave credentials, by user, permission and scope
 * @param refused GetDataAccess that was refused, by user, permission and target
 */
record Requests(
    Map<String, Long> s3,
    Map<String, Long> signers,
    Map<String, Long> vended,
    Map<String, Long> refused) {
  static Requests of(JsonNode journal, Side side) {
    List<JsonNode> all =
        StreamSupport.stream(journal.spliterator(), false)
            .filter(entry -> !text(entry, "principal").equals(TestPrincipals.ADMIN.name()))
            .toList();
    List<JsonNode> s3 =
        all.stream()
            .filter(entry -> text(entry, "service").equals("s3"))
            .filter(entry -> text(entry, "bucket").equals(side.bucket()))
            .toList();
    return new Requests(
        counts(
            s3.stream().filter(entry -> entry.path("status").asInt() != 403).toList(),
            entry -> text(entry, "operation")),
        counts(s3, entry -> text(entry, "signer")),
        calls(all, side, 200),
        calls(all, side, 403));
  }

  private static Map<String, Long> calls(List<JsonNode> all, Side side, int status) {
    return counts(
        all.stream()
            .filter(entry -> text(entry, "operation").equals("GetDataAccess"))
            .filter(entry -> text(entry, "target").startsWith("s3://" + side.bucket() + "/"))
            .filter(entry -> entry.path("status").asInt() == status)
            .toList(),
        entry ->
            text(entry, "principal")
                + " "
                + text(entry, "permission")
                + " "
                + text(entry, "target"));
  }

  private static String text(JsonNode entry, String field) {
    return entry.path(field).asText("");
  }

  private static Map<String, Long> counts(List<JsonNode> entries, Function<JsonNode, String> by) {
    return entries.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
  }

  /** The sum of several. */
  static Requests sum(List<Requests> all) {
    Requests sum = new Requests(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (Requests each : all) {
      each.s3.forEach((key, count) -> sum.s3.merge(key, count, Long::sum));
      each.signers.forEach((key, count) -> sum.signers.merge(key, count, Long::sum));
      each.vended.forEach((key, count) -> sum.vended.merge(key, count, Long::sum));
      each.refused.forEach((key, count) -> sum.refused.merge(key, count, Long::sum));
    }
    return sum;
  }
}
