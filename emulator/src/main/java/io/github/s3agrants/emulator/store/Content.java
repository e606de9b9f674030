package io.github.s3agrants.emulator.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of an object or of a part. Immutable. */
public abstract sealed class Content {
  private static final Content EMPTY = new Whole(new byte[0]);

  private Content() {}

  /** No bytes. */
  public static Content empty() {
    return EMPTY;
  }

  /** Wraps an array, which the caller must not change any more. */
  static Content of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Whole(bytes);
  }

  /** One content after the other. Copies no bytes. */
  static Content join(List<Content> contents) {
    List<byte[]> segments = new ArrayList<>();
    for (Content content : contents) {
      content.addTo(segments);
    }
    return switch (segments.size()) {
      case 0 -> EMPTY;
      case 1 -> new Whole(segments.get(0));
      default -> new Joined(segments.toArray(byte[][]::new));
    };
  }

  /** The number of bytes. */
  public abstract long length();

  /** Writes some of the bytes. */
  public abstract void writeTo(OutputStream out, long from, long length) throws IOException;

  /** Some of the bytes. */
  public abstract Content slice(long from, long length);

  abstract void addTo(List<byte[]> segments);

  private static final class Whole extends Content {
    private final byte[] bytes;

    private Whole(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out, long from, long length) throws IOException {
      out.write(bytes, Math.toIntExact(from), Math.toIntExact(length));
    }

    @Override
    public Content slice(long from, long length) {
      return from == 0 && length == bytes.length
          ? this
          : of(
              Arrays.copyOfRange(
                  bytes, Math.toIntExact(from), Math.toIntExact(Math.addExact(from, length))));
    }

    @Override
    void addTo(List<byte[]> segments) {
      if (bytes.length > 0) {
        segments.add(bytes);
      }
    }
  }

  private static final class Joined extends Content {
    private final byte[][] segments;
    private final long length;

    private Joined(byte[][] segments) {
      this.segments = segments;
      long sum = 0;
      for (byte[] segment : segments) {
        sum += segment.length;
      }
      this.length = sum;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void writeTo(OutputStream out, long from, long wanted) throws IOException {
      for (Content piece : pieces(from, wanted)) {
        piece.writeTo(out, 0, piece.length());
      }
    }

    @Override
    public Content slice(long from, long wanted) {
      return from == 0 && wanted == length ? this : join(pieces(from, wanted));
    }

    private List<Content> pieces(long from, long wanted) {
      List<Content> pieces = new ArrayList<>();
      long skip = from;
      long left = wanted;
      for (byte[] segment : segments) {
        long here = Math.min(segment.length - skip, left);
        if (here > 0) {
          pieces.add(new Whole(segment).slice(skip, here));
          left -= here;
          skip = 0;
        } else {
          skip = Math.max(0, skip - segment.length);
        }
      }
      return pieces;
    }

    @Override
    void addTo(List<byte[]> all) {
      all.addAll(List.of(segments));
    }
  }
}
