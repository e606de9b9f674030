package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one Access Grants instance of an account and region, once it is created. Thread-safe. */
public final class AccessGrantsInstance {
  private static final Pattern GRANTEE =
      Pattern.compile(
          "arn:[^:]+:iam::\\d{12}:(user|role)/[\\w+=,.@/-]+|arn:[^:]+:sts::\\d{12}:assumed-role/[^/]+/[^/]+");
  private static final Pattern ROLE = Pattern.compile("arn:[^:]+:iam::\\d{12}:role/.+");

  private final String arn;
  private final Clock clock;
  private final Map<String, Location> locations = new LinkedHashMap<>();
  private final Map<String, Grant> grants = new LinkedHashMap<>();
  private @Nullable Instant createdAt;

  public AccessGrantsInstance(String region, String account, Clock clock) {
    // An account has one instance per region, and its ID is always "default".
    this.arn = "arn:aws:s3:" + region + ":" + account + ":access-grants/default";
    this.clock = clock;
  }

  /** The instance's ARN. */
  public String arn() {
    return arn;
  }

  /** Creates the instance and says when. */
  public synchronized Instant create() throws AwsException {
    if (createdAt != null) {
      throw new AwsException(
          AwsError.ACCESS_GRANTS_INSTANCE_ALREADY_EXISTS,
          "The account has an S3 Access Grants instance in this Region");
    }
    Instant now = clock.instant();
    createdAt = now;
    return now;
  }

  /**
   * Fails unless the instance was created.
   *
   * @throws AwsException AccessGrantsInstanceNotExistsError
   */
  public synchronized void requireCreated() throws AwsException {
    if (createdAt == null) {
      throw notExists();
    }
  }

  /** The error for an instance that is not there. */
  public static AwsException notExists() {
    return new AwsException(
        AwsError.ACCESS_GRANTS_INSTANCE_NOT_EXISTS,
        "The account has no S3 Access Grants instance in this Region");
  }

  /** Registers a location. */
  public synchronized Location createLocation(String scopeText, String iamRoleArn)
      throws AwsException {
    requireCreated();
    S3Scope scope = scope(() -> S3Scope.parse(scopeText), "LocationScope");
    if (!ROLE.matcher(iamRoleArn).matches()) {
      throw new AwsException(
          AwsError.INVALID_REQUEST, "IAMRoleArn: must be the ARN of an IAM role");
    }
    if (locations.values().stream().anyMatch(location -> location.samePlace(scopeText))) {
      throw new AwsException(
          AwsError.ACCESS_GRANTS_LOCATION_ALREADY_EXISTS,
          "The location is registered already: " + scopeText);
    }
    String id =
        scope.kind() == S3Scope.Kind.EVERYTHING
            ? Location.DEFAULT_ID
            : UUID.randomUUID().toString();
    Location location = new Location(id, scopeText, iamRoleArn, clock.instant());
    locations.put(id, location);
    return location;
  }

  /** The registered location with this scope, however it is written. */
  public synchronized Optional<Location> locationAt(String scopeText) {
    return locations.values().stream()
        .filter(location -> location.samePlace(scopeText))
        .findFirst();
  }

  /** Creates a grant. */
  public synchronized Grant createGrant(NewGrant wanted) throws AwsException {
    requireCreated();
    Location location = locations.get(wanted.locationId());
    if (location == null) {
      throw new AwsException(
          AwsError.NO_SUCH_ACCESS_GRANTS_LOCATION,
          "There is no such location: " + wanted.locationId());
    }
    if (!GRANTEE.matcher(wanted.grantee()).matches()) {
      throw new AwsException(
          AwsError.INVALID_REQUEST, "GranteeIdentifier: must be the ARN of an IAM user or role");
    }
    Grant grant =
        new Grant(
            UUID.randomUUID().toString(),
            location.id(),
            wanted.subPrefix(),
            wanted.grantee(),
            wanted.permission(),
            grantScope(location, wanted),
            clock.instant());
    if (grants.values().stream().anyMatch(grant::sameAs)) {
      throw new AwsException(
          AwsError.ACCESS_GRANT_ALREADY_EXISTS, "The same access grant exists already");
    }
    grants.put(grant.id(), grant);
    return grant;
  }

  private static S3Scope grantScope(Location location, NewGrant wanted) throws AwsException {
    String subPrefix = wanted.subPrefix();
    if (subPrefix == null
        || subPrefix.isEmpty()
        || (location.isDefault() && subPrefix.equals("*"))) {
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateAccessGrant.html
      if (location.isDefault()) {
        throw new AwsException(
            AwsError.INVALID_REQUEST,
            "S3SubPrefix: a grant on the default location needs a bucket or a prefix");
      }
      return scope(
          () -> location.grantScope(wanted.object() ? "" : "*", wanted.object()), "S3SubPrefix");
    }
    return scope(() -> location.grantScope(subPrefix, wanted.object()), "S3SubPrefix");
  }

  /** All grants, oldest first. */
  public synchronized List<Grant> grants() throws AwsException {
    requireCreated();
    return List.copyOf(grants.values());
  }

  /** Deletes a grant; credentials that it vended go on until they expire. */
  public synchronized void deleteGrant(String id) throws AwsException {
    requireCreated();
    if (grants.remove(id) == null) {
      throw new AwsException(AwsError.NO_SUCH_ACCESS_GRANT, "There is no such access grant: " + id);
    }
  }

  /**
   * The grant that gives the caller this access.
   *
   * @throws AwsException AccessDenied if there is none
   */
  public synchronized Grant match(Principal caller, S3Scope target, Permission permission)
      throws AwsException {
    requireCreated();
    return GrantMatcher.closest(grants.values(), caller, target, permission)
        .orElseThrow(
            () ->
                new AwsException(
                    AwsError.ACCESS_DENIED,
                    "You do not have "
                        + permission
                        + " permissions to the requested S3 Prefix: "
                        + target.uri()));
  }

  /** The location that a grant lies in. */
  public synchronized Optional<Location> location(String id) {
    return Optional.ofNullable(locations.get(id));
  }

  private static S3Scope scope(ScopeSource source, String field) throws AwsException {
    try {
      return source.read();
    } catch (IllegalArgumentException e) {
      throw new AwsException(AwsError.INVALID_REQUEST, field + ": " + e.getMessage());
    }
  }

  private interface ScopeSource {
    S3Scope read();
  }
}
