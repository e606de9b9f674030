package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.identity.SignedRequest;
import io.github.s3agrants.emulator.identity.UrlText;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
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

  static ControlRequest read(HttpRequest request) throws IOException, AwsException {
    Map<String, List<String>> headers = new HashMap<>();
    request.headerNames().forEach(name -> headers.put(name, request.headers(name)));
    SignedRequest signed =
        new SignedRequest(request.method(), request.rawPath(), request.rawQuery(), headers);
    byte[] body = request.body().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new AwsException(
          AwsError.MAX_MESSAGE_LENGTH_EXCEEDED,
          "Your request was too large: the body may have at most " + MAX_BODY + " bytes");
    }
    return new ControlRequest(signed, body, parameters(signed.rawQuery()), request.remoteAddress());
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
