package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import io.github.s3agrants.emulator.identity.SessionOwner;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** GetDataAccess: vends temporary credentials for a matching grant. Thread-safe. */
public final class DataAccess {

  /**
   * A validated request.
   *
   * @param target the requested scope
   * @param permission the requested permission
   * @param duration the lifetime of the credentials
   * @param privilege how much of the grant the credentials cover
   */
  public record Request(
      S3Scope target, Permission permission, Duration duration, Privilege privilege) {}

  /**
   * The response.
   *
   * @param credential the vended credentials
   * @param matchedTarget the scope that they cover, as the service writes it
   * @param grant the matched grant
   */
  public record Result(Credential credential, String matchedTarget, Grant grant) {}

  private final AccessGrantsState state;
  private final CredentialRegistry credentials;
  private final Map<String, Integer> maxSessionSeconds = new HashMap<>();
  private final Function<String, Optional<String>> bucketOwner;
  private final MatchedGrantTarget form;
  private final Clock clock;
  private final Faults faults;

  /**
   * Creates the operation.
   *
   * @param roles the roles whose maximum session duration is known
   * @param bucketOwner the account that owns a bucket; empty if there is no such bucket
   * @param form how the answer writes a prefix
   */
  public DataAccess(
      AccessGrantsState state,
      CredentialRegistry credentials,
      Collection<Role> roles,
      Function<String, Optional<String>> bucketOwner,
      MatchedGrantTarget form,
      Clock clock,
      Faults faults) {
    this.state = state;
    this.credentials = credentials;
    roles.forEach(role -> maxSessionSeconds.put(role.arn(), role.maxSessionSeconds()));
    this.bucketOwner = bucketOwner;
    this.form = form;
    this.clock = clock;
    this.faults = faults;
  }

  /**
   * Vends credentials with the requested permission, which may be less than the grant's.
   *
   * @throws AwsException AccessDenied if no grant covers the request; StsValidationError if the
   *     location's role has no session of that duration
   */
  public Result vend(String account, Principal caller, Request request) throws AwsException {
    // An instance covers only buckets of its own account. A bucket that does not exist yet passes,
    // as nobody knows its owner.
    if (!bucketOwner.apply(request.target().bucket()).orElse(account).equals(account)) {
      throw denied(request);
    }
    // Whole seconds, as in the service's response.
    Duration life = faults.plan().credentialLife();
    Instant expiration =
        clock
            .instant()
            .plus(life == null ? request.duration() : life)
            .truncatedTo(ChronoUnit.SECONDS);
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          Grant grant =
              instance
                  .closest(caller, request.target(), request.permission())
                  .orElseThrow(() -> denied(request));
          Location location = Locations.require(instance, grant.locationId());
          requireDuration(location, request.duration());
          boolean minimal = request.privilege() == Privilege.MINIMAL;
          S3Scope scope = minimal ? request.target() : grant.scope();
          Credential credential =
              credentials.make(
                  SessionOwner.of(caller),
                  SignerKind.VENDED,
                  sessionArn(location),
                  AccessPolicy.of(scope, request.permission()),
                  expiration);
          credentials.add(credential);
          String text = minimal ? scope.uri() : grant.scopeText();
          return new Result(credential, written(scope, text), grant);
        });
  }

  private String written(S3Scope scope, String text) {
    return form == MatchedGrantTarget.CONCATENATED && scope.kind() == S3Scope.Kind.PREFIX
        ? text + "*"
        : text;
  }

  /** Access Grants assumes the location's role, and so meets the limits of STS. */
  private void requireDuration(Location location, Duration duration) throws AwsException {
    Integer most = maxSessionSeconds.get(location.iamRoleArn());
    if (most != null && duration.toSeconds() > most) {
      throw new AwsException(
          AwsError.STS_VALIDATION_ERROR,
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
  }

  private static AwsException denied(Request request) {
    return new AwsException(
        AwsError.ACCESS_DENIED,
        "You do not have "
            + request.permission()
            + " permissions to the requested S3 Prefix: "
            + request.target().uri());
  }

  /** Vended credentials belong to a session of the location's role. */
  private static String sessionArn(Location location) {
    String role = location.iamRoleArn();
    String name = role.substring(role.lastIndexOf('/') + 1);
    return role.substring(0, role.indexOf(":role/")).replace(":iam:", ":sts:")
        + ":assumed-role/"
        + name
        + "/access-grants-"
        + UUID.randomUUID();
  }
}
