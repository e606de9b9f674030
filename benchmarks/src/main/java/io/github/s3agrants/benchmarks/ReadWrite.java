package io.github.s3agrants.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.testkit.EmulatorClients;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** All that a job does in a folder, under one READWRITE grant. */
final class ReadWrite implements Benchmark {
  private static final String FOLDER = "written/data/";
  private static final AwsCredentialsProvider WRITER =
      EmulatorClients.credentials(BenchmarkPrincipals.WRITER);

  /** Whether the job reads or writes first. */
  enum Order {
    READ_FIRST,
    WRITE_FIRST;

    String figure() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public String name() {
    return "readwrite";
  }

  @Override
  public String summary() {
    return "calls for read, list, write, rename and delete under one READWRITE grant";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow();
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      for (Order order : Order.values()) {
        report.compare(
            order.figure(),
            onClient(Side.OURS, order, emulator).getDataAccess(),
            onClient(Side.PLUGIN, order, emulator).getDataAccess(),
            "calls");
      }
      for (Order order : Order.values()) {
        report.alone("s3a-" + order.figure(), onS3a(order, emulator).getDataAccess(), "calls");
      }
      report.note("S3A 3.4.3 cannot have the plugin: the figures of S3A are the library's alone");
    }
  }

  /** The calls that the job causes with an S3 client. */
  static CallCounts onClient(Side side, Order order, EmulatorProcess emulator) throws Exception {
    emulator.lake().upload(List.of(FOLDER + "old"));
    try (Session session = side.open(emulator.lake(), WRITER)) {
      emulator.reset();
      S3Client s3 = session.s3();
      if (order == Order.READ_FIRST) {
        read(s3);
        write(s3);
      } else {
        write(s3);
        read(s3);
      }
      s3.copyObject(
          r ->
              r.sourceBucket(BenchmarkPrincipals.BUCKET)
                  .sourceKey(FOLDER + "new")
                  .destinationBucket(BenchmarkPrincipals.BUCKET)
                  .destinationKey(FOLDER + "renamed"));
      s3.deleteObject(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(FOLDER + "new"));
      s3.deleteObject(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(FOLDER + "renamed"));
      return checked(emulator.counts());
    }
  }

  private static void read(S3Client s3) {
    s3.getObjectAsBytes(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(FOLDER + "old"));
    s3.listObjectsV2(r -> r.bucket(BenchmarkPrincipals.BUCKET).prefix(FOLDER));
  }

  private static void write(S3Client s3) {
    s3.putObject(
        r -> r.bucket(BenchmarkPrincipals.BUCKET).key(FOLDER + "new"), RequestBody.fromString("x"));
  }

  /** The calls that the job causes with a real S3A file system. */
  static CallCounts onS3a(Order order, EmulatorProcess emulator) throws Exception {
    emulator.lake().upload(List.of(FOLDER + "old"));
    try (FileSystem fs =
        FileSystem.newInstance(
            URI.create("s3a://" + BenchmarkPrincipals.BUCKET + "/"),
            Side.hadoop(emulator.lake(), WRITER))) {
      emulator.reset();
      if (order == Order.READ_FIRST) {
        read(fs);
        write(fs);
      } else {
        write(fs);
        read(fs);
      }
      boolean done = fs.rename(path("new"), path("renamed")) && fs.delete(path("renamed"), false);
      BenchmarkException.unless(done, "S3A did not rename and delete");
      return checked(emulator.counts());
    }
  }

  private static void read(FileSystem fs) throws Exception {
    try (var in = fs.open(path("old"))) {
      BenchmarkException.unless(in.read() >= 0, "nothing to read");
    }
    BenchmarkException.unless(fs.listStatus(path("")).length > 0, "nothing to list");
  }

  private static void write(FileSystem fs) throws Exception {
    try (FSDataOutputStream out = fs.create(path("new"), true)) {
      out.write("x".getBytes(UTF_8));
    }
  }

  private static Path path(String name) {
    return new Path("s3a://" + BenchmarkPrincipals.BUCKET + "/" + FOLDER + name);
  }

  private static CallCounts checked(CallCounts counts) {
    BenchmarkException.unless(
        counts.s3() > 0 && counts.baseSigned() == 0 && counts.refused() == 0,
        "not all requests were vended and answered: " + counts);
    return counts;
  }
}
