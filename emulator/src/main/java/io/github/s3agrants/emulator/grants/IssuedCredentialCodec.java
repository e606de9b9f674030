package io.github.s3agrants.emulator.grants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.identity.Credential;
import java.util.List;

/** Converts session credentials to a change of the state, and back. */
final class IssuedCredentialCodec {
  private IssuedCredentialCodec() {}

  static StateChange.CredentialIssued change(Credential credential) {
    Principal principal = credential.principal();
    return new StateChange.CredentialIssued(
        credential.accessKeyId(),
        credential.secretKey(),
        requireNonNull(credential.sessionToken()),
        requireNonNull(credential.expiration()),
        credential.kind(),
        credential.arn(),
        principal.name(),
        principal.arn(),
        principal.administrator(),
        principal.directory(),
        credential.policy());
  }

  static Credential credential(StateChange.CredentialIssued issued) {
    Principal principal =
        new Principal(
            issued.principalName(),
            issued.accessKeyId(),
            issued.secretKey(),
            issued.sessionToken(),
            issued.principalArn(),
            issued.administrator(),
            List.of(),
            issued.directory());
    return new Credential(
        issued.accessKeyId(),
        issued.secretKey(),
        issued.sessionToken(),
        issued.expiration(),
        principal,
        issued.kind(),
        issued.sessionArn(),
        issued.policy());
  }
}
