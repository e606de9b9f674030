package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import io.github.s3agrants.emulator.identity.SessionOwner;
import io.github.s3agrants.emulator.identity.SignedRequest;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No toString shows a secret or a session token. */
final class SecretsTest {
  @Test
  void not_in_text() {
    Principal principal = TestPrincipals.SESSION;
    CredentialRegistry registry = new CredentialRegistry(List.of(principal));
    Credential vended =
        registry.make(
            SessionOwner.of(principal),
            SignerKind.VENDED,
            principal.arn(),
            AccessPolicy.of(S3Scope.prefix("lake", ""), Permission.READ),
            Instant.EPOCH);
    assertThat(List.of(vended.secretKey(), String.valueOf(vended.sessionToken())))
        .doesNotHaveDuplicates();
    String text =
        String.join(
            "\n",
            principal.toString(),
            vended.toString(),
            registry.find(principal.accessKey()).toString(),
            XmlElement.of("SecretAccessKey", vended.secretKey()).toString(),
            new SignedRequest(
                    "GET", "/", "", Map.of("x-amz-security-token", List.of("session-token")))
                .toString());
    assertThat(text)
        .doesNotContain(principal.secretKey())
        .doesNotContain(String.valueOf(principal.sessionToken()))
        .doesNotContain(vended.secretKey())
        .doesNotContain(String.valueOf(vended.sessionToken()))
        .contains(principal.accessKey(), vended.accessKeyId());
  }
}
