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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Forwards S3Proxy's response, but records the call first. A client that has the response therefore
 * finds the call in the journal.
 *
 * <p>S3Proxy sets the status before it requests a stream or writer, and writes a complete error
 * before it closes the writer.
 */
final class RecordedResponse extends HttpServletResponseWrapper {
  private static final Pattern CODE = Pattern.compile("<Error><Code>(\\w{1,64})</Code>");

  private final HttpServletRequest request;
  private final JournalRecorder journal;
  private final CallRecord call;
  private final @Nullable UnaryOperator<String> rewrite;
  private boolean recorded;

  /**
   * Wraps a response.
   *
   * @param rewrite changes a document from S3Proxy; null leaves it unchanged
   */
  RecordedResponse(
      HttpServletRequest request,
      HttpServletResponse response,
      JournalRecorder journal,
      CallRecord call,
      @Nullable UnaryOperator<String> rewrite) {
    super(response);
    this.request = request;
    this.journal = journal;
    this.call = call;
    this.rewrite = rewrite;
  }

  /** Records the call unless that was done before. */
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
      return new PrintWriter(new HeldWriter(super.getWriter(), UnaryOperator.identity()));
    }
    if (getStatus() == SC_OK && rewrite != null) {
      return new PrintWriter(new HeldWriter(super.getWriter(), rewrite));
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

  /** Holds a document back until it is complete. */
  private final class HeldWriter extends StringWriter {
    private final Writer client;

    private final UnaryOperator<String> change;

    private HeldWriter(Writer client, UnaryOperator<String> change) {
      this.client = client;
      this.change = change;
    }

    @Override
    public void close() throws IOException {
      String document = toString();
      Matcher matcher = CODE.matcher(document);
      record(getStatus(), matcher.find() ? matcher.group(1) : null);
      UnreadBody.drain(request, RecordedResponse.this);
      client.write(change.apply(document));
      client.close();
    }
  }
}
