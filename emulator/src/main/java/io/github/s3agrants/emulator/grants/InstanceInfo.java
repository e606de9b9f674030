package io.github.s3agrants.emulator.grants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance as API callers see it. Immutable.
 *
 * @param arn its ARN
 * @param createdAt by the emulator's clock
 * @param identityCenterInstanceArn the associated Identity Center instance; null for none
 * @param identityCenterApplicationArn the application created for the association; null for none
 */
public record InstanceInfo(
    String arn,
    Instant createdAt,
    @Nullable String identityCenterInstanceArn,
    @Nullable String identityCenterApplicationArn) {
  /** The ID of every instance. */
  public static final String ID = "default";

  static InstanceInfo of(InstanceState state) {
    return new InstanceInfo(
        state.arn(),
        state.createdAt(),
        state.identityCenter().map(InstanceState.IdentityCenter::instanceArn).orElse(null),
        state.identityCenter().map(InstanceState.IdentityCenter::applicationArn).orElse(null));
  }
}
