package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.RoleSessions;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.UniqueIds;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The HTTP bindings of STS. */
final class StsOperations {
  private final RoleSessions sessions;

  StsOperations(RoleSessions sessions) {
    this.sessions = sessions;
  }

  ControlResponse getCallerIdentity(Handler.Request request) {
    Credential caller = request.caller();
    return reply(
        "GetCallerIdentity",
        request.requestId(),
        XmlElement.of("Arn", caller.arn()),
        XmlElement.of("UserId", UniqueIds.of(caller.arn())),
        XmlElement.of("Account", UniqueIds.account(caller.arn())));
  }

  ControlResponse getSessionToken(Handler.Request request) throws AwsException {
    Credential session =
        sessions.session(
            request.caller(),
            Duration.ofSeconds(AssumeRoleForm.secondsOfSessionToken(request.form())));
    return reply("GetSessionToken", request.requestId(), DataAccessOperations.credentials(session));
  }

  ControlResponse assumeRole(Handler.Request request) throws AwsException {
    AssumeRoleForm form = AssumeRoleForm.parse(request.form());
    DirectoryIdentity directory = form.directory();
    Credential session =
        sessions.assume(
            request.principal(),
            new RoleSessions.Request(
                form.roleArn(),
                form.sessionName(),
                Duration.ofSeconds(form.durationSeconds()),
                directory));
    return reply(
        "AssumeRole",
        request.requestId(),
        DataAccessOperations.credentials(session),
        XmlElement.of(
            "AssumedRoleUser",
            XmlElement.of("AssumedRoleId", UniqueIds.of(session.arn())),
            XmlElement.of("Arn", session.arn())),
        XmlElement.of("PackedPolicySize", "0"),
        XmlElement.optional("SourceIdentity", form.sourceIdentity()));
  }

  private static ControlResponse reply(
      String operation, String requestId, @Nullable XmlElement... members) {
    return ControlResponse.xml(
        200,
        XmlElement.of(
            operation + "Response",
            XmlElement.of(operation + "Result", members),
            XmlElement.of("ResponseMetadata", XmlElement.of("RequestId", requestId))));
  }
}
