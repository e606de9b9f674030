package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.StableNames;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The emulator with the bucket {@code lake}. The analyst's own credentials may do nothing on S3.
 * Grants let them read {@code alice/*} and {@code team-0/*} to {@code team-7/*}, and write {@code
 * bob/*}.
 */
final class ClusterLake implements AutoCloseable {

  static final String BUCKET = "lake";

  /** The number of grants of {@link #teams}. */
  static final int GRANTS = 8;

  static final Principal ANALYST = TestPrincipals.named("analyst");

  private final EmulatorJar emulator;
  private final S3Client admin;

  private ClusterLake(EmulatorJar emulator) {
    this.emulator = emulator;
    this.admin =
        EmulatorClients.s3(
            S3Client.builder(),
            emulator.endpoints(),
            EmulatorClients.credentials(TestPrincipals.ADMIN));
  }

  static ClusterLake start(Path work) throws IOException {
    String teams =
        IntStream.range(0, GRANTS)
            .mapToObj(team -> grant("team-" + team + "/*", "READ"))
            .collect(Collectors.joining("\n"));
    String configuration =
        String.join(
            "\n",
            "region: us-east-1",
            "account: \"" + TestPrincipals.ACCOUNT + "\"",
            "principals:",
            EmulatorJar.yaml(TestPrincipals.ADMIN),
            EmulatorJar.yaml(ANALYST),
            "buckets: [" + BUCKET + "]",
            EmulatorJar.LOCATIONS,
            "grants:",
            grant("alice/*", "READ"),
            grant("bob/*", "READWRITE"),
            teams,
            "");
    ClusterLake lake = new ClusterLake(EmulatorJar.start(work, configuration));
    Path data = Path.of("data");
    lake.put("alice/flights.json", RequestBody.fromFile(data.resolve("flights-10k.json")));
    lake.put("alice/airports.csv", RequestBody.fromFile(data.resolve("airports.csv")));
    lake.put("carol/salaries.csv", RequestBody.fromString("name,salary\ncarol,1\n"));
    // So that questions about the folder itself do not depend on which test comes first.
    lake.put("bob/readme", RequestBody.fromString("Bob's folder"));
    for (int team = 0; team < GRANTS; team++) {
      lake.put("team-" + team + "/data", RequestBody.fromString("team " + team));
    }
    return lake;
  }

  private static String grant(String prefix, String permission) {
    return String.format(
        "  - {location: \"s3://\", subPrefix: \"%s/%s\", grantee: %s, permission: %s}",
        BUCKET, prefix, ANALYST.name(), permission);
  }

  private void put(String key, RequestBody body) {
    admin.putObject(request -> request.bucket(BUCKET).key(key), body);
  }

  static String path(String key) {
    return "s3a://" + BUCKET + "/" + key;
  }

  /** An object below each of the teams' grants. */
  static List<String> teams() {
    return IntStream.range(0, GRANTS).mapToObj(team -> path("team-" + team + "/data")).toList();
  }

  /** Settings of a job that reads and writes here. */
  SparkSettings settings(Path work) {
    return new SparkSettings(work, emulator.endpoints())
        // S3A's smallest part, so that a write of a few MB is a multipart upload.
        .s3a("multipart.size", "5M");
  }

  SparkSettings withLibrary(SparkSettings settings) {
    Endpoints endpoints = emulator.endpoints();
    return settings.withLibrary(endpoints.s3Control(), endpoints.sts());
  }

  /** The settings of the library for Hadoop 3.3, which comes from somewhere else. */
  SparkSettings configuredForHadoop33(SparkSettings settings) throws IOException {
    Endpoints endpoints = emulator.endpoints();
    return settings.configuredForHadoop33(endpoints.s3Control(), endpoints.sts());
  }

  /** The same with the library for Hadoop 3.3. */
  SparkSettings withLibraryForHadoop33(SparkSettings settings, Path jars) throws IOException {
    Endpoints endpoints = emulator.endpoints();
    return settings.withLibraryForHadoop33(endpoints.s3Control(), endpoints.sts(), jars);
  }

  /** The analyst's calls since {@link #forget}. */
  Calls calls() throws IOException {
    return Calls.of(emulator.journal(), ANALYST.name());
  }

  /** Waits until the analyst or the administrator has made such a call. */
  void awaitCall(String operation) throws IOException, InterruptedException {
    Deadline.await(
        operation,
        () ->
            Optional.of(emulator.journal())
                .filter(journal -> journal.findValuesAsText("operation").contains(operation)));
  }

  void forget() throws IOException {
    emulator.forget();
  }

  void credentialLife(Duration life) throws IOException {
    emulator.credentialLife(life);
  }

  /** The keys below a prefix, without it. */
  List<String> keys(String prefix) {
    return admin
        .listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix(prefix))
        .contents()
        .stream()
        .map(object -> below(prefix, object.key()))
        .toList();
  }

  /** The keys below a prefix of multipart uploads that were neither completed nor aborted. */
  List<String> uploads(String prefix) {
    return admin
        .listMultipartUploadsPaginator(request -> request.bucket(BUCKET).prefix(prefix))
        .uploads()
        .stream()
        .map(upload -> below(prefix, upload.key()))
        .toList();
  }

  private static String below(String prefix, String key) {
    return StableNames.of(key.substring(prefix.length()));
  }

  @Override
  public void close() {
    admin.close();
    emulator.close();
  }
}
