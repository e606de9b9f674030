package io.github.s3agrants.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/**
 * A stream that fails, and aborts its connection, once more than a number of bytes has been read.
 * To close the connection instead would read on to the end, so that it can be used again. Not
 * thread-safe, except for {@link #abort}.
 */
final class LimitedStream extends FilterInputStream implements Abortable {
  private final int limit;
  private long count;
  private volatile boolean aborted;

  /**
   * Creates a limited stream.
   *
   * @param limit in bytes; an answer of exactly this length is read in full
   */
  LimitedStream(InputStream in, int limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  /** Reads the bytes that it skips, because every byte counts. */
  @Override
  public long skip(long wanted) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(wanted, 8192))];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int more) throws IOException {
    count += more;
    if (count > limit) {
      abort();
      throw new IOException("The answer is longer than " + limit + " bytes.");
    }
  }

  @Override
  public void abort() {
    aborted = true;
    if (in instanceof Abortable) {
      ((Abortable) in).abort();
    }
  }

  /** Reads the rest, as the underlying stream would, but no more than the limit. */
  @Override
  public void close() throws IOException {
    byte[] rest = new byte[8192];
    try {
      int read = 0;
      while (!aborted && read >= 0) {
        read = read(rest, 0, rest.length);
      }
      in.close();
    } catch (IOException e) {
      // The rest is not needed, and the connection cannot be used again.
      abort();
    }
  }
}
