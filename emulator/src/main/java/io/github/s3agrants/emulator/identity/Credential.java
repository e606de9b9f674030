package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access key with the identity and the S3 access that it carries. Immutable.
 *
 * @param accessKeyId the access key ID
 * @param secretKey the secret access key
 * @param sessionToken the token that every request must carry; null: requests must not carry one
 * @param expiration when it expires; null: never
 * @param principal the owner; for vended credentials, the principal that they were vended to
 * @param kind {@code BASE} or {@code VENDED}
 * @param arn the identity that GetCallerIdentity returns for it
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

  /** Omits the secret and the session token. */
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
