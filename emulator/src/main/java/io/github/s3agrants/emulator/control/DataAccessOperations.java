package io.github.s3agrants.emulator.control;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.DataAccess;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.xml.XmlElement;

/** The HTTP binding of GetDataAccess. */
final class DataAccessOperations {
  private final DataAccess dataAccess;

  DataAccessOperations(DataAccess dataAccess) {
    this.dataAccess = dataAccess;
  }

  ControlResponse get(Handler.Request request) throws AwsException {
    DataAccess.Result result =
        dataAccess.vend(
            request.account(), request.principal(), DataAccessParameters.parse(request.call()));
    return ControlResponse.xml(
        200,
        XmlElement.of(
            "GetDataAccessResult",
            credentials(result.credential()),
            XmlElement.of("MatchedGrantTarget", result.matchedTarget()),
            GrantDocuments.grantee(result.grant().grantee())));
  }

  static XmlElement credentials(Credential credential) {
    return XmlElement.of(
        "Credentials",
        XmlElement.of("AccessKeyId", credential.accessKeyId()),
        XmlElement.of("SecretAccessKey", credential.secretKey()),
        XmlElement.of("SessionToken", requireNonNull(credential.sessionToken())),
        XmlElement.of("Expiration", requireNonNull(credential.expiration()).toString()));
  }
}
