package io.github.s3agrants.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import io.github.s3agrants.tools.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One Spark with two buckets: {@code plain}, on which the users have permissions of their own, and
 * {@code vended}, on which they have grants and nothing else. The emulator runs in its own process.
 */
final class Lakehouse implements AutoCloseable {
  /** The prefix in both buckets that is given to users. */
  static final String TEAM = "team";

  /** In a setting of Spark: the URL of S3. */
  static final String ENDPOINT = "{endpoint}";

  private static final String ON_PLAIN = "s3://plain/" + TEAM + "/*";
  private static final String LIBRARY = "io.github.s3agrants.";

  /** May read and write all of {@link #TEAM}. */
  static final Principal OWNER =
      TestPrincipals.named("owner").withS3(ON_PLAIN, Permission.READWRITE);

  /** May read it. */
  static final Principal READER = TestPrincipals.named("reader").withS3(ON_PLAIN, Permission.READ);

  /** A user who has on {@code plain} what {@link #OWNER} has, and grants of their own. */
  static Principal writer(String name) {
    return TestPrincipals.named(name).withS3(ON_PLAIN, Permission.READWRITE);
  }

  /**
   * A grant in the bucket {@code vended}.
   *
   * @param subPrefix an object if it does not end in {@code *}
   */
  record Granted(Principal grantee, Permission permission, String subPrefix) {
    private String yaml() {
      return String.format(
          "  - {location: \"s3://\", subPrefix: \"vended/%s\", grantee: %s, permission: %s%s}",
          subPrefix,
          grantee.name(),
          permission,
          subPrefix.endsWith("*") ? "" : ", s3PrefixType: Object");
    }
  }

  /** What the two users get who own the folder, and may read it. */
  static final List<Granted> USUAL =
      List.of(
          new Granted(OWNER, Permission.READWRITE, TEAM + "/*"),
          new Granted(READER, Permission.READ, TEAM + "/*"));

  private final List<Granted> grants;
  private final EmulatorJar emulator;
  private final SparkSession spark;
  private final S3Client admin;

  private Lakehouse(List<Granted> grants, EmulatorJar emulator, SparkSession spark) {
    this.grants = grants;
    this.emulator = emulator;
    this.spark = spark;
    this.admin =
        EmulatorClients.s3(
            S3Client.builder(),
            emulator.endpoints(),
            EmulatorClients.credentials(TestPrincipals.ADMIN));
  }

  /**
   * Starts the emulator and Spark.
   *
   * @param settings of Spark, with {@code {bucket}} and {@code {root}} for each side, and {@code
   *     {work}} for a local folder
   */
  static Lakehouse start(Path work, List<Granted> grants, Map<String, String> settings)
      throws IOException {
    EmulatorJar emulator = EmulatorJar.start(work, configuration(grants));
    try {
      CurrentUser.become(OWNER);
      return new Lakehouse(grants, emulator, spark(work, emulator, settings));
    } catch (IOException | RuntimeException e) {
      emulator.close();
      throw e;
    }
  }

