package io.github.s3agrants.emulator.grants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance as the outside sees it. Immutable.
 *
 * @param arn its ARN
 * @param createdAt by the emulator's clock
 * @param identityCenterInstanceArn the Identity Center instance that serves it; null for none
 * @param identityCenterApplicationArn the application made for the two; null for none
 */
public record InstanceInfo(
    String arn,
    Instant createdAt,
    @Nullable String identityCenterInstanceArn,
    @Nullable String identityCenterApplicationArn) {
  /** An instance's ID is always the same. */
  public static final String ID = "default";

  static InstanceInfo of(InstanceState state) {
    return new InstanceInfo(
        state.arn(),
        state.createdAt(),
        state.identityCenter().map(InstanceState.IdentityCenter::instanceArn).orElse(null),
        state.identityCenter().map(InstanceState.IdentityCenter::applicationArn).orElse(null));
  }
}
