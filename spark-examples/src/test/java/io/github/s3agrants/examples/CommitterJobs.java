package io.github.s3agrants.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the same jobs with every committer, and prints one line per job: what was read back, or what
 * failed. {@link CommittersIT} runs it in separate JVMs.
 */
final class CommitterJobs {

  /** The start of lines for the test. All other lines are Spark's. */
  static final String MARK = "@ ";

  private final SparkSession session;
  private final Committer committer;
  private final String bucket;
  private final String root;

  private CommitterJobs(SparkSession session, Committer committer, String bucket) {
    this.session = session;
    this.committer = committer;
    this.bucket = bucket;
    this.root = bucket + "team/alice/" + committer.id();
  }

  /**
   * The arguments are the bucket, of which {@link CommitterFixture#start} has the grants, and the
   * committers; none means all.
   */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      Trouble.listen(spark);
      List<String> chosen = List.of(args).subList(1, args.length);
      for (Committer committer : Committer.values()) {
        if (!chosen.isEmpty() && !chosen.contains(committer.id())) {
          continue;
        }
        SparkSession session = committer.session(spark);
        Trouble.register(session);
        new CommitterJobs(session, committer, "s3a://" + args[0] + "/").all();
      }
    }
  }

  private void all() {
    tables();
    failures();
    attempts();
    otherGrants();
  }

  private void tables() {
    String table = root + "/table";
    step("write", () -> writeAndRead(numbers(0, 8), SaveMode.Overwrite, table));
    step("append", () -> writeAndRead(numbers(8, 12), SaveMode.Append, table));
    step("overwrite", () -> writeAndRead(numbers(0, 6), SaveMode.Overwrite, table));
    step("dynamic-overwrite", () -> overwritePartition(table));
    if (committer == Committer.PARTITIONED) {
      step("conflict-mode-replace", () -> replacePartition(table));
    }
  }

  private void failures() {
    String retried = root + "/retried";
    step("task-failure", () -> writeAndRead(failing("fail_once"), retried));
    String failed = root + "/failed";
    step("job-failure", () -> writeAndRead(failing("fail_always"), failed));
  }

  private void attempts() {
    for (TaskAttempts.Ending ending : TaskAttempts.Ending.values()) {
      String name = ending.name().toLowerCase(Locale.ROOT).replace('_', '-');
      step(name, () -> attempts(ending, root + "/" + name));
    }
  }

  private String attempts(TaskAttempts.Ending ending, String output) throws Exception {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Configuration base = spark.hadoopConfiguration();
    new TaskAttempts(base, committer, output, ending).run(spark);
    return ending == TaskAttempts.Ending.ABORTED_JOB
        ? "aborted"
        : rows(session.read().text(output).orderBy("value"));
  }

  private void otherGrants() {
    String top = bucket + "top-" + committer.id();
    step("grant-root", () -> writeAndRead(numbers(0, 4), SaveMode.Overwrite, top));
    step("grant-root-again", () -> writeAndRead(numbers(0, 6), SaveMode.Overwrite, top));
    String split = bucket + "split/" + committer.id();
    step("separate-grants", () -> writeAndRead(numbers(0, 4), SaveMode.Append, split));
  }

  private Dataset<Row> numbers(long from, long to) {
    return session.range(from, to, 1, 2).selectExpr("id", "id % 2 as p");
  }

  private Dataset<Row> failing(String function) {
    return session.range(0, 8, 1, 2).selectExpr(function + "(id) as id");
  }

  private String writeAndRead(Dataset<Row> data, SaveMode mode, String path) {
    data.write().mode(mode).partitionBy("p").parquet(path);
    return read(path);
  }

  private String writeAndRead(Dataset<Row> data, String path) {
    data.write().mode(SaveMode.Overwrite).parquet(path);
    return read(path);
  }

  private String overwritePartition(String path) {
    numbers(101, 102)
        .write()
        .mode(SaveMode.Overwrite)
        .option("partitionOverwriteMode", "dynamic")
        .partitionBy("p")
        .parquet(path);
    return read(path);
  }

  private String replacePartition(String path) {
    session.conf().set("fs.s3a.committer.staging.conflict-mode", "replace");
    try {
      return writeAndRead(numbers(101, 102), SaveMode.Append, path);
    } finally {
      session.conf().unset("fs.s3a.committer.staging.conflict-mode");
    }
  }

  private String read(String path) {
    return rows(session.read().parquet(path).select("id").orderBy("id"));
  }

  private static String rows(Dataset<Row> data) {
    return data.collectAsList().stream()
        .map(row -> String.valueOf(row.get(0)))
        .collect(Collectors.joining(" "));
  }

  private void step(String name, Callable<String> work) {
    String outcome;
    try {
      outcome = work.call();
    } catch (Exception e) { // Scala declares nothing
      outcome = "failed: " + causes(e);
    }
    System.out.println(MARK + committer.id() + " " + name + ": " + outcome);
  }

  /**
   * The classes of the causes, without messages, because those contain IDs. Adds
   * AccessDeniedException if it occurs only in a message.
   */
  private static String causes(Throwable failure) {
    List<String> causes = new ArrayList<>();
    boolean refused = false;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      causes.add(each.getClass().getSimpleName());
      refused |= String.valueOf(each.getMessage()).contains("AccessDeniedException");
    }
    return String.join(", ", causes) + (refused ? ", AccessDeniedException" : "");
  }
}
