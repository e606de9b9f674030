package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts, gets, deletes and evaluates an instance's resource policy. Thread-safe. */
public final class ResourcePolicies {
  private static final int MAX_POLICY = 350_000;
  private static final int MIN_ORGANIZATION = 12;
  private static final int MAX_ORGANIZATION = 34;
  private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");

  private final AccessGrantsState state;
  private final Clock clock;

  public ResourcePolicies(AccessGrantsState state, Clock clock) {
    this.state = state;
    this.clock = clock;
  }

  /** A policy as it was put. */
  public record Stored(String policy, @Nullable String organization, Instant createdAt) {}

  /** Puts a policy and replaces the previous one. */
  public Stored put(String account, String policy, @Nullable String organization)
      throws AwsException {
    FieldValidation.length(policy, "Policy", 1, MAX_POLICY);
    if (organization != null) {
      FieldValidation.text(
          organization, "Organization", MIN_ORGANIZATION, MAX_ORGANIZATION, ORGANIZATION);
    }
    try {
      var unused = ResourcePolicy.parse(policy);
    } catch (IllegalArgumentException e) {
      throw new AwsException(
          AwsError.INVALID_RESOURCE_POLICY,
          "The specified Resource Policy is invalid: " + e.getMessage());
    }
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          state.commit(
              new StateChange.ResourcePolicyPut(
                  account, policy, organization, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
          return stored(instance);
        });
  }

  /** The policy. */
  public Stored get(String account) throws AwsException {
    return state.locked(() -> stored(state.require(account)));
  }

  /** Deletes the policy. */
  public void delete(String account) throws AwsException {
    state.locked(
        () -> {
          var unused = stored(state.require(account));
          state.commit(new StateChange.ResourcePolicyDeleted(account));
          return account;
        });
  }

  /**
   * True if the instance's resource policy lets a caller use an operation. A caller from another
   * account needs an Allow. A Deny applies to every caller.
   */
  public boolean permits(String account, Principal caller, String action) throws AwsException {
    boolean stranger = !caller.account().equals(account);
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          return instance
              .policy()
              .map(
                  stored -> {
                    ResourcePolicy policy = stored.policy();
                    return !policy.denies(caller, action, instance.arn())
                        && (!stranger || policy.allows(caller, action, instance.arn()));
                  })
              .orElse(!stranger);
        });
  }

  private static Stored stored(InstanceState instance) throws AwsException {
    return instance
        .policy()
        .map(put -> new Stored(put.text(), put.organization(), put.createdAt()))
        .orElseThrow(
            () ->
                new AwsException(
                    AwsError.RESOURCE_POLICY_NOT_EXISTS,
                    "Access Grants Instance Resource Policy does not exist"));
  }
}
