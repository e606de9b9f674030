package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.http.HttpResponse;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers. Immutable.
 *
 * @param response the response, without the headers that all have
 * @param errorCode null: it is not an error
 */
record Answer(HttpResponse response, @Nullable String errorCode) {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  /** Status 200 without a body. */
  static Answer ok() {
    return new Answer(HttpResponse.of(OK), null);
  }

  /** Status 204. */
  static Answer noContent() {
    return new Answer(HttpResponse.of(NO_CONTENT), null);
  }

  /** Status 200 with a document. */
  static Answer of(XmlElement document) {
    return ofXml(document.toDocument(NAMESPACE));
  }

  /** Status 200 with a document. */
  static Answer ofXml(byte[] document) {
    return new Answer(
        HttpResponse.of(OK).with("Content-Type", "application/xml").body(document), null);
  }

  static Answer of(HttpResponse response) {
    return new Answer(response, null);
  }

  /** With one header more. */
  Answer with(String name, String value) {
    return new Answer(response.with(name, value), errorCode);
  }

  /** With one header more, unless its value is null. */
  Answer withOptional(String name, @Nullable String value) {
    return value == null ? this : with(name, value);
  }

  /** With more headers. */
  Answer with(Map<String, String> headers) {
    HttpResponse more = response;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      more = more.with(header.getKey(), header.getValue());
    }
    return new Answer(more, errorCode);
  }

  /** Collects headers. */
  interface Headers {
    /** Passes each header. */
    void to(BiConsumer<String, String> header);
  }

  /** With the headers that something passes. */
  Answer with(Headers headers) {
    HttpResponse[] more = {response};
    headers.to((name, value) -> more[0] = more[0].with(name, value));
    return new Answer(more[0], errorCode);
  }
}
