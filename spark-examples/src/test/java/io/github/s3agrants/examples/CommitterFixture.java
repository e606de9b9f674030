package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The set-up of {@link CommittersIT}: an emulator with one bucket per {@link Side}, and one Spark
 * JVM per side that runs {@link CommitterJobs} in that bucket.
 */
final class CommitterFixture implements AutoCloseable {

  /** Which credentials sign the requests, and so how S3A is set up. */
  enum Side {
    /** The base credentials of a principal that may do anything on S3. */
    PLAIN,
    /** Vended credentials; the base credentials may do nothing on S3. */
    VENDED;

    Principal principal() {
      return this == PLAIN ? TestPrincipals.ADMIN : ANALYST;
    }

    String bucket() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Adds the library to the settings of the jobs. */
  interface Library {
    /** Returns the settings. */
    SparkSettings addTo(SparkSettings settings, URI s3Control, URI sts) throws IOException;
  }

  private static final Principal ANALYST = TestPrincipals.named("analyst");
  private static final Pattern JOB_FOLDER =
      Pattern.compile("team/alice/[^/]+|top-[^/]+|split/[^/]+");

  private final EmulatorJar emulator;
  private final S3Client admin;
  private final Path work;
  private final Path spark;
  private final Library library;

  private CommitterFixture(EmulatorJar emulator, Path work, Path spark, Library library) {
    this.emulator = emulator;
    this.spark = spark;
    this.library = library;
    this.work = work;
    this.admin =
        EmulatorClients.s3(
            S3Client.builder(),
            emulator.endpoints(),
            EmulatorClients.credentials(TestPrincipals.ADMIN));
  }

  /**
   * Starts the emulator. The analyst has a READWRITE grant of {@code team/alice/*}, one of {@code
   * top-COMMITTER/*} for each committer, and two separate grants, READ and WRITE, of {@code
   * split/*}.
   */
  static CommitterFixture start() throws IOException {
    return start(SparkJvm.home(), SparkSettings::withLibrary);
  }

  /** The same with another {@code SPARK_HOME}, which has the library itself. */
  static CommitterFixture start(Path spark) throws IOException {
    return start(spark, SparkSettings::withLibraryOfSpark);
  }

  /** The same with another {@code SPARK_HOME}, and a library in another place. */
  static CommitterFixture start(Path spark, Library library) throws IOException {
    Path work =
        Files.createTempDirectory(
                Files.createDirectories(SparkSettings.BUILD.resolve("committers")), "run")
            .toAbsolutePath();
    String tops =
        Stream.of(Committer.values())
            .map(committer -> grant("top-" + committer.id() + "/*", "READWRITE"))
            .collect(Collectors.joining("\n"));
    String configuration =
        String.join(
            "\n",
            "region: us-east-1",
            "account: \"" + TestPrincipals.ACCOUNT + "\"",
            "principals:",
            EmulatorJar.yaml(Side.PLAIN.principal()),
            EmulatorJar.yaml(Side.VENDED.principal()),
            "buckets: [plain, vended]",
            EmulatorJar.LOCATIONS,
            "grants:",
            grant("team/alice/*", "READWRITE"),
            tops,
            grant("split/*", "READ"),
            grant("split/*", "WRITE"),
            "");
    return new CommitterFixture(EmulatorJar.start(work, configuration), work, spark, library);
  }

  private static String grant(String prefix, String permission) {
    return String.format(
        "  - {location: \"s3://\", subPrefix: \"%s/%s\", grantee: %s, permission: %s}",
        Side.VENDED.bucket(), prefix, Side.VENDED.principal().name(), permission);
  }

  /**
   * Runs {@link CommitterJobs} until it ends.
   *
   * @param committers none means all
   * @return the lines that it printed for the test
   */
  List<String> run(Side side, Committer... committers) {
    try {
      return runJvm(side, committers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> runJvm(Side side, Committer... committers)
      throws IOException, InterruptedException {
    SparkJvm jvm = jvm(side);
    String[] arguments =
        Stream.concat(Stream.of(side.bucket()), Stream.of(committers).map(Committer::id))
            .toArray(String[]::new);
    Process process = jvm.start(side.principal(), CommitterJobs.class, arguments);
    try {
      List<String> lines =
          process
              .inputReader()
              .lines()
              .filter(line -> line.startsWith(CommitterJobs.MARK))
              .map(line -> line.substring(CommitterJobs.MARK.length()))
              .toList();
      if (process.waitFor() != 0) {
        throw new IOException("The jobs failed after " + lines + ": see " + jvm.log());
      }
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  private SparkJvm jvm(Side side) throws IOException {
    Path local = Files.createDirectories(work.resolve(side.bucket()));
    SparkSettings settings =
        new SparkSettings(local, emulator.endpoints())
            // One task at a time and two attempts, so that both sides do the same in the same
            // order.
            .spark("master", "local[1,2]")
            .spark("sql.shuffle.partitions", "2")
            // The analytics stream reads ahead by an amount that depends on timing.
            .s3a("input.stream.type", "classic");
    if (side == Side.PLAIN) {
      settings.withoutLibrary();
    } else {
      library
          .addTo(settings, emulator.endpoints().s3Control(), emulator.endpoints().sts())
          // Otherwise the number of calls would depend on how long the jobs take.
          .s3a("accessgrants.denied.ttl", "1h");
    }
    return new SparkJvm(spark, local, settings);
  }

  /** All keys below a prefix, sorted; parts that differ from run to run are replaced by ID. */
  List<String> keys(Side side, String prefix) {
    return admin
        .listObjectsV2Paginator(request -> request.bucket(side.bucket()).prefix(prefix))
        .contents()
        .stream()
        .map(object -> StableNames.of(object.key()))
        .sorted()
        .toList();
  }

  String text(Side side, String key) {
    return admin.getObjectAsBytes(request -> request.bucket(side.bucket()).key(key)).asUtf8String();
  }

  /** The keys of multipart uploads that were started and neither completed nor aborted. */
  List<String> uploads(Side side) {
    return admin
        .listMultipartUploadsPaginator(request -> request.bucket(side.bucket()))
        .uploads()
        .stream()
        .map(upload -> StableNames.of(upload.key()))
        .sorted()
        .toList();
  }

  /** The files that the jobs left on the local disk, without Spark's own and checksums. */
  List<String> localFiles(Side side) throws IOException {
    Path root = work.resolve(side.bucket());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(root::relativize)
          .filter(file -> !file.startsWith("spark"))
          .map(file -> StableNames.of(file.toString()))
          .filter(file -> !file.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  /** The calls of one side to one service. */
  List<JsonNode> calls(Side side, String service) throws IOException {
    return StreamSupport.stream(emulator.journal().spliterator(), false)
        .filter(call -> call.path("service").asText().equals(service))
        .filter(call -> call.path("principal").asText().equals(side.principal().name()))
        .toList();
  }

  /**
   * The number of S3 requests of the jobs in a folder. Jobs run one at a time, so a request that
   * names no job's folder belongs to the job that is running.
   */
  long s3Requests(Side side, String folder) throws IOException {
    long requests = 0;
    String current = "";
    for (JsonNode call : calls(side, "s3")) {
      String path = call.path("key").asText("") + call.path("prefix").asText("");
      Matcher job = JOB_FOLDER.matcher(path.replace("null", ""));
      if (job.lookingAt()) {
        current = job.group();
      }
      if (current.equals(folder)) {
        requests++;
      }
    }
    return requests;
  }

  @Override
  public void close() {
    admin.close();
    emulator.close();
  }
}
