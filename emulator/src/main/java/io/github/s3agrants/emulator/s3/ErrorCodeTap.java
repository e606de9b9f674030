package io.github.s3agrants.emulator.s3;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets S3Proxy's answer through and reads the error code in it. */
final class ErrorCodeTap extends HttpServletResponseWrapper {
  private static final Pattern CODE = Pattern.compile("<Error><Code>(\\w{1,64})</Code>");

  private final StringWriter seen = new StringWriter();

  ErrorCodeTap(HttpServletResponse response) {
    super(response);
  }

  @Nullable String errorCode() {
    Matcher matcher = CODE.matcher(seen.toString());
    return matcher.find() ? matcher.group(1) : null;
  }

  /** S3Proxy sets the status before it asks for the writer. */
  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter writer = super.getWriter();
    return getStatus() < SC_BAD_REQUEST ? writer : new PrintWriter(new Copy(writer, seen));
  }

  /** Writes everything twice. */
  private static final class Copy extends Writer {
    private final Writer real;
    private final Writer copy;

    private Copy(Writer real, Writer copy) {
      this.real = real;
      this.copy = copy;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      real.write(buffer, offset, length);
      copy.write(buffer, offset, length);
    }

    @Override
    public void flush() throws IOException {
      real.flush();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
