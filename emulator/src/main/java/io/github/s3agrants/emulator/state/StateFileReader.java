package io.github.s3agrants.emulator.state;

import io.github.s3agrants.emulator.grants.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads a state file up to an unfinished last line. */
final class StateFileReader {

  /**
   * The content of a file.
   *
   * @param changes the changes, in their order
   * @param length the offset of the next line
   * @param lines ready for the next line
   */
  record Content(List<StateChange> changes, long length, LogLines lines) {}

  private StateFileReader() {}

  /**
   * Reads a file.
   *
   * @throws IOException naming file and line if a line is damaged, other than an unfinished last
   *     one
   */
  static Content read(Path file, String region) throws IOException {
    byte[] text = Files.readAllBytes(file);
    LogLines lines = new LogLines();
    List<StateChange> changes = new ArrayList<>();
    int from = 0;
    for (int number = 1; from < text.length; number++) {
      int to = end(text, from);
      // The header is never unfinished: a file gets its name only after the header is written.
      boolean unfinished = number > 1 && isUnfinished(text, from, to);
      try {
        if (unfinished) {
          lines.requireUnfinished(text, from, to);
          break;
        }
        if (number == 1) {
          lines.readHeader(text, from, to, region);
        } else {
          changes.add(lines.readChange(text, from, to));
        }
      } catch (LogLines.DamagedException e) {
        throw new IOException("state: " + file + ", line " + number + ": " + e.getMessage(), e);
      }
      from = to;
    }
    return new Content(Collections.unmodifiableList(changes), from, lines);
  }

  private static int end(byte[] text, int from) {
    for (int i = from; i < text.length; i++) {
      if (text[i] == '\n') {
        return i + 1;
      }
    }
    return text.length;
  }

  /**
   * True if this is the last line and the machine went down while it was written. Either its end is
   * missing, or a block of it that the file system filled with zeros.
   */
  private static boolean isUnfinished(byte[] text, int from, int to) {
    if (to < text.length) {
      return false;
    }
    boolean hole = text[to - 1] != '\n';
    for (int i = from; i < to; i++) {
      hole |= text[i] == 0;
    }
    return hole;
  }
}
