package io.github.s3agrants.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.testkit.EmulatorClients;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The calls that it saves to know the caller's grants, and what that costs. */
final class Grants implements Benchmark {
  private static final AwsCredentialsProvider TABLES =
      EmulatorClients.credentials(BenchmarkPrincipals.TABLES);

  private static final int[] DEPTHS = {3, 10, 40};
  private static final String OLD = "old";
  private static final int PROBE_KEYS = 2;
  private static final String KEY_LENGTH = "120";
  private static final String HELD = "100";

  /** Whether the library may read the caller's grants. */
  enum Discovery {
    AUTO,
    OFF;

    private Configuration on(EmulatorProcess emulator, AwsCredentialsProvider caller) {
      Configuration conf = Side.hadoop(emulator.lake(), caller);
      conf.set("fs.s3a.accessgrants.grants.discovery", this == AUTO ? "auto" : "off");
      return conf;
    }
  }

  @Override
  public String name() {
    return "grants";
  }

  @Override
  public String summary() {
    return "calls if the caller's grants are known and if not; heap and time to know many"
        + " [--grants 100000]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("grants");
    int grants = options.number("grants", WarmPathJmh.KNOWN);
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      report(
          "eight",
          eight(Discovery.AUTO, emulator),
          eight(Discovery.OFF, emulator),
          eightOfPlugin(emulator),
          report);
      for (int depth : DEPTHS) {
        CallCounts known = mkdirs(Discovery.AUTO, depth, emulator);
        report(
            "mkdirs-" + depth,
            known,
            mkdirs(Discovery.OFF, depth, emulator),
            mkdirsOfPlugin(depth, known.s3(), emulator),
            report);
      }
      for (int depth : DEPTHS) {
        CallCounts known = mkdirsOfGrantAt(depth, Discovery.AUTO, emulator);
        CallCounts unknown = mkdirsOfGrantAt(depth, Discovery.OFF, emulator);
        String figure = "mkdirs-of-grant-at-" + depth;
        report.alone(figure + ".get-data-access", known.getDataAccess(), "calls");
        report.alone(
            figure + ".get-data-access.without-discovery", unknown.getDataAccess(), "calls");
        listings(figure, known, unknown, report);
      }
    }
    GrantIndex.measure(grants, report);
    warm("ours-knowing-grants", report);
    warm("ours-not-knowing-grants", report);
    report.note("without-discovery: the library with fs.s3a.accessgrants.grants.discovery=off");
    report.note("mkdirs with the plugin: S3A's requests, sent with the plugin's client");
    report.note(
        "mkdirs-of-grant-at: not with the plugin, whose requests above the grant are refused");
  }

  private static void report(
      String figure, CallCounts known, CallCounts unknown, CallCounts plugin, Report report) {
    report.compare(
        figure + ".get-data-access", known.getDataAccess(), plugin.getDataAccess(), "calls");
    report.compare(
        figure + ".get-data-access.without-discovery",
        unknown.getDataAccess(),
        plugin.getDataAccess(),
        "calls");
    listings(figure, known, unknown, report);
  }

  /** The plugin has no such call. */
  private static void listings(String figure, CallCounts known, CallCounts unknown, Report report) {
    report.alone(figure + ".list-grants", known.listings(), "calls");
    report.alone(figure + ".list-grants.without-discovery", unknown.listings(), "calls");
  }

  private static void warm(String side, Report report) throws Exception {
    WarmPath.measure(side, new String[] {KEY_LENGTH}, new String[] {HELD}, List.of(1))
        .values()
        .forEach(
            cost -> {
              String figure = "warm" + side.substring("ours".length());
              report.alone(figure + ".time", cost.nanos(), "ns/op");
              report.alone(figure + ".garbage", cost.bytes(), "B/op");
            });
  }

  private static String folder(int grant) {
    return "tables/g" + grant + "/";
  }

  /** The calls of a client that reads, lists and writes under each of eight grants. */
  static CallCounts eight(Discovery discovery, EmulatorProcess emulator) throws Exception {
    upload(emulator);
    try (Session session = Side.open(discovery.on(emulator, TABLES), emulator.lake())) {
      return eight(session, emulator);
    }
  }

  private static CallCounts eightOfPlugin(EmulatorProcess emulator) throws Exception {
    upload(emulator);
    try (Session session = Side.PLUGIN.open(emulator.lake(), TABLES)) {
      return eight(session, emulator);
    }
  }

  private static void upload(EmulatorProcess emulator) throws Exception {
    List<String> keys = new ArrayList<>();
    for (int grant = 0; grant < BenchmarkPrincipals.GRANTS; grant++) {
      keys.add(folder(grant) + OLD);
    }
    emulator.lake().upload(keys);
  }

  private static CallCounts eight(Session session, EmulatorProcess emulator) throws Exception {
    emulator.reset();
    S3Client s3 = session.s3();
    for (int i = 0; i < BenchmarkPrincipals.GRANTS; i++) {
      String folder = folder(i);
      s3.getObjectAsBytes(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(folder + OLD));
      s3.listObjectsV2(r -> r.bucket(BenchmarkPrincipals.BUCKET).prefix(folder));
      s3.putObject(
          r -> r.bucket(BenchmarkPrincipals.BUCKET).key(folder + "new"),
          RequestBody.fromBytes("x".getBytes(UTF_8)));
      s3.getObjectAsBytes(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(folder + "new"));
      s3.deleteObject(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(folder + "new"));
    }
    return checked(emulator.counts());
  }

  /** The calls of S3A's mkdirs of so many levels below a directory that a grant covers. */
  static CallCounts mkdirs(Discovery discovery, int depth, EmulatorProcess emulator)
      throws Exception {
    upload(emulator);
    return mkdirs(
        levels("s3a" + discovery, depth).get(0), discovery.on(emulator, TABLES), emulator);
  }

  /**
   * The calls of S3A's mkdirs just below a directory that a grant covers, so many levels deep, none
   * of which is there.
   */
  static CallCounts mkdirsOfGrantAt(int depth, Discovery discovery, EmulatorProcess emulator)
      throws Exception {
    AwsCredentialsProvider caller = EmulatorClients.credentials(BenchmarkPrincipals.deep(depth));
    String directory = BenchmarkPrincipals.directory(depth) + "/new";
    CallCounts counts = mkdirs(directory, discovery.on(emulator, caller), emulator);
    // The next run is to find nothing again.
    try (Session session = Side.open(discovery.on(emulator, caller), emulator.lake())) {
      session.s3().deleteObject(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(directory + "/"));
    }
    return counts;
  }

  private static CallCounts mkdirs(String directory, Configuration conf, EmulatorProcess emulator)
      throws Exception {
    try (FileSystem fs =
        FileSystem.newInstance(URI.create("s3a://" + BenchmarkPrincipals.BUCKET + "/"), conf)) {
      emulator.reset();
      boolean made = fs.mkdirs(new Path("s3a://" + BenchmarkPrincipals.BUCKET + "/" + directory));
      BenchmarkException.unless(made, "S3A did not make " + directory);
      return checked(emulator.counts());
    }
  }

  /** The keys of the directories to make, the deepest first. */
  private static List<String> levels(String name, int depth) {
    List<String> levels = new ArrayList<>();
    StringBuilder key = new StringBuilder(folder(0)).append(name).append('-').append(depth);
    for (int level = 1; level <= depth; level++) {
      levels.add(0, key.toString());
      key.append("/d").append(level);
    }
    return levels;
  }

  /**
   * The calls of a client with the plugin that sends the requests of S3A's mkdirs, since S3A 3.4.3
   * cannot have the plugin.
   *
   * @param requests how many requests S3A sends
   */
  private static CallCounts mkdirsOfPlugin(int depth, long requests, EmulatorProcess emulator)
      throws Exception {
    upload(emulator);
    List<String> levels = levels("plugin", depth);
    try (Session session = Side.PLUGIN.open(emulator.lake(), TABLES)) {
      emulator.reset();
      S3Client s3 = session.s3();
      for (String level : levels) {
        list(s3, level + "/");
        head(s3, level);
      }
      list(s3, folder(0));
      s3.putObject(
          r -> r.bucket(BenchmarkPrincipals.BUCKET).key(levels.get(0) + "/"), RequestBody.empty());
      CallCounts counts = checked(emulator.counts());
      BenchmarkException.unless(
          counts.s3() == requests, "S3A sends " + requests + " requests: " + counts);
      return counts;
    }
  }

  private static void list(S3Client s3, String prefix) {
    s3.listObjectsV2(
        r ->
            r.bucket(BenchmarkPrincipals.BUCKET).prefix(prefix).delimiter("/").maxKeys(PROBE_KEYS));
  }

  private static void head(S3Client s3, String key) {
    try {
      s3.headObject(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(key));
    } catch (NoSuchKeyException e) {
      return;
    }
    throw new BenchmarkException("there is a " + key);
  }

  private static CallCounts checked(CallCounts counts) {
    BenchmarkException.unless(
        counts.s3() > 0 && counts.baseSigned() == 0 && counts.refused() == 0,
        "not all requests were vended and answered: " + counts);
    return counts;
  }
}
