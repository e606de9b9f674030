package io.github.s3agrants.emulator.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.grants.StateChange;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of a state file, each a JSON object. The first line is a header; each of the others
 * holds a change. The checksum of a change covers its own line and all lines before it, so that a
 * lost, moved or duplicated line is detected. Not thread-safe.
 */
final class LogLines {
  private static final String FORMAT = "access-grants-emulator-state";
  private static final int VERSION = 1;
  private static final String BEFORE_SUM = "{\"sum\":\"";
  private static final String AFTER_SUM = "\",\"change\":";
  private static final int SUM_LENGTH = 8;
  private static final int CHANGE_START = BEFORE_SUM.length() + SUM_LENGTH + AFTER_SUM.length();

  private int sum;

  /** A line differs from what was written. */
  static final class DamagedException extends Exception {
    DamagedException(String message) {
      super(message);
    }
  }

  /** The first line of a new file. */
  byte[] header(String region) {
    String line =
        "{\"format\":\"%s\",\"version\":%d,\"region\":\"%s\"}\n".formatted(FORMAT, VERSION, region);
    byte[] text = line.getBytes(UTF_8);
    sum = sum(0, text, 0, text.length);
    return text;
  }

  /** Reads the first line, which ends with a line feed. */
  void readHeader(byte[] text, int from, int to, String region) throws DamagedException {
    JsonNode header;
    try {
      header = JsonMapper.shared().readTree(text, from, to - from);
    } catch (JacksonException e) {
      throw new DamagedException("this is not a state file of the emulator");
    }
    if (!header.path("format").asString("").equals(FORMAT)) {
      throw new DamagedException("this is not a state file of the emulator");
    }
    if (header.path("version").asInt(0) != VERSION) {
      throw new DamagedException(
          "the file has version " + header.path("version") + ", this emulator reads " + VERSION);
    }
    if (!header.path("region").asString("").equals(region)) {
      throw new DamagedException(
          "the file holds the state of region "
              + header.path("region").asString("")
              + ", the emulator's is "
              + region);
    }
    sum = sum(0, text, from, to);
  }

  /** The line of the next change. It becomes part of the checksum with {@link #accept}. */
  byte[] change(StateChange change) {
    byte[] json = ChangeCodec.encode(change);
    int next = sum(sum, json, 0, json.length);
    byte[] head = (BEFORE_SUM + HexFormat.of().toHexDigits(next) + AFTER_SUM).getBytes(UTF_8);
    return ByteBuffer.allocate(head.length + json.length + 2)
        .put(head)
        .put(json)
        .put((byte) '}')
        .put((byte) '\n')
        .array();
  }

  /** Adds a written line to the checksum; the next line follows it. */
  void accept(byte[] line) {
    sum = HexFormat.fromHexDigits(new String(line, BEFORE_SUM.length(), SUM_LENGTH, UTF_8));
  }

  /** Reads the next change from a line that ends with a line feed. */
  StateChange readChange(byte[] text, int from, int to) throws DamagedException {
    int length = to - from - CHANGE_START - 2;
    if (length <= 0) {
      throw new DamagedException("the line is too short");
    }
    int next = sum(sum, text, from + CHANGE_START, from + CHANGE_START + length);
    if (!isFrame(text, from, next) || text[to - 2] != '}') {
      throw new DamagedException(
          "the line is damaged, or a line before it is missing: its checksum is wrong");
    }
    sum = next;
    try {
      return ChangeCodec.decode(text, from + CHANGE_START, length);
    } catch (IllegalArgumentException e) {
      throw new DamagedException("the change " + e.getMessage());
    }
  }

  /**
   * Checks a last line that seems to be unfinished. If a complete change is followed by more than
   * one byte, the line was finished and acknowledged, and has lost its line feed to damage.
   */
  void requireUnfinished(byte[] text, int from, int to) throws DamagedException {
    CRC32C crc = begin(sum);
    for (int i = from + CHANGE_START; i < to - 2; i++) {
      if (text[i] == '}' && isFrame(text, from, (int) crc.getValue())) {
        throw new DamagedException("the line is damaged: more text follows its change");
      }
      crc.update(text[i]);
    }
  }

  private static boolean isFrame(byte[] text, int from, int sum) {
    return new String(text, from, CHANGE_START, UTF_8)
        .equals(BEFORE_SUM + HexFormat.of().toHexDigits(sum) + AFTER_SUM);
  }

  private static int sum(int before, byte[] text, int from, int to) {
    CRC32C crc = begin(before);
    crc.update(text, from, to - from);
    return (int) crc.getValue();
  }

  private static CRC32C begin(int before) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(before).flip());
    return crc;
  }
}
