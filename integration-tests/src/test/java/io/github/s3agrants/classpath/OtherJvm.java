package io.github.s3agrants.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A JVM with another class path than the tests have: entries of theirs, and jars of others. */
final class OtherJvm {
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** A folder of jars for each other version of Hadoop and of modules of the SDK. */
  private static final Path OTHERS = Path.of(System.getProperty("other.jars"));

  private OtherJvm() {}

  /**
   * What a JVM has printed to its standard output, and to its standard error, when it has ended.
   */
  record Output(int exitStatus, String text, String errors) {}

  /**
   * Runs a JVM until it ends, for 60 seconds at most. Nothing in its environment is about AWS,
   * Hadoop or Spark.
   *
   * @param folder for what it prints
   * @param arguments the JVM's options, the class and its arguments
   */
  static Output run(Path folder, String classPath, List<String> arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath));
    command.addAll(arguments);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(AWS|HADOOP|SPARK)_.*"));
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    Process job = builder.start();
    try {
      assertThat(job.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      job.destroyForcibly();
    }
    return new Output(job.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /** Those entries of this JVM's class path. */
  static Stream<String> own(Predicate<Path> which) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> which.test(Path.of(entry)));
  }

  static Stream<String> others(String folder) {
    return Stream.of(OTHERS.resolve(folder) + File.separator + "*");
  }

  static String classPath(Stream<String> entries) {
    return entries.collect(joining(File.pathSeparator));
  }

  static boolean isOfTheSdk(Path entry) {
    return entry.toString().contains("awssdk") || entry.toString().contains("reactive-streams");
  }
}
