package io.github.s3agrants.application;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Writes the parts of a message. Not thread-safe. */
final class MessageWriter {
  private static final int FIRST_CAPACITY = 1024;

  private ByteBuffer out = ByteBuffer.allocate(FIRST_CAPACITY);

  /** The buffer, with room for so many bytes more. */
  private ByteBuffer room(int more) {
    if (out.remaining() < more) {
      int needed = Math.addExact(out.position(), more);
      int doubled = (int) Math.min(Integer.MAX_VALUE, 2L * out.capacity());
      out = ByteBuffer.allocate(Math.max(doubled, needed)).put(out.flip());
    }
    return out;
  }

  MessageWriter flag(boolean value) {
    room(Byte.BYTES).put((byte) (value ? 1 : 0));
    return this;
  }

  MessageWriter octet(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  MessageWriter octets(byte[] value) {
    room(value.length).put(value);
    return this;
  }

  /** The number of bytes so far. */
  int size() {
    return out.position();
  }

  MessageWriter number(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  MessageWriter number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  MessageWriter name(Enum<?> value) {
    return text(value.name());
  }

  MessageWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    room(utf8.length).put(utf8);
    return this;
  }

  MessageWriter text(Optional<String> value) {
    flag(value.isPresent());
    value.ifPresent(this::text);
    return this;
  }

  MessageWriter texts(Map<String, String> value) {
    number(value.size());
    value.forEach((key, text) -> text(key).text(text));
    return this;
  }

  /** Writes an access without its bucket. */
  MessageWriter access(Access access) {
    return text(access.operation()).name(access.permission()).path(access.path());
  }

  /** Writes a path without its bucket. */
  MessageWriter path(S3Path path) {
    return flag(path.isPrefix()).text(path.key());
  }

  byte[] toBytes() {
    return Arrays.copyOf(out.array(), out.position());
  }
}
