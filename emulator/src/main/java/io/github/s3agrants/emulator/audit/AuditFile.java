package io.github.s3agrants.emulator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Appends lines to a file. Each line has reached the system when {@link #append} returns, and a
 * file that exists is continued. Thread-safe.
 */
final class AuditFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AuditFile.class.getName());

  private final Path file;
  private final Writer writer;
  private boolean failed;
  private boolean closed;

  private AuditFile(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  static AuditFile open(Path file) throws IOException {
    return new AuditFile(file, Files.newBufferedWriter(file, UTF_8, CREATE, APPEND));
  }

  /**
   * Appends a line. As on AWS, a log that cannot be written fails no request; the first failure is
   * reported.
   */
  synchronized void append(String line) {
    if (closed) {
      return;
    }
    try {
      writer.write(line);
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      if (!failed) {
        LOG.log(Level.ERROR, file + " is not complete any more", e);
      }
      failed = true;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    writer.close();
  }
}
