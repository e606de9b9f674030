package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpResponse;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The forms of S3's answers. */
final class S3Responses {
  private static final DateTimeFormatter XML_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private S3Responses() {}

  /** A date in a document. S3 has whole seconds, as in headers. */
  static String xmlDate(Instant time) {
    return XML_DATE.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The answer to a refused request. */
  static Answer error(AwsException e, String requestId) {
    return error(e.error().status(), e.error().code(), e.describe(), requestId);
  }

  static Answer error(int status, String code, String message, String requestId) {
    HttpResponse response = HttpResponse.of(status);
    return new Answer(
        status == HttpStatus.NOT_MODIFIED
            ? response
            : response
                .with("Content-Type", "application/xml")
                .body(
                    XmlElement.of(
                            "Error",
                            XmlElement.of("Code", code),
                            XmlElement.of("Message", message),
                            XmlElement.of("RequestId", requestId),
                            XmlElement.of("HostId", "emulator"))
                        .toDocument()),
        code);
  }
}
