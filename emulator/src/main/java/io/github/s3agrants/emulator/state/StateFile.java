package io.github.s3agrants.emulator.state;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import io.github.s3agrants.emulator.grants.StateChange;
import io.github.s3agrants.emulator.grants.StateLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every change to a file before it is acknowledged, and restores the changes after a
 * restart.
 *
 * <p>The file is a log with one line per change. Each line is forced to the disk. When the file
 * holds twice the changes that the state needs, it is rewritten: a new file is written beside it
 * and replaces it. A partially written last line is truncated at the next start; its change was
 * never acknowledged. Any other damaged line prevents the start.
 *
 * <p>The file holds live session credentials, so only its owner can read it. A second file with the
 * suffix {@code .lock} keeps other processes out. It remains when the process ends. Thread-safe.
 */
public final class StateFile implements StateLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final int SLACK = 10_000;

  private final Path file;
  private final String region;
  private final int slack;
  private final FileChannel lock;
  private List<StateChange> kept;
  private LogWriter writer;
  private Supplier<List<StateChange>> snapshot = List::of;
  private long limit = Long.MAX_VALUE;

  private StateFile(
      Path file,
      String region,
      int slack,
      FileChannel lock,
      List<StateChange> kept,
      LogWriter writer) {
    this.file = file;
    this.region = region;
    this.slack = slack;
    this.lock = lock;
    this.kept = kept;
    this.writer = writer;
  }

  /**
   * Opens the file. Creates it if it does not exist or is empty.
   *
   * @param region the Region whose state it holds
   * @throws IOException naming the file, and the line if one is damaged; also if the file is in use
   */
  public static StateFile open(Path file, String region) throws IOException {
    return open(file, region, SLACK);
  }

  /**
   * Opens the file.
   *
   * @param slack how many changes the file may hold in excess of twice those needed
   */
  static StateFile open(Path named, String region, int slack) throws IOException {
    // Resolves a link: otherwise the rewritten file would replace the link itself.
    Path file = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new IOException("state: " + named + " must be a file in a folder that exists");
    }
    FileChannel lock = lock(file);
    try {
      if (Files.exists(file) && Files.size(file) > 0) {
        StateFileReader.Content content = StateFileReader.read(file, region);
        LogWriter writer = LogWriter.resume(file, content);
        return new StateFile(file, region, slack, lock, content.changes(), writer);
      }
      LogWriter writer = LogWriter.create(sibling(file, ".new"), region, List.of());
      replace(file);
      return new StateFile(file, region, slack, lock, List.of(), writer);
    } catch (IOException | RuntimeException e) {
      try (lock) {
        throw e;
      }
    }
  }

  /**
   * Restores the persisted changes. From then on, the file can be rewritten to keep it small.
   *
   * @param replay takes the changes that the file held when it was opened, in their order
   * @param present returns the smallest list of changes that produces the current state; called by
   *     the appending thread before the appended change is part of the state
   */
  public synchronized void restore(
      Consumer<List<StateChange>> replay, Supplier<List<StateChange>> present) {
    replay.accept(kept);
    kept = List.of();
    snapshot = present;
    limit = 2L * present.get().size() + slack;
  }

  @Override
  public synchronized void append(StateChange change) throws IOException {
    if (writer.changes() >= limit) {
      compact();
    }
    writer.append(change);
  }

  /** Closes the file and releases the lock. */
  @Override
  public synchronized void close() throws IOException {
    try (lock) {
      writer.close();
    }
  }

  private void compact() throws IOException {
    List<StateChange> state = snapshot.get();
    LogWriter fresh;
    try {
      fresh = LogWriter.create(sibling(file, ".new"), region, state);
    } catch (IOException e) {
      // The old file is intact. The next attempt comes when the file has doubled again.
      limit = 2 * writer.changes() + slack;
      LOG.warn("{}: could not be rewritten", file, e);
      return;
    }
    LogWriter old = writer;
    try {
      replace(file);
    } catch (IOException e) {
      // The name may refer to either file now.
      old.close();
      fresh.close();
      throw e;
    }
    writer = fresh;
    old.close();
    limit = 2L * state.size() + slack;
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel lock = OwnerOnlyFiles.open(sibling(file, ".lock"), Set.of(CREATE, WRITE));
    boolean mine = false;
    try {
      mine = lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is in use in this process", file, e);
    } finally {
      if (!mine) {
        lock.close();
      }
    }
    if (!mine) {
      throw new IOException("state: " + file + " is in use by another emulator");
    }
    return lock;
  }

  /** Replaces the old file by the new one atomically. */
  private static void replace(Path file) throws IOException {
    Files.move(
        sibling(file, ".new"),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    FileChannel folder;
    try {
      folder = FileChannel.open(requireNonNull(file.getParent()), READ);
    } catch (IOException e) {
      LOG.debug("this system cannot force a folder", e);
      return;
    }
    // The new name is on the disk once its directory is.
    try (folder) {
      folder.force(true);
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
