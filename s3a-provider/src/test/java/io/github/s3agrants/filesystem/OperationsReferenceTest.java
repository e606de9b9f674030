package io.github.s3agrants.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.filesystem.OperationRecorder.Recorded;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/filesystem-calls.md agrees with the requests that S3A sends. {@code -Ddocs.write=true}
 * regenerates it.
 */
class OperationsReferenceTest {
  private static final Path DOCUMENT = Path.of("../docs/filesystem-calls.md");
  private static final String BEGIN = "<!-- operations: begin, generated -->\n";
  private static final String END = "<!-- operations: end -->\n";

  /** The call that reads the whole bucket, for which there is no grant. */
  private static final Set<String> REFUSED = Set.of("`getUsed()`, of the whole bucket");

  @TempDir private Path local;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void the_document_says_what_s3a_does() throws IOException {
    String text = Files.readString(DOCUMENT, UTF_8);
    assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    String generated = generated();
    int from = text.indexOf(BEGIN) + BEGIN.length();
    if (Boolean.getBoolean("docs.write")) {
      text = text.substring(0, from) + generated + text.substring(text.indexOf(END));
      Files.writeString(DOCUMENT, text, UTF_8);
    }
    assertThat(text.substring(from, text.indexOf(END)))
        .as("docs/filesystem-calls.md; -Ddocs.write=true regenerates it")
        .isEqualTo(generated);
  }

  @Test
  void every_public_method_of_file_system_has_a_row() {
    Set<String> covered =
        Stream.of(ReadingRows.all(), WritingRows.all(), LocalRows.all())
            .flatMap(List::stream)
            .map(OperationRow::method)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> methods =
        Arrays.stream(FileSystem.class.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getDeclaringClass() != Object.class)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(covered).isEqualTo(methods);
  }

  private String generated() throws IOException {
    StringBuilder text = new StringBuilder();
    try (OperationRecorder recorder = new OperationRecorder(local)) {
      text.append("\n## Reading\n\n")
          .append("| call | requests to S3 | cold | cold, READ grant | warm |\n")
          .append("| --- | --- | --- | --- | --- |\n");
      for (OperationRow row : ReadingRows.all()) {
        text.append(line(row, recorder.record(row)));
      }
      text.append("\n## Writing\n\n")
          .append("| call | requests to S3 | cold | warm |\n")
          .append("| --- | --- | --- | --- |\n");
      for (OperationRow row : WritingRows.all()) {
        text.append(line(row, recorder.record(row)));
      }
      text.append("\n## Without a request to S3\n\n").append(local(recorder));
    }
    return text.append('\n').toString();
  }

  private static String line(OperationRow row, Recorded recorded) {
    RecordedOperation cold = recorded.cold();
    RecordedOperation plain = recorded.plain();
    if (!REFUSED.contains(row.call())) {
      assertThat(cold.outcome()).as(row.call()).isEqualTo(plain.outcome());
    }
    assertThat(recorded.warm().outcome()).as(row.call()).isEqualTo(cold.outcome());
    assertThat(recorded.warm().requests()).as(row.call()).isEqualTo(cold.requests());
    // There is one grant.
    assertThat(cold.vended()).as(row.call()).isLessThanOrEqualTo(1);
    List<String> cells = new ArrayList<>();
    cells.add(row.call() + (cold.outcome().isEmpty() ? "" : "<br>" + cold.outcome()));
    cells.add(list(RecordedOperation.counted(cold.among(plain.requests()))));
    cells.add(vends(cold));
    recorded
        .reading()
        .ifPresent(
            reading -> {
              assertThat(reading.outcome()).as(row.call()).isEqualTo(cold.outcome());
              assertThat(reading.requests()).as(row.call()).isEqualTo(cold.requests());
              assertThat(reading.vended()).as(row.call()).isLessThanOrEqualTo(1);
              cells.add(vends(reading));
            });
    cells.add(vends(recorded.warm()));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String vends(RecordedOperation recorded) {
    List<String> calls = recorded.calls();
    return calls.isEmpty() ? "0" : calls.size() + ": " + list(calls);
  }

  private static String list(List<String> parts) {
    return parts.stream().map(part -> "`" + part + "`").collect(Collectors.joining("<br>"));
  }

  /** The methods without a request, grouped by their outcome. */
  private static String local(OperationRecorder recorder) throws IOException {
    Map<String, Set<String>> byOutcome = new TreeMap<>();
    for (OperationRow row : LocalRows.all()) {
      Recorded recorded = recorder.record(row);
      for (RecordedOperation each : List.of(recorded.cold(), recorded.warm(), recorded.plain())) {
        assertThat(each.requests()).as(row.call()).isEmpty();
        assertThat(each.calls()).as(row.call()).isEmpty();
        assertThat(each.outcome()).as(row.call()).isEqualTo(recorded.plain().outcome());
      }
      byOutcome.computeIfAbsent(recorded.plain().outcome(), o -> new TreeSet<>()).add(row.call());
    }
    StringBuilder text = new StringBuilder();
    byOutcome.forEach(
        (outcome, calls) ->
            text.append("- ")
                .append(outcome.isEmpty() ? "Succeed" : outcome)
                .append(": ")
                .append(String.join(", ", calls))
                .append(".\n"));
    return text.toString();
  }
}
