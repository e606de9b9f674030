package io.github.s3agrants.tools;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.settings.IcebergCatalog;
import io.github.s3agrants.settings.RequiredHadoop;
import java.io.IOException;
import java.io.PrintStream;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.ExitUtil;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Tells whether and how S3 Access Grants works for a path, with the configuration that jobs have:
 * set-up, network, caller, instance, grants, and what each kind of work at the path needs and gets.
 *
 * <p>Run it as {@code hadoop jar s3a-access-grants.jar doctor s3a://bucket/path}, or as {@code
 * spark-class io.github.s3agrants.tools.Doctor s3a://bucket/path}. The exit status is 0 if all is
 * well, 1 after a warning, 2 after a failure or a wrong command line. It never prints a secret.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class Doctor extends Configured implements Tool {
  private final PrintStream out;

  /** Prints to the standard output. */
  public Doctor() {
    this(System.out);
  }

  Doctor(PrintStream out) {
    super(new Configuration());
    this.out = requireNonNull(out, "out");
  }

  /** Runs the doctor, and ends the JVM with its exit status. */
  public static void main(String[] args) throws Exception {
    ExitUtil.terminate(ToolRunner.run(new Doctor(), forToolRunner(args)));
  }

  /**
   * The arguments as they get through Hadoop's parser of generic options. That would take a {@code
   * --conf} at the start for its own {@code -conf FILE}, and say nothing of a file that is missing.
   */
  static String[] forToolRunner(String... args) {
    return Arrays.stream(args)
        .map(arg -> arg.equals(DoctorOptions.CONF) ? DoctorOptions.CONF_OF_SPARK : arg)
        .toArray(String[]::new);
  }

  @Override
  public int run(String[] args) throws IOException, InterruptedException {
    if (List.of(args).contains("--help")) {
      out.println(DoctorOptions.USAGE);
      return Level.OK.exitStatus();
    }
    DoctorOptions options;
    try {
      options = DoctorOptions.parse(args);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println();
      out.println(DoctorOptions.USAGE);
      return Level.FAILED.exitStatus();
    }
    Configuration conf = new Configuration(getConf());
    SparkSettings sparkSettings;
    try {
      sparkSettings = SparkSettings.apply(conf, options, System.getenv());
    } catch (IOException e) {
      out.println("Spark's settings cannot be read: " + e);
      return Level.FAILED.exitStatus();
    }
    Target target = options.target();
    if (options.role().isPresent()) {
      AssumedRole.set(options.role().get(), target, conf);
    }
    Report report =
        options.json()
            ? new JsonReport(out, options.path().toString(), AccessGrantsRuntime.version())
            : new TextReport(
                out,
                String.format(
                    "S3 Access Grants doctor %s for %s",
                    AccessGrantsRuntime.version(), options.path()));
    Findings findings = new Findings(report::add);
    findings.section(Examination.SET_UP);
    sparkSettings.file().ifPresent(file -> findings.ok("Spark's settings are read from " + file));
    for (IcebergCatalog catalog : sparkSettings.icebergCatalogs()) {
      catalog
          .remedy()
          .ifPresentOrElse(
              remedy -> findings.warning(catalog.toString(), remedy),
              () -> findings.ok(catalog.toString()));
    }
    try {
      RequiredHadoop.check();
      as(options.user(), new Examination(target, options.glob(), conf, options.write(), findings));
    } catch (LinkageError e) {
      findings.failed(
          "A class is missing: " + e,
          "Put hadoop-aws of Hadoop 3.4 or later on the class path, and the AWS SDK that it needs.");
    }
    report.end(findings);
    return findings.worst().exitStatus();
  }

  private static void as(Optional<String> user, Examination examination)
      throws IOException, InterruptedException {
    if (user.isEmpty()) {
      examination.run();
      return;
    }
    UserGroupInformation other = UserGroupInformation.createRemoteUser(user.get());
    other.doAs(
        (PrivilegedExceptionAction<Void>)
            () -> {
              examination.run();
              return null;
            });
  }
}
