package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a small object below the path, reads it, and removes it again. */
final class WriteProbe {
  private static final String NAME = ".s3a-access-grants-doctor-";

  private static final byte[] TEXT = "Written by the S3 Access Grants doctor".getBytes(UTF_8);

  private final FileSystem fs;
  private final Target target;
  private final Findings findings;

  WriteProbe(FileSystem fs, Target target, Findings findings) {
    this.fs = fs;
    this.target = target;
    this.findings = findings;
  }

  /** A name that no object has. */
  static String newName() {
    return NAME + UUID.randomUUID();
  }

  /** Beside the path, if that is a file. */
  void run(boolean besideIt) {
    Path parent = target.path().getParent();
    Path probe = new Path(besideIt && parent != null ? parent : target.path(), newName());
    String doing = "written";
    boolean written = false;
    try {
      try (FSDataOutputStream out = fs.create(probe, false)) {
        out.write(TEXT);
      }
      written = true;
      doing = "read";
      try (FSDataInputStream in = fs.open(probe)) {
        in.readFully(0, new byte[TEXT.length]);
      }
      doing = "removed";
      requireDeleted(probe);
      findings.ok(String.format("S3 answers: %s was written, read and removed", probe));
    } catch (IOException | RuntimeException e) {
      findings.failed(String.format("%s could not be %s: %s", probe, doing, Failures.ofJob(e)), "");
      if (written) {
        removeAfterFailure(probe, doing);
      }
    }
  }

  private void requireDeleted(Path probe) throws IOException {
    if (!fs.delete(probe, false)) {
      throw new IOException("delete returned false");
    }
  }

  private void removeAfterFailure(Path probe, String doing) {
    try {
      if (!doing.equals("removed")) {
        requireDeleted(probe);
        return;
      }
    } catch (IOException | RuntimeException e) {
      // Said below.
    }
    findings.warning(probe + " may still be there", "Remove it: hadoop fs -rm " + probe);
  }
}
