package io.github.s3agrants.tools;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** What the user wrote on the command line. Immutable. */
final class DoctorOptions {
  static final String USAGE =
      String.join(
          System.lineSeparator(),
          "Usage: doctor [options] s3a://bucket/path",
          "",
          "Checks whether and how S3 Access Grants works for a path, with the configuration that jobs"
              + " have.",
          "The path may have wildcards, as in 's3a://bucket/table/day=*'.",
          "Without --write it changes nothing. It never prints a secret.",
          "",
          "  --write                writes an object below the path, reads it and removes it; also says"
              + " what a write of Spark needs",
          "  --as arn:…:role/NAME   as a role, which the caller assumes",
          "  --as USER              as another Hadoop user",
          "  --conf KEY=VALUE       an option as for spark-submit: spark.hadoop.fs.s3a.…, or fs.s3a.…",
          "  --properties-file FILE Spark's settings; else conf/spark-defaults.conf of SPARK_HOME",
          "  --json                 the report as JSON",
          "  -D KEY=VALUE, -conf FILE   Hadoop's generic options, before all others",
          "",
          "Exit status: 0 if all is well, 1 after a warning, 2 after a failure.");

  static final String CONF = "--conf";

  /** The same, by a name that Hadoop does not know. */
  static final String CONF_OF_SPARK = "--spark-conf";

  private static final String ROLE = "arn:";

  private final Path path;
  private final boolean write;
  private final boolean json;
  private final Optional<String> as;
  private final Optional<String> propertiesFile;
  private final Map<String, String> conf;

  private DoctorOptions(
      Path path,
      boolean write,
      boolean json,
      Optional<String> as,
      Optional<String> propertiesFile,
      Map<String, String> conf) {
    this.path = path;
    this.write = write;
    this.json = json;
    this.as = as;
    this.propertiesFile = propertiesFile;
    this.conf = Map.copyOf(conf);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static DoctorOptions parse(String... args) {
    boolean write = false;
    boolean json = false;
    Optional<String> as = Optional.empty();
    Optional<String> propertiesFile = Optional.empty();
    Map<String, String> conf = new TreeMap<>();
    Optional<Path> path = Optional.empty();
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    while (!rest.isEmpty()) {
      String arg = rest.remove();
      switch (arg) {
        case "--write":
          write = true;
          break;
        case "--json":
          json = true;
          break;
        case "--as":
          as = Optional.of(valueOf(arg, rest));
          break;
        case "--properties-file":
          propertiesFile = Optional.of(valueOf(arg, rest));
          break;
        case CONF:
        case CONF_OF_SPARK:
          addTo(conf, valueOf(CONF, rest));
          break;
        default:
          if (arg.startsWith("-") || path.isPresent()) {
            throw new IllegalArgumentException("Unknown argument: " + arg);
          }
          path = Optional.of(path(arg));
      }
    }
    return new DoctorOptions(
        path.orElseThrow(() -> new IllegalArgumentException("No path given")),
        write,
        json,
        as,
        propertiesFile,
        conf);
  }

  private static String valueOf(String option, Deque<String> rest) {
    if (rest.isEmpty() || rest.element().isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.remove();
  }

  private static void addTo(Map<String, String> conf, String setting) {
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      // The text may have a secret, so it is not repeated.
      throw new IllegalArgumentException("--conf needs KEY=VALUE");
    }
    conf.put(setting.substring(0, equals).trim(), setting.substring(equals + 1));
  }

  private static Path path(String text) {
    try {
      Path path = new Path(text);
      if (path.toUri().getScheme() != null && path.toUri().getAuthority() != null) {
        var unused = Glob.of(path);
        return path;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Not a path: " + text, e);
    }
    throw new IllegalArgumentException("Not a whole path, such as s3a://bucket/path: " + text);
  }

  /** What is asked about. */
  Target target() {
    return new Target(glob().isPresent() ? path : Glob.literal(path));
  }

  /** The path as one with wildcards; empty if it has none. */
  Optional<Glob> glob() {
    return Glob.of(path);
  }

  /** With scheme and bucket, as the user wrote it. */
  Path path() {
    return path;
  }

  /** Whether an object is written below the path and removed again. */
  boolean write() {
    return write;
  }

  boolean json() {
    return json;
  }

  /** The ARN of a role that is to be assumed. */
  Optional<String> role() {
    return as.filter(name -> name.startsWith(ROLE));
  }

  /** Another Hadoop user. */
  Optional<String> user() {
    return as.filter(name -> !name.startsWith(ROLE));
  }

  /** Where Spark's settings are, if not in its own place. */
  Optional<String> propertiesFile() {
    return propertiesFile;
  }

  /** Options by key, as the user wrote them. */
  Map<String, String> conf() {
    return conf;
  }
}
