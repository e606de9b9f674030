package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.cluster.Deadline;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A JVM that is killed in the middle of two streams, one with plain and one with vended
 * credentials.
 */
class StreamRestartIT {
  private static final int FILES = 6;

  /** Each file has this number of new rows, and as many of the one before it. */
  private static final int ROWS = 3;

  /** Files of output in a bucket after which the JVM is killed. */
  private static final int WRITTEN = 4;

  @Test
  @Timeout(240)
  void each_row_is_there_once() throws Exception {
    Path work =
        Files.createTempDirectory(
            Files.createDirectories(SparkSettings.BUILD.resolve("lakehouses")), "restart");
    try (EmulatorJar emulator = EmulatorJar.start(work, Lakehouse.configuration(Lakehouse.USUAL))) {
      arrive(emulator);
      emulator.forget();
      Process killed = start(work, "killed", emulator);
      try {
        await(emulator, killed);
      } finally {
        killed.destroyForcibly();
      }
      assertThat(killed.waitFor()).isNotZero();
      assertThat(entries(emulator, "commits"))
          .allSatisfy((side, count) -> assertThat(count).isLessThan(FILES));
      Map<String, Long> before = Requests.of(emulator.journal(), Side.VENDED).vended();
      emulator.forget();

      List<String> tables = run(work, emulator);

      assertThat(tables).hasSize(2).containsOnly(StreamJob.MARK + allRows());
      // Not the commits: if the job dies before a file that it has noted is in a batch, the next
      // batch
      // has two files.
      assertThat(entries(emulator, "sources/0"))
          .allSatisfy((side, count) -> assertThat(count).isEqualTo(FILES));
      Requests sent = Requests.of(emulator.journal(), Side.VENDED);
      assertThat(sent.signers()).containsOnlyKeys("VENDED");
      assertThat(sent.vended())
          .isEqualTo(before)
          .isEqualTo(Map.of("owner READWRITE s3://vended/team/*", 1L));
    }
  }

  private static String allRows() {
    return IntStream.range(0, ROWS * (FILES + 1))
        .mapToObj(id -> "[" + id + "," + id % 3 + "]")
        .sorted()
        .collect(Collectors.joining());
  }

  private static void arrive(EmulatorJar emulator) {
    try (S3Client admin = admin(emulator)) {
      for (Side side : Side.values()) {
        for (int file = 0; file < FILES; file++) {
          String key = Lakehouse.TEAM + "/in/" + file + ".json";
          String rows =
              IntStream.range(file * ROWS, (file + 2) * ROWS)
                  .mapToObj(id -> "{\"id\":" + id + ",\"day\":" + id % 3 + "}\n")
                  .collect(Collectors.joining());
          admin.putObject(put -> put.bucket(side.bucket()).key(key), RequestBody.fromString(rows));
        }
      }
    }
  }

  private static S3Client admin(EmulatorJar emulator) {
    return EmulatorClients.s3(
        S3Client.builder(),
        emulator.endpoints(),
        EmulatorClients.credentials(TestPrincipals.ADMIN));
  }

  /** How many entries a log of each stream's checkpoint has: a batch each, or a file each. */
  private static Map<Side, Integer> entries(EmulatorJar emulator, String log) {
    try (S3Client admin = admin(emulator)) {
      return Stream.of(Side.values())
          .collect(
              Collectors.toMap(
                  side -> side,
                  side ->
                      (int)
                          admin
                              .listObjectsV2(
                                  list ->
                                      list.bucket(side.bucket())
                                          .prefix(Lakehouse.TEAM + "/checkpoint/" + log + "/"))
                              .contents()
                              .stream()
                              .filter(object -> object.key().matches(".*/\\d+"))
                              .count()));
    }
  }

  /** Starts the two streams. */
  private static Process start(Path work, String name, EmulatorJar emulator) throws IOException {
    Path local = Files.createDirectory(work.resolve(name));
    SparkSettings settings =
        new SparkSettings(local, emulator.endpoints())
            .withLibrary(emulator.endpoints().s3Control(), emulator.endpoints().sts())
            .s3a("bucket.plain.aws.credentials.provider", SparkSettings.OWN_IDENTITY)
            .s3a("bucket.plain.audit.execution.interceptors", "")
            .spark("sql.shuffle.partitions", "2")
            .spark("build.directory", local.toString())
            .spark("driver.extraClassPath", System.getProperty("java.class.path"));
    return new SparkJvm(local, settings)
        .start(Lakehouse.OWNER, StreamJob.class, Side.PLAIN.root(), Side.VENDED.root());
  }

  private static List<String> run(Path work, EmulatorJar emulator)
      throws IOException, InterruptedException {
    Process job = start(work, "restarted", emulator);
    try (BufferedReader output = job.inputReader()) {
      List<String> tables = output.lines().filter(line -> line.startsWith(StreamJob.MARK)).toList();
      assertThat(job.waitFor()).as("see %s", work).isZero();
      return tables;
    } finally {
      job.destroyForcibly();
    }
  }

  /** Waits until both streams have written several files. */
  private static void await(EmulatorJar emulator, Process job)
      throws IOException, InterruptedException {
    Deadline.await(
        "files of both streams",
        Duration.ofMinutes(2),
        () -> {
          boolean written = bothHaveWritten(emulator.journal());
          if (!written && !job.isAlive()) {
            throw new IOException("The job has ended before both streams have written.");
          }
          return written ? Optional.of(true) : Optional.empty();
        });
  }

  private static boolean bothHaveWritten(JsonNode journal) {
    return Stream.of(Side.values()).allMatch(side -> written(journal, side) >= WRITTEN);
  }

  private static long written(JsonNode journal, Side side) {
    return StreamSupport.stream(journal.spliterator(), false)
        .filter(entry -> entry.path("bucket").asText("").equals(side.bucket()))
        .filter(entry -> entry.path("operation").asText("").equals("PutObject"))
        .filter(entry -> entry.path("key").asText("").startsWith(Lakehouse.TEAM + "/out/part-"))
        .count();
  }
}
