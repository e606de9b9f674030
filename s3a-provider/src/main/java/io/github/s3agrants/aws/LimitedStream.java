package io.github.s3agrants.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/**
 * An answer of which so many bytes are read and no more. Beyond them the connection is aborted: to
 * close it would read on to the end, that it may serve again. Not thread-safe, but for {@link
 * #abort}.
 */
final class LimitedStream extends FilterInputStream implements Abortable {
  private final int limit;
  private long count;
  private volatile boolean aborted;

  /**
   * The limited stream.
   *
   * @param limit in bytes; an answer of just so many is read whole
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

  /** Reads what it skips: every byte counts. */
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

  /** Reads the rest, since what lies below would, but no more than the limit. */
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
      // Nobody wants the rest; the connection is of no further use.
      abort();
    }
  }
}
