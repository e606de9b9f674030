package io.github.s3agrants.emulator.store;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the bytes of a body. It allocates as they arrive, whatever length was announced. Used by
 * one thread.
 */
public final class ContentBuffer extends OutputStream {
  private static final int FIRST = 64 * 1024;
  private static final int LARGEST = 8 * 1024 * 1024;

  private final List<Content> full = new ArrayList<>();
  private final long announced;
  private long collected;
  private byte[] open;
  private int used;

  /**
   * Creates a buffer.
   *
   * @param announced the expected number of bytes; a wrong one costs a copy; negative: not known
   */
  public ContentBuffer(long announced) {
    this.announced = announced;
    this.open = new byte[(int) (announced < 0 ? FIRST : Math.min(announced, FIRST))];
  }

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (used == open.length) {
        next();
      }
      int fits = Math.min(left, open.length - used);
      System.arraycopy(bytes, from, open, used, fits);
      used += fits;
      collected += fits;
      from += fits;
      left -= fits;
    }
  }

  private void next() {
    if (used > 0) {
      full.add(Content.of(open));
    }
    int size = (int) Math.min(Math.max(FIRST, 2L * used), LARGEST);
    long expected = announced - collected;
    open = new byte[expected > 0 ? (int) Math.min(size, expected) : size];
    used = 0;
  }

  /** The number of bytes so far. */
  public long length() {
    return collected;
  }

  /** What was written. The buffer must not be used any more. */
  public Content toContent() {
    if (used > 0) {
      full.add(Content.of(used == open.length ? open : Arrays.copyOf(open, used)));
      used = 0;
    }
    return Content.join(full);
  }
}
