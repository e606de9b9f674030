package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ToolRunner;

/** What the doctor printed, and its exit status. */
record DoctorRun(int exitStatus, String text) {
  /** Runs the doctor as a command does, in this JVM. */
  static DoctorRun with(Configuration conf, String... args) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(text, true, UTF_8)) {
      return new DoctorRun(
          ToolRunner.run(new Configuration(conf), new Doctor(out), Doctor.forToolRunner(args)),
          text.toString(UTF_8));
    }
  }

  /** The lines with one of these levels. */
  List<String> lines(String... levels) {
    return text.lines()
        .filter(line -> Arrays.stream(levels).anyMatch(level -> line.startsWith("  " + level)))
        .toList();
  }
}
