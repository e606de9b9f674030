package io.github.s3agrants.application;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads the parts of a message, which may come from anybody: each length is checked against what is
 * left before anything is allocated. Not thread-safe.
 */
final class MessageReader {
  /** What is decoded in the place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final ByteBuffer in;

  MessageReader(byte[] message) {
    this.in = ByteBuffer.wrap(message);
  }

  /** Reads one part of a message. */
  @FunctionalInterface
  interface Part<T> {
    T read(MessageReader in) throws ProtocolException;
  }

  private static <T> T orMalformed(Supplier<T> read) throws ProtocolException {
    try {
      return read.get();
    } catch (BufferUnderflowException e) {
      throw malformed("it ends too early");
    }
  }

  private static ProtocolException malformed(String why) {
    return new ProtocolException("Malformed message: " + why + ".");
  }

  boolean flag() throws ProtocolException {
    byte value = orMalformed(in::get);
    if (value != 0 && value != 1) {
      throw malformed("a flag is " + value);
    }
    return value == 1;
  }

  int octet() throws ProtocolException {
    return Byte.toUnsignedInt(orMalformed(in::get));
  }

  int number() throws ProtocolException {
    return orMalformed(in::getInt);
  }

  long longNumber() throws ProtocolException {
    return orMalformed(in::getLong);
  }

  /** A number of things that follow, each of at least one byte. */
  int count() throws ProtocolException {
    int count = number();
    if (count < 0 || count > in.remaining()) {
      throw malformed("it has " + count + " of something in " + in.remaining() + " bytes");
    }
    return count;
  }

  <E extends Enum<E>> E name(Class<E> type) throws ProtocolException {
    try {
      return Enum.valueOf(type, text());
    } catch (IllegalArgumentException e) {
      throw malformed("no " + type.getSimpleName() + " has the name it gives");
    }
  }

  String text() throws ProtocolException {
    int length = count();
    int start = in.position();
    in.position(start + length);
    String text = new String(in.array(), start, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(start, length)) {
      throw malformed("a text is not UTF-8");
    }
    return text;
  }

  private boolean isUtf8(int start, int length) {
    try {
      var unused =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.array(), start, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  Optional<String> optionalText() throws ProtocolException {
    return flag() ? Optional.of(text()) : Optional.empty();
  }

  Map<String, String> texts() throws ProtocolException {
    int count = count();
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = text();
      texts.put(key, text());
    }
    return texts;
  }

  /** An access in a bucket. */
  Access access(String bucket) throws ProtocolException {
    return Access.of(text(), name(Permission.class), path(bucket));
  }

  /** A path in a bucket. */
  S3Path path(String bucket) throws ProtocolException {
    return flag() ? S3Path.prefix(bucket, text()) : S3Path.object(bucket, text());
  }

  <T> List<T> list(Part<T> part) throws ProtocolException {
    int count = count();
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(part.read(this));
    }
    return list;
  }

  void end() throws ProtocolException {
    if (in.hasRemaining()) {
      throw malformed("something follows its end");
    }
  }
}