  static String configuration(List<Granted> grants) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "region: us-east-1",
                "account: \"" + TestPrincipals.ACCOUNT + "\"",
                "principals:",
                EmulatorJar.yaml(TestPrincipals.ADMIN)));
    Stream.concat(Stream.of(OWNER, READER), grants.stream().map(Granted::grantee))
        .distinct()
        .forEach(user -> lines.add(EmulatorJar.yaml(user)));
    lines.addAll(List.of("buckets: [plain, vended]", EmulatorJar.LOCATIONS, "grants:"));
    grants.forEach(grant -> lines.add(grant.yaml()));
    return String.join("\n", lines) + "\n";
  }

  private static SparkSession spark(Path work, EmulatorJar emulator, Map<String, String> settings)
      throws IOException {
    SparkSession.Builder builder =
        LocalSpark.builder(work)
            .config("spark.local.dir", Files.createDirectories(work.resolve("local")).toString());
    s3a(work, emulator, CurrentUser.class.getName())
        .forEach((key, value) -> builder.config("spark.hadoop." + key, value));
    settings.forEach(
        (key, value) -> {
          for (Side side : Side.values()) {
            builder.config(
                side.in(key), side.in(at(emulator, value)).replace("{work}", work.toString()));
          }
        });
    return builder.getOrCreate();
  }

  /**
   * The options of S3A.
   *
   * @param user the class that provides the credentials of the user
   */
  static Map<String, String> s3a(Path work, EmulatorJar emulator, String user) {
    Map<String, String> options = new TreeMap<>();
    options.put("fs.s3a.endpoint", emulator.endpoints().s3().toString());
    options.put("fs.s3a.endpoint.region", "us-east-1");
    options.put("fs.s3a.path.style.access", "true");
    // The other one keeps what it has read, so that the number of its requests says nothing.
    options.put("fs.s3a.input.stream.type", "classic");
    // Spark 4 takes the magic committer by default, which has no dynamic overwrite.
    options.put("fs.s3a.committer.name", "file");
    options.put("fs.s3a.buffer.dir", work.resolve("buffer").toString());
    options.put("fs.s3a.aws.credentials.provider", user);
    String vended = "fs.s3a.bucket.vended.";
    options.put(vended + "aws.credentials.provider", LIBRARY + "AccessGrantsCredentialsProvider");
    options.put(vended + "audit.execution.interceptors", LIBRARY + "AccessGrantsInterceptor");
    ofLibrary(user).forEach((key, value) -> options.put(key, at(emulator, value)));
    return options;
  }

  /**
   * The options of the library, with the names of the emulator's URLs.
   *
   * @param user the class that provides the credentials of the user
   */
  static Map<String, String> ofLibrary(String user) {
    return Map.of(
        "fs.s3a.accessgrants.credentials.provider", user,
        "fs.s3a.accessgrants.endpoint", "{s3control}",
        "fs.s3a.accessgrants.sts.endpoint", "{sts}");
  }

  private static String at(EmulatorJar emulator, String value) {
    return value
        .replace(ENDPOINT, emulator.endpoints().s3().toString())
        .replace("{s3control}", emulator.endpoints().s3Control().toString())
        .replace("{sts}", emulator.endpoints().sts().toString());
  }

  SparkSession spark() {
    return spark;
  }

  List<Granted> grants() {
    return grants;
  }

  EmulatorJar emulator() {
    return emulator;
  }

  /** Runs the steps on one side, each with what it has sent to the services. */
  List<StepOutcome> run(Workload workload, Side side) throws IOException {
    List<StepOutcome> outcomes = new ArrayList<>();
    for (Workload.Step step : workload.steps()) {
      emulator.forget();
      CurrentUser.become(step.user());
      Found found = Found.by(side, () -> step.action().on(new StepRun(side, spark)));
      outcomes.add(new StepOutcome(step, found, Requests.of(emulator.journal(), side)));
    }
    CurrentUser.become(OWNER);
    return outcomes;
  }

  /** Deletes what a test leaves on one side only. */
  void delete(Side side, List<String> keys) {
    keys.forEach(key -> admin.deleteObject(request -> request.bucket(side.bucket()).key(key)));
  }

  /** The keys in a bucket, sorted. */
  List<String> keys(Side side) {
    return admin.listObjectsV2Paginator(list -> list.bucket(side.bucket())).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /** Makes a folder in that of the team on both sides, as the owner. */
  void makeFolders(String below) throws IOException {
    CurrentUser.become(OWNER);
    for (Side side : Side.values()) {
      org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(side.root(), below);
      folder.getFileSystem(spark.sessionState().newHadoopConf()).mkdirs(folder);
    }
  }

  /**
   * Closes all file systems, and with the last of them what was vended is forgotten. The next ones
   * see the current options.
   */
  void closeFileSystems() throws IOException {
    FileSystem.closeAll();
  }

  /** Puts an object into both buckets. */
  void put(String key, String content) {
    for (Side side : Side.values()) {
      admin.putObject(put -> put.bucket(side.bucket()).key(key), RequestBody.fromString(content));
    }
  }

  /** The keys of multipart uploads that were neither completed nor aborted, sorted. */
  List<String> uploads(Side side) {
    return admin
        .listMultipartUploadsPaginator(list -> list.bucket(side.bucket()))
        .uploads()
        .stream()
        .map(MultipartUpload::key)
        .sorted()
        .toList();
  }

  /** The journal since it was emptied. */
  JsonNode journal() throws IOException {
    return emulator.journal();
  }

  @Override
  public void close() {
    spark.stop();
    admin.close();
    emulator.close();
  }
}
