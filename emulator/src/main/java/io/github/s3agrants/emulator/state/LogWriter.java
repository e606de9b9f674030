package io.github.s3agrants.emulator.state;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.s3agrants.emulator.grants.StateChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Appends lines to one file. Not thread-safe. */
final class LogWriter implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final LogLines lines;
  private long changes;
  private boolean certain = true;

  private LogWriter(Path file, FileChannel channel, LogLines lines, long changes) {
    this.file = file;
    this.channel = channel;
    this.lines = lines;
    this.changes = changes;
  }

  /** Continues at the end of a file and truncates an unfinished line. */
  static LogWriter resume(Path file, StateFileReader.Content content) throws IOException {
    FileChannel channel = OwnerOnlyFiles.open(file, Set.of(READ, WRITE));
    try {
      cut(channel, content.length());
      return new LogWriter(file, channel, content.lines(), content.changes().size());
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    }
  }

  /** Writes a whole file. When this method returns, all of it is on the disk. */
  static LogWriter create(Path file, String region, List<StateChange> state) throws IOException {
    FileChannel channel = OwnerOnlyFiles.open(file, Set.of(CREATE, TRUNCATE_EXISTING, READ, WRITE));
    try {
      LogLines lines = new LogLines();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      put(channel, buffer, lines.header(region));
      for (StateChange change : state) {
        byte[] line = lines.change(change);
        put(channel, buffer, line);
        lines.accept(line);
      }
      write(channel, buffer.flip());
      channel.force(true);
      return new LogWriter(file, channel, lines, state.size());
    } catch (IOException | RuntimeException e) {
      try (channel) {
        throw e;
      }
    }
  }

  /** The number of changes in the file. */
  long changes() {
    return changes;
  }

  /**
   * Appends a change. When this method returns, it is on the disk.
   *
   * @throws IOException if the change could not be written. The file then is as before, or rejects
   *     all further changes
   */
  void append(StateChange change) throws IOException {
    if (!certain) {
      throw new IOException(file + ": the content of the disk is unknown after an earlier failure");
    }
    byte[] line = lines.change(change);
    long end = channel.position();
    certain = false;
    try {
      write(channel, ByteBuffer.wrap(line));
    } catch (IOException e) {
      // For example, the disk is full. Half a line in the middle would corrupt the file.
      cut(channel, end);
      certain = true;
      throw e;
    }
    // If this fails, the system may have discarded unwritten data and reports it only once.
    channel.force(false);
    certain = true;
    lines.accept(line);
    changes++;
  }

  @Override
  public void close() throws IOException {
    certain = false;
    channel.close();
  }

  private static void cut(FileChannel channel, long length) throws IOException {
    if (channel.size() > length) {
      channel.truncate(length);
      channel.force(true);
    }
    channel.position(length);
  }

  private static void put(FileChannel to, ByteBuffer buffer, byte[] line) throws IOException {
    if (line.length > buffer.remaining()) {
      write(to, buffer.flip());
      buffer.clear();
    }
    if (line.length > buffer.remaining()) {
      write(to, ByteBuffer.wrap(line));
    } else {
      buffer.put(line);
    }
  }

  private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int unused = to.write(bytes);
    }
  }
}
