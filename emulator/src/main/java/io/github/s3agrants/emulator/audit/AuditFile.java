package io.github.s3agrants.emulator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /**
   * Opens a file.
   *
   * @param setting the setting that names it, for the message of an error
   * @throws IOException if it cannot be written
   */
  static AuditFile open(String setting, Path file) throws IOException {
    try {
      return new AuditFile(file, Files.newBufferedWriter(file, UTF_8, CREATE, APPEND));
    } catch (NoSuchFileException e) {
      throw new IOException(setting + ": there is no directory for the file " + file, e);
    } catch (IOException e) {
      throw new IOException(setting + ": cannot append to " + file + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException of && of.getReason() != null
        ? of.getReason()
        : e.toString();
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
