package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;

/** Counts the bytes of an answer's body, and notes when the first one was sent. */
final class CountedResponse extends HttpServletResponseWrapper {
  private long bytes;
  private long firstByteNanos;

  CountedResponse(HttpServletResponse response) {
    super(response);
  }

  long bytes() {
    return bytes;
  }

  /** When the first byte was sent; {@code otherwise} if there is none. */
  long firstByteNanos(long otherwise) {
    return bytes == 0 ? otherwise : firstByteNanos;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return new Counter(super.getOutputStream());
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    setCharacterEncoding(UTF_8.name());
    return new PrintWriter(new OutputStreamWriter(getOutputStream(), UTF_8));
  }

  private void count(int sent) {
    if (bytes == 0) {
      firstByteNanos = System.nanoTime();
    }
    bytes += sent;
  }

  /** Counts what passes. */
  private final class Counter extends ServletOutputStream {
    private final ServletOutputStream client;

    private Counter(ServletOutputStream client) {
      this.client = client;
    }

    @Override
    public void write(int oneByte) throws IOException {
      count(1);
      client.write(oneByte);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      count(length);
      client.write(buffer, offset, length);
    }

    @Override
    public void flush() throws IOException {
      client.flush();
    }

    @Override
    public void close() throws IOException {
      client.close();
    }

    @Override
    public boolean isReady() {
      return client.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      client.setWriteListener(listener);
    }
  }
}
