package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpDate;
import io.github.s3agrants.emulator.http.HttpHandler;
import io.github.s3agrants.emulator.http.HttpReply;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.http.HttpResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.UUID;

/** S3 Control, STS and the emulator's own endpoints over HTTP. */
public final class ControlHandler implements HttpHandler, AutoCloseable {
  private static final Logger LOG = System.getLogger(ControlHandler.class.getName());

  private static final int REDIRECT = 302;

  private final ControlPlane plane;
  private final AdminEndpoints pages;
  private final Clock date;

  /**
   * Creates the handler.
   *
   * @param date the clock of the Date header, by which clients correct the time that they sign with
   */
  public ControlHandler(ControlPlane plane, AdminEndpoints pages, Clock date) {
    this.plane = plane;
    this.pages = pages;
    this.date = date;
  }

  /** Ends the delays of injected faults. */
  @Override
  public void close() {
    plane.close();
  }

  @Override
  public void handle(HttpRequest request, HttpReply reply) throws IOException {
    String requestId = UUID.randomUUID().toString();
    ControlResponse answer = answer(request, requestId);
    if (answer.isDropped()) {
      reply.drop();
      return;
    }
    HttpResponse response =
        HttpResponse.of(answer.status())
            .with("Date", HttpDate.of(date.instant()))
            .with("x-amz-request-id", requestId);
    if (answer.contentType() != null) {
      response =
          response
              .with("Content-Type", answer.contentType())
              .with("X-Content-Type-Options", "nosniff");
      if (answer.contentType().startsWith("text/")) {
        response =
            response
                .with("Content-Security-Policy", PageFile.POLICY)
                .with("Cache-Control", "no-store");
      }
    }
    if (answer.status() == REDIRECT) {
      response = response.with("Location", AdminEndpoints.PAGE);
    }
    reply.send(response.body(answer.body()));
  }

  private ControlResponse answer(HttpRequest request, String requestId) throws IOException {
    Protocol protocol = Route.protocol(request.rawPath());
    try {
      if (pages.handles(request)) {
        return pages.answer(request);
      }
      return plane.answer(ControlRequest.read(request), requestId);
    } catch (AwsException e) {
      return ControlPlane.refusal(
          protocol, e.error().status(), e.error().code(), e.describe(), requestId);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request + " failed", e);
      AwsError error = AwsError.INTERNAL_ERROR;
      return ControlPlane.refusal(
          protocol, error.status(), error.code(), "See the emulator's log", requestId);
    }
  }
}
