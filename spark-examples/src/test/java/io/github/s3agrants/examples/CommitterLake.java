package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An emulator with a bucket of the same name as each {@link Side}, and Spark in a JVM per side that
 * runs {@link CommitterJobs} on it.
 */
final class CommitterLake implements AutoCloseable {

  /** Whose credentials sign, and so how S3A is set up. */
  enum Side {
    PLAIN("administrator"),
    VENDED("analyst");

    private final String principal;

    Side(String principal) {
      this.principal = principal;
    }

    String bucket() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String ACCOUNT = "111122223333";
  private static final String VOLATILE =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{14,}_?[0-9]*|(?<=_m_[0-9]{6}_)[0-9]+";

  private static final Pattern JOB_FOLDER =
      Pattern.compile("team/alice/[^/]+|top-[^/]+|split/[^/]+");

  private final EmulatorJar emulator;
  private final S3Client admin;
  private final Path work;

  private CommitterLake(EmulatorJar emulator, Path work) {
    this.emulator = emulator;
    this.work = work;
    this.admin =
        S3Client.builder()
            .endpointOverride(emulator.endpoint("s3"))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(accessKey(Side.PLAIN), secretKey(Side.PLAIN))))
            .build();
  }

  /**
   * Starts the emulator. The analyst may read and write {@code team/alice/*}, and for each
   * committer {@code top-COMMITTER/*}; by two grants also {@code split/*}.
   */
  static CommitterLake start() throws IOException {
    Path work =
        Files.createTempDirectory(
                Files.createDirectories(SparkJvm.BUILD.resolve("committers")), "run")
            .toAbsolutePath();
    String tops =
        Stream.of(Committer.values())
            .map(committer -> grant("top-" + committer.id() + "/*", "READWRITE"))
            .collect(Collectors.joining("\n"));
    String configuration =
        String.join(
            "\n",
            "region: us-east-1",
            "account: \"" + ACCOUNT + "\"",
            "principals:",
            principal(Side.PLAIN),
            "    administrator: true",
            "    s3: [{scope: \"s3://*\", permission: READWRITE}]",
            principal(Side.VENDED),
            "buckets: [plain, vended]",
            "locations: [{scope: \"s3://\", iamRoleArn: \"arn:aws:iam::111122223333:role/grants\"}]",
            "grants:",
            grant("team/alice/*", "READWRITE"),
            tops,
            grant("split/*", "READ"),
            grant("split/*", "WRITE"),
            "");
    return new CommitterLake(EmulatorJar.start(work, configuration), work);
  }

  private static String principal(Side side) {
    return String.format(
            "  - {name: %1$s, accessKey: %2$s, secretKey: %3$s, arn: \"arn:aws:iam::%4$s:user/%1$s\"}",
            side.principal, accessKey(side), secretKey(side), ACCOUNT)
        .replace("  - {", "  - ")
        .replace(", ", "\n    ")
        .replace("}", "");
  }

  private static String grant(String prefix, String permission) {
    return String.format(
        "  - {location: \"s3://\", subPrefix: \"%s/%s\", grantee: %s, permission: %s}",
        Side.VENDED.bucket(), prefix, Side.VENDED.principal, permission);
  }

  private static String accessKey(Side side) {
    return "EXAMPLECOMMITTER" + side.name();
  }

  private static String secretKey(Side side) {
    return "secret-of-" + side.principal;
  }

  /**
   * Runs {@link CommitterJobs} to its end.
   *
   * @return its lines
   */
  List<String> run(Side side) {
    try {
      return runJvm(side);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> runJvm(Side side) throws IOException, InterruptedException {
    SparkJvm jvm = jvm(side);
    Process process =
        jvm.start(accessKey(side), secretKey(side), CommitterJobs.class, side.bucket());
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
    SparkJvm jvm =
        new SparkJvm(local, emulator)
            // One task at a time and two attempts: then both sides do the same in the same order.
            .spark("master", "local[1,2]")
            .spark("sql.shuffle.partitions", "2")
            // The analytics stream reads ahead, and how far depends on time.
            .s3a("input.stream.type", "classic");
    return side == Side.PLAIN
        ? jvm.withoutLibrary()
        : jvm.withLibrary(emulator.endpoint("s3control"), emulator.endpoint("sts"))
            // Else the number of calls would depend on how long the jobs take.
            .s3a("accessgrants.denied.ttl", "1h");
  }

  /** All keys below a prefix, sorted, without what differs from run to run. */
  List<String> keys(Side side, String prefix) {
    return admin
        .listObjectsV2Paginator(request -> request.bucket(side.bucket()).prefix(prefix))
        .contents()
        .stream()
        .map(object -> stable(object.key()))
        .sorted()
        .toList();
  }

  String text(Side side, String key) {
    return admin.getObjectAsBytes(request -> request.bucket(side.bucket()).key(key)).asUtf8String();
  }

  /** Keys of multipart uploads that were begun and neither completed nor aborted. */
  List<String> uploads(Side side) {
    return admin
        .listMultipartUploadsPaginator(request -> request.bucket(side.bucket()))
        .uploads()
        .stream()
        .map(upload -> stable(upload.key()))
        .sorted()
        .toList();
  }

  /** Files that the jobs left on the local disk; Spark's own and checksums apart. */
  List<String> localFiles(Side side) throws IOException {
    Path root = work.resolve(side.bucket());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(root::relativize)
          .filter(file -> !file.startsWith("spark"))
          .map(file -> stable(file.toString()))
          .filter(file -> !file.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private static String stable(String name) {
    return name.replaceAll(VOLATILE, "ID");
  }

  /** The calls of a side, of one service. */
  List<JsonNode> calls(Side side, String service) throws IOException {
    return StreamSupport.stream(emulator.journal().spliterator(), false)
        .filter(call -> call.path("service").asText().equals(service))
        .filter(call -> call.path("principal").asText().equals(side.principal))
        .toList();
  }

  /**
   * How many requests went to S3 for jobs in a folder. One job runs at a time: a request that names
   * no folder of a job's is of the job that runs.
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
