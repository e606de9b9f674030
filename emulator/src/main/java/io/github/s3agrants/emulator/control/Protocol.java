package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlElement;

/** A service's signing name and error format. */
enum Protocol {
  S3_CONTROL(Service.S3CONTROL, "s3") {
    @Override
    XmlElement errorDocument(int status, String code, String message, String requestId) {
      return XmlElement.of(
          "ErrorResponse",
          XmlElement.of("Error", XmlElement.of("Code", code), XmlElement.of("Message", message)),
          XmlElement.of("RequestId", requestId),
          XmlElement.of("HostId", "emulator"));
    }
  },
  STS(Service.STS, "sts") {
    @Override
    XmlElement errorDocument(int status, String code, String message, String requestId) {
      return XmlElement.of(
          "ErrorResponse",
          XmlElement.of(
              "Error",
              XmlElement.of("Type", status < 500 ? "Sender" : "Receiver"),
              XmlElement.of("Code", code),
              XmlElement.of("Message", message)),
          XmlElement.of("RequestId", requestId));
    }

    @Override
    int status(AwsError error) {
      return error == AwsError.EXPIRED_TOKEN || !code(error).equals(error.code())
          ? error == AwsError.AUTHORIZATION_HEADER_MALFORMED ? 400 : 403
          : error.status();
    }

    @Override
    String code(AwsError error) {
      // https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
      return switch (error) {
        case INVALID_ACCESS_KEY_ID, INVALID_TOKEN -> "InvalidClientTokenId";
        case REQUEST_TIME_TOO_SKEWED, CONTENT_SHA256_MISMATCH -> "SignatureDoesNotMatch";
        case NOT_SIGNED -> "MissingAuthenticationToken";
        case AUTHORIZATION_HEADER_MALFORMED -> "IncompleteSignature";
        default -> error.code();
      };
    }

    @Override
    String message(AwsException e) {
      return switch (e.error()) {
        case INVALID_ACCESS_KEY_ID, INVALID_TOKEN ->
            "The security token included in the request is invalid.";
        case REQUEST_TIME_TOO_SKEWED ->
            "Signature expired: the request was signed more than 15 minutes from the present";
        case EXPIRED_TOKEN -> "The security token included in the request is expired";
        default -> e.describe();
      };
    }
  };

  private final Service service;
  private final String signingName;

  Protocol(Service service, String signingName) {
    this.service = service;
    this.signingName = signingName;
  }

  Service service() {
    return service;
  }

  String signingName() {
    return signingName;
  }

  int status(AwsError error) {
    return error.status();
  }

  String code(AwsError error) {
    return error.code();
  }

  String message(AwsException e) {
    return e.describe();
  }

  abstract XmlElement errorDocument(int status, String code, String message, String requestId);
}
