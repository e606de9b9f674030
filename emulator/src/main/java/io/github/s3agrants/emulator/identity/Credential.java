package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key pair that signs requests, and what it is worth. Immutable.
 *
 * @param accessKeyId the access key ID
 * @param secretKey the secret access key
 * @param sessionToken the token that every request must carry; null: none may
 * @param expiration when it stops working; null: never
 * @param principal whose it is; for vended credentials to whom they were vended
 * @param kind {@code BASE} or {@code VENDED}
 * @param arn whom the credentials make their holder, as GetCallerIdentity tells it
 * @param policy what it may do on S3
 */
public record Credential(
    String accessKeyId,
    String secretKey,
    @Nullable String sessionToken,
    @Nullable Instant expiration,
    Principal principal,
    SignerKind kind,
    String arn,
    AccessPolicy policy) {

  /** Without the secret and the session token. */
  @Override
  public String toString() {
    return "Credential[accessKeyId="
        + accessKeyId
        + ", principal="
        + principal.name()
        + ", kind="
        + kind
        + "]";
  }
}
