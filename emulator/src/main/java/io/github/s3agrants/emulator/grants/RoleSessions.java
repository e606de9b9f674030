package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import io.github.s3agrants.emulator.identity.SessionOwner;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Issues session credentials of a role (AssumeRole) or a user (GetSessionToken). Thread-safe. */
public final class RoleSessions {
  private static final Duration CHAINED = Duration.ofHours(1);

  private final Map<String, Role> roles = new HashMap<>();
  private final CredentialRegistry credentials;
  private final Clock clock;

  public RoleSessions(Collection<Role> roles, CredentialRegistry credentials, Clock clock) {
    roles.forEach(role -> this.roles.put(role.arn(), role));
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * A validated request.
   *
   * @param roleArn the role
   * @param sessionName the name of the session
   * @param duration the lifetime of the credentials
   * @param directory the session's identity in the corporate directory; null: none
   */
  public record Request(
      String roleArn,
      String sessionName,
      Duration duration,
      @Nullable DirectoryIdentity directory) {}

  /**
   * Assumes a role.
   *
   * @throws AwsException AccessDenied if the role does not exist or does not trust the caller
   */
  public Credential assume(Principal caller, Request request) throws AwsException {
    Role role = roles.get(request.roleArn());
    if (role == null || role.trusts().stream().noneMatch(trusted -> isTrusted(trusted, caller))) {
      throw new AwsException(
          AwsError.ACCESS_DENIED,
          "User: "
              + caller.arn()
              + " is not authorized to perform: sts:AssumeRole on resource: "
              + request.roleArn());
    }
    if (caller.arn().contains(":assumed-role/") && request.duration().compareTo(CHAINED) > 0) {
      throw tooLong("the 1 hour session limit for roles assumed by role chaining.");
    }
    if (request.duration().toSeconds() > role.maxSessionSeconds()) {
      throw tooLong("the MaxSessionDuration set for this role.");
    }
    String name = role.arn().substring(role.arn().lastIndexOf('/') + 1);
    String arn =
        role.arn().substring(0, role.arn().indexOf(":role/")).replace(":iam:", ":sts:")
            + ":assumed-role/"
            + name
            + "/"
            + request.sessionName();
    Credential credential =
        credentials.make(
            new SessionOwner(
                request.sessionName() + "@" + name, arn, role.administrator(), request.directory()),
            SignerKind.BASE,
            arn,
            AccessPolicy.of(role.s3()),
            clock.instant().plus(request.duration()).truncatedTo(ChronoUnit.SECONDS));
    return kept(credential);
  }

  /**
   * Session credentials for a caller with long-term credentials, with the same access.
   *
   * @throws AwsException AccessDenied if the caller uses session credentials already
   */
  public Credential session(Credential caller, Duration life) throws AwsException {
    if (caller.sessionToken() != null) {
      throw new AwsException(
          AwsError.ACCESS_DENIED, "Cannot call GetSessionToken with session credentials");
    }
    return kept(
        credentials.make(
            SessionOwner.of(caller.principal()),
            SignerKind.BASE,
            caller.arn(),
            caller.policy(),
            clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS)));
  }

  private Credential kept(Credential credential) {
    credentials.add(credential);
    return credential;
  }

  private static boolean isTrusted(String trusted, Principal caller) {
    return trusted.equals("*")
        || trusted.equals(caller.name())
        || trusted.equals(caller.account())
        || trusted.equals(caller.arn())
        || (trusted.endsWith(":root") && trusted.contains("::" + caller.account() + ":"))
        || GranteeKey.iam(trusted).equals(GranteeKey.iam(caller.arn()));
  }

  private static AwsException tooLong(String limit) {
    return new AwsException(
        AwsError.VALIDATION_ERROR, "The requested DurationSeconds exceeds " + limit);
  }
}
