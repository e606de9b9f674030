package io.github.s3agrants.emulator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * A response.
 *
 * @param status HTTP status; 0: no response
 * @param contentType null for no body
 * @param body empty for none
 * @param errorCode the error code in the body; null if the call succeeded
 * @param errorMessage the error message in the body; null if the call succeeded
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Passed from the operation to the socket, never compared.
record ControlResponse(
    int status,
    @Nullable String contentType,
    byte[] body,
    @Nullable String errorCode,
    @Nullable String errorMessage) {
  static ControlResponse xml(int status, XmlElement root) {
    return new ControlResponse(status, "application/xml", root.toDocument(), null, null);
  }

  static ControlResponse json(byte[] body) {
    return new ControlResponse(200, "application/json", body, null, null);
  }

  static ControlResponse empty() {
    return new ControlResponse(200, null, new byte[0], null, null);
  }

  static ControlResponse page(String contentType, byte[] body) {
    return new ControlResponse(200, contentType, body, null, null);
  }

  /** The page's files are named relative to its folder. */
  static ControlResponse redirect() {
    return new ControlResponse(302, null, new byte[0], null, null);
  }

  static ControlResponse forbidden(String message) {
    return new ControlResponse(
        403, "text/plain; charset=utf-8", (message + "\n").getBytes(UTF_8), null, null);
  }

  static ControlResponse noContent() {
    return new ControlResponse(204, null, new byte[0], null, null);
  }

  /** No response: the connection is closed. */
  static ControlResponse dropped() {
    return new ControlResponse(0, null, new byte[0], null, null);
  }

  boolean isDropped() {
    return status == 0;
  }

  ControlResponse failedWith(String code, String message) {
    return new ControlResponse(status, contentType, body, code, message);
  }
}
