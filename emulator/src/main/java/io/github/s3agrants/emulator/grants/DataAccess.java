package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
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
   * @param scope the scope that they cover
   * @param grant the matched grant
   */
  public record Result(Credential credential, S3Scope scope, Grant grant) {}

  private final AccessGrantsState state;
  private final CredentialRegistry credentials;
  private final Function<String, Optional<String>> bucketOwner;
  private final Clock clock;
  private final Faults faults;

  /**
   * Creates the operation.
   *
   * @param bucketOwner the account that owns a bucket; empty if there is no such bucket
   */
  public DataAccess(
      AccessGrantsState state,
      CredentialRegistry credentials,
      Function<String, Optional<String>> bucketOwner,
      Clock clock,
      Faults faults) {
    this.state = state;
    this.credentials = credentials;
    this.bucketOwner = bucketOwner;
    this.clock = clock;
    this.faults = faults;
  }

  /**
   * Vends credentials with the requested permission, which may be less than the grant's.
   *
   * @throws AwsException AccessDenied if no grant covers the request
   */
  public Result vend(String account, Principal caller, Request request) throws AwsException {
    // An instance covers only buckets of its own account. A bucket that does not exist yet passes,
    // as nobody knows its owner.
    if (!bucketOwner.apply(request.target().bucket()).orElse(account).equals(account)) {
      throw denied(request);
    }
    GrantCaller identities = GrantCaller.of(caller);
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
                  .index()
                  .closest(
                      instance.identityCenter().isPresent()
                          ? identities
                          : identities.withoutDirectory(),
                      request.target(),
                      request.permission())
                  .orElseThrow(() -> denied(request));
          S3Scope scope =
              request.privilege() == Privilege.MINIMAL ? request.target() : grant.scope();
          Credential credential =
              credentials.make(
                  SessionOwner.of(caller),
                  SignerKind.VENDED,
                  sessionArn(Locations.require(instance, grant.locationId())),
                  AccessPolicy.of(scope, request.permission()),
                  expiration);
          state.commit(IssuedCredentialCodec.change(credential));
          return new Result(credential, scope, grant);
        });
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
