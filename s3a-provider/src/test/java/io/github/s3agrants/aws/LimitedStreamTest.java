package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.Abortable;

/**
 * {@link LimitedStream} stops answers that are longer than the limit, and aborts their connections.
 */
class LimitedStreamTest {
  /** A body of a given length that records whether it was aborted or closed. */
  private static class Body extends InputStream implements Abortable {
    private final long length;
    long given;
    boolean aborted;
    boolean closed;

    Body(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return given < length ? (int) (given++ & 0xff) : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
      int count = (int) Math.min(wanted, length - given);
      given += count;
      return count == 0 && wanted > 0 ? -1 : count;
    }

    @Override
    public void abort() {
      aborted = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void an_answer_as_long_as_the_limit_is_read_whole() throws IOException {
    Body body = new Body(100);
    try (LimitedStream limited = new LimitedStream(body, 100)) {
      assertThat(limited.readAllBytes()).hasSize(100);
      assertThat(limited.read()).isEqualTo(-1);
    }
    assertThat(body.closed).isTrue();
    assertThat(body.aborted).isFalse();
  }

  @Test
  void a_longer_one_fails_and_its_connection_is_aborted() throws IOException {
    Body body = new Body(Long.MAX_VALUE);
    try (LimitedStream limited = new LimitedStream(body, 100_000)) {
      assertThrows(IOException.class, limited::readAllBytes);
      assertThat(body.aborted).isTrue();
    }
    assertThat(body.given).isLessThan(200_000);
  }

  @Test
  void each_byte_read_alone_counts() throws IOException {
    Body body = new Body(Long.MAX_VALUE);
    try (LimitedStream limited = new LimitedStream(body, 2)) {
      assertThat(limited.read()).isZero();
      assertThat(limited.read()).isEqualTo(1);
      assertThrows(IOException.class, limited::read);
    }
    assertThat(body.given).isEqualTo(3);
  }

  @Test
  void what_is_skipped_counts() throws IOException {
    Body body = new Body(Long.MAX_VALUE);
    try (LimitedStream limited = new LimitedStream(body, 100)) {
      assertThat(limited.skip(60)).isEqualTo(60);
      assertThrows(IOException.class, () -> limited.skip(60));
    }
    assertThat(body.aborted).isTrue();
  }

  @Test
  void closing_reads_the_rest_for_the_connection_to_serve_again() throws IOException {
    Body body = new Body(1000);
    try (LimitedStream limited = new LimitedStream(body, 100_000)) {
      assertThat(limited.read()).isZero();
    }
    assertThat(body.given).isEqualTo(1000);
    assertThat(body.closed).isTrue();
    assertThat(body.aborted).isFalse();
  }

  @Test
  void closing_reads_no_more_than_the_limit() throws IOException {
    Body body = new Body(Long.MAX_VALUE);
    try (LimitedStream limited = new LimitedStream(body, 100_000)) {
      assertThat(limited.read()).isZero();
    }
    assertThat(body.aborted).isTrue();
    assertThat(body.given).isLessThan(200_000);
  }

  /** On close, the SDK would otherwise wait for bytes that nobody needs. */
  @Test
  void a_connection_that_fails_while_its_rest_is_read_is_aborted() throws IOException {
    Body body =
        new Body(1000) {
          @Override
          public int read(byte[] buffer, int offset, int wanted) throws IOException {
            throw new IOException("reset");
          }
        };
    new LimitedStream(body, 100_000).close();
    assertThat(body.aborted).isTrue();
    assertThat(body.closed).isFalse();
  }

  /** Bytes read again after a reset would not be counted. */
  @Test
  void nobody_goes_back_in_it() throws IOException {
    try (LimitedStream limited = new LimitedStream(new ByteArrayInputStream(new byte[10]), 100)) {
      assertThat(limited.markSupported()).isFalse();
    }
  }

  @Test
  void who_aborts_it_aborts_the_connection() throws IOException {
    Body body = new Body(1000);
    try (LimitedStream limited = new LimitedStream(body, 100)) {
      limited.abort();
    }
    assertThat(body.aborted).isTrue();
    assertThat(body.given).isZero();
  }
}
