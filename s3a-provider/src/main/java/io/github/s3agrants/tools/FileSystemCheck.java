package io.github.s3agrants.tools;

import io.github.s3agrants.request.S3Exceptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens a real file system, as a job does, and asks S3 what is at the path. */
final class FileSystemCheck {
  /** A user waits for the answer. S3A's own settings retry for minutes. */
  private static final Map<String, String> PATIENCE =
      Map.of(
          "attempts.maximum", "2",
          "retry.limit", "1",
          "retry.throttle.limit", "2",
          "connection.establish.timeout", "5s",
          "connection.timeout", "15s");

  private static final String NOT_OPEN = "The file system does not open: ";

  private final Target target;
  private final Configuration conf;
  private final Findings findings;

  /**
   * A check.
   *
   * @param conf as a job has it, without the bucket's own options applied
   */
  FileSystemCheck(Target target, Configuration conf, Findings findings) {
    this.target = target;
    this.conf = new Configuration(conf);
    this.findings = findings;
    PATIENCE.forEach(
        (key, value) ->
            this.conf.set("fs.s3a.bucket." + target.bucket() + "." + key, value, "the doctor"));
  }

  /**
   * Asks for what a path with wildcards means, and with {@code write} writes below a directory.
   *
   * @return the matches; none if there are none, or if they cannot be found
   */
  List<FileStatus> matches(boolean write, Path directory) {
    try (FileSystem fs = FileSystem.newInstance(target.fileSystem(), conf)) {
      List<FileStatus> matches = matches(fs);
      if (write) {
        new WriteProbe(fs, new Target(directory), findings).run(false);
      }
      return matches;
    } catch (IOException | RuntimeException | LinkageError e) {
      findings.failed(NOT_OPEN + Failures.ofJob(e), "");
      return List.of();
    }
  }

  private List<FileStatus> matches(FileSystem fs) {
    try {
      FileStatus[] found = fs.globStatus(target.path());
      List<FileStatus> matches = found == null ? List.of() : List.of(found);
      findings.ok(
          matches.isEmpty()
              ? String.format("S3 answers: nothing matches %s yet", target)
              : String.format(
                  "S3 answers: %d %s %s",
                  matches.size(), matches.size() == 1 ? "path matches" : "paths match", target));
      return matches;
    } catch (IOException | RuntimeException e) {
      if (!S3Exceptions.isRefusedHere(e)) {
        findings.failed("What matches " + target + " cannot be found: " + Failures.ofJob(e), "");
      }
      return List.of();
    }
  }

  /**
   * Asks for the path's status, and with {@code write} writes below it.
   *
   * @return whether the path is a file
   */
  boolean run(boolean write) {
    try (FileSystem fs = FileSystem.newInstance(target.fileSystem(), conf)) {
      boolean isFile = status(fs);
      if (write) {
        new WriteProbe(fs, target, findings).run(isFile);
      }
      return isFile;
    } catch (IOException | RuntimeException | LinkageError e) {
      findings.failed(NOT_OPEN + Failures.ofJob(e), "");
      return false;
    }
  }

  private boolean status(FileSystem fs) {
    try {
      FileStatus status = fs.getFileStatus(target.path());
      findings.ok(
          String.format(
              "S3 answers: %s is a %s",
              target, status.isFile() ? "file of " + status.getLen() + " bytes" : "directory"));
      return status.isFile();
    } catch (FileNotFoundException e) {
      findings.ok(String.format("S3 answers: there is nothing at %s yet", target));
    } catch (IOException | RuntimeException e) {
      if (!S3Exceptions.isRefusedHere(e)) {
        findings.failed("The status of " + target + " cannot be read: " + Failures.ofJob(e), "");
      }
    }
    return false;
  }
}
