package io.github.s3agrants.emulator.control;

import com.sun.net.httpserver.HttpExchange;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.SignedRequest;
import io.github.s3agrants.emulator.identity.UrlText;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the control port, read in full.
 *
 * @param signed the signed parts
 * @param body the body, bounded
 * @param query the decoded query parameters, the first value of each
 * @param sourceIp the address of the client
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Passed from the socket to the operation, never compared.
record ControlRequest(
    SignedRequest signed, byte[] body, Map<String, String> query, String sourceIp) {
  // The longest resource policy has 350,000 characters; XML may need six bytes for each.
  private static final int MAX_BODY = 4 * 1024 * 1024;
  // Read and discarded, so that a client that sends too much still reads the error response.
  private static final int MAX_SKIPPED = 64 * 1024 * 1024;

  static ControlRequest read(HttpExchange exchange) throws IOException, AwsException {
    String rawQuery = exchange.getRequestURI().getRawQuery();
    SignedRequest signed =
        new SignedRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            rawQuery == null ? "" : rawQuery,
            exchange.getRequestHeaders());
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      skip(exchange.getRequestBody());
      throw new AwsException(
          AwsError.MAX_MESSAGE_LENGTH_EXCEEDED,
          "Your request was too large: the body may have at most " + MAX_BODY + " bytes");
    }
    return new ControlRequest(
        signed,
        body,
        parameters(signed.rawQuery()),
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private static void skip(InputStream body) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long skipped = 0;
    int read = body.read(buffer);
    while (read >= 0 && skipped < MAX_SKIPPED) {
      skipped += read;
      read = body.read(buffer);
    }
  }

  /** The first value of each parameter of a query string or form. */
  static Map<String, String> parameters(String encoded) throws AwsException {
    Map<String, String> parameters = new HashMap<>();
    try {
      UrlText.query(encoded)
          .forEach(parameter -> parameters.putIfAbsent(parameter.name(), parameter.value()));
    } catch (IllegalArgumentException e) {
      throw new AwsException(AwsError.INVALID_URI, "The query cannot be decoded");
    }
    return Map.copyOf(parameters);
  }

  String method() {
    return signed.method();
  }

  String path() {
    return signed.rawPath();
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** Omits headers and body, which may hold credentials. */
  @Override
  public String toString() {
    return method() + " " + path();
  }
}
