package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** GetDataAccess: from a grant to temporary credentials. Thread-safe. */
public final class DataAccess {

  /**
   * A valid request.
   *
   * @param target what the caller wants to reach
   * @param permission what for
   * @param duration the life of the credentials
   * @param privilege how much of the grant they cover
   */
  public record Request(
      S3Scope target, Permission permission, Duration duration, Privilege privilege) {}

  /**
   * The answer.
   *
   * @param credential the temporary credentials
   * @param scope what they cover
   * @param grant the grant that matched
   */
  public record Result(Credential credential, S3Scope scope, Grant grant) {}

  private final AccessGrantsInstance instance;
  private final CredentialRegistry credentials;
  private final Clock clock;

  public DataAccess(AccessGrantsInstance instance, CredentialRegistry credentials, Clock clock) {
    this.instance = instance;
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * Vends credentials with the requested permission, which may be less than the grant's.
   *
   * @throws AwsException AccessDenied if no grant covers the request
   */
  public Result vend(Principal caller, Request request) throws AwsException {
    Grant grant = instance.match(caller, request.target(), request.permission());
    S3Scope scope = request.privilege() == Privilege.MINIMAL ? request.target() : grant.scope();
    Credential credential =
        credentials.vend(
            caller,
            scope,
            request.permission(),
            // Whole seconds, as the service sends it.
            clock.instant().plus(request.duration()).truncatedTo(ChronoUnit.SECONDS));
    return new Result(credential, scope, grant);
  }
}
