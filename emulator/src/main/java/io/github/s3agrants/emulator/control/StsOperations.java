package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.xml.XmlElement;

/** The operations of STS. */
final class StsOperations {
  private StsOperations() {}

  static HttpReply getCallerIdentity(Credential caller, String account, String requestId) {
    boolean vended = caller.kind() == SignerKind.VENDED;
    // Vended credentials are a session of the location's role, named after nobody.
    String arn =
        vended
            ? "arn:aws:sts::"
                + account
                + ":assumed-role/access-grants-location/access-grants-session"
            : caller.principal().arn();
    return HttpReply.xml(
        200,
        XmlElement.of(
            "GetCallerIdentityResponse",
            XmlElement.of(
                "GetCallerIdentityResult",
                XmlElement.of("Arn", arn),
                XmlElement.of("UserId", caller.accessKeyId()),
                XmlElement.of("Account", vended ? account : caller.principal().account())),
            XmlElement.of("ResponseMetadata", XmlElement.of("RequestId", requestId))));
  }
}
