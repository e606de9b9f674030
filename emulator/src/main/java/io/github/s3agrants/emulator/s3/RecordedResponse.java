package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets S3Proxy's answer through and records the call before the client can see the answer, so that
 * whoever has it finds the call in the journal.
 *
 * <p>S3Proxy sets the status before it asks for a stream or writer, and writes the whole of an
 * error before it closes the writer.
 */
final class RecordedResponse extends HttpServletResponseWrapper {
  private static final Pattern CODE = Pattern.compile("<Error><Code>(\\w{1,64})</Code>");

  private final HttpServletRequest request;
  private final JournalRecorder journal;
  private final CallRecord call;
  private boolean recorded;

  RecordedResponse(
      HttpServletRequest request,
      HttpServletResponse response,
      JournalRecorder journal,
      CallRecord call) {
    super(response);
    this.request = request;
    this.journal = journal;
    this.call = call;
  }

  /** Records the call if that has not been done. */
  void record(int status, @Nullable String errorCode) {
    if (!recorded) {
      recorded = true;
      journal.record(call, status, errorCode);
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    record(getStatus(), null);
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (getStatus() >= SC_BAD_REQUEST) {
      return new PrintWriter(new ErrorWriter(super.getWriter()));
    }
    record(getStatus(), null);
    return super.getWriter();
  }

  @Override
  public void sendError(int status) throws IOException {
    record(status, null);
    super.sendError(status);
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    record(status, null);
    super.sendError(status, message);
  }

  /** Holds an error back until it is complete. */
  private final class ErrorWriter extends StringWriter {
    private final Writer client;

    private ErrorWriter(Writer client) {
      this.client = client;
    }

    @Override
    public void close() throws IOException {
      String document = toString();
      Matcher matcher = CODE.matcher(document);
      record(getStatus(), matcher.find() ? matcher.group(1) : null);
      UnreadBody.settle(request, RecordedResponse.this);
      client.write(document);
      client.close();
    }
  }
}
