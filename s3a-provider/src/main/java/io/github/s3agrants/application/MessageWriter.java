package io.github.s3agrants.application;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Writes the parts of a message. Not thread-safe. */
final class MessageWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private interface Writing {
    void run() throws IOException;
  }

  private MessageWriter write(Writing writing) {
    try {
      writing.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MessageWriter flag(boolean value) {
    return write(() -> out.writeBoolean(value));
  }

  MessageWriter number(int value) {
    return write(() -> out.writeInt(value));
  }

  MessageWriter number(long value) {
    return write(() -> out.writeLong(value));
  }

  MessageWriter name(Enum<?> value) {
    return text(value.name());
  }

  MessageWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return write(
        () -> {
          out.writeInt(utf8.length);
          out.write(utf8);
        });
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
    return bytes.toByteArray();
  }
}
