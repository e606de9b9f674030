package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status HTTP status; 0: no answer
 * @param contentType null for no body
 * @param body empty for none
 * @param errorCode the error code in the body; null if it succeeded
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Handed from the maker straight to the socket, never compared.
record HttpReply(
    int status, @Nullable String contentType, byte[] body, @Nullable String errorCode) {
  static HttpReply xml(int status, XmlElement root) {
    return new HttpReply(status, "application/xml", root.toDocument(), null);
  }

  static HttpReply json(byte[] body) {
    return new HttpReply(200, "application/json", body, null);
  }

  static HttpReply empty() {
    return new HttpReply(200, null, new byte[0], null);
  }

  static HttpReply html(byte[] body) {
    return new HttpReply(200, "text/html; charset=utf-8", body, null);
  }

  static HttpReply noContent() {
    return new HttpReply(204, null, new byte[0], null);
  }

  /** No answer: the connection is to be closed. */
  static HttpReply dropped() {
    return new HttpReply(0, null, new byte[0], null);
  }

  boolean isDropped() {
    return status == 0;
  }

  HttpReply failedWith(String code) {
    return new HttpReply(status, contentType, body, code);
  }
}
