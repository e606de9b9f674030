package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates, gets, lists, updates and deletes locations. Thread-safe. */
public final class Locations {
  /** The maximum number of locations of an instance. */
  public static final int QUOTA = 1000;

  static final Pattern ID = Pattern.compile("[a-zA-Z0-9\\-]+");
  static final int MAX_ID = 64;
  private static final int MAX_ROLE = 2048;
  private static final Pattern ROLE = Pattern.compile("arn:[^:]+:iam::\\d{12}:role/.*");

  private final AccessGrantsState state;
  private final Clock clock;

  public Locations(AccessGrantsState state, Clock clock) {
    this.state = state;
    this.clock = clock;
  }

  /**
   * A location with its ARN.
   *
   * @param location the location
   * @param arn its ARN
   */
  public record View(Location location, String arn) {}

  /** Registers a location. */
  public View create(String account, String scopeText, String iamRoleArn, Map<String, String> tags)
      throws AwsException {
    FieldValidation.length(scopeText, "LocationScope", 1, S3Scope.MAX_LENGTH);
    S3Scope scope = scope(scopeText);
    role(iamRoleArn);
    Map<String, String> checkedTags = FieldValidation.merged(Map.of(), tags);
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          if (instance.locationAt(scopeText).isPresent()) {
            throw new AwsException(
                AwsError.ACCESS_GRANTS_LOCATION_ALREADY_EXISTS,
                "The specified access grants location already exists: " + scopeText);
          }
          if (instance.locations().size() >= QUOTA) {
            throw new AwsException(
                AwsError.ACCESS_GRANTS_LOCATIONS_QUOTA_EXCEEDED,
                "The access grants location quota has been exceeded. Access Grants Locations"
                    + " Quota: "
                    + QUOTA
                    + ". Please reach out to S3 if an increase is required.");
          }
          String id =
              scope.kind() == S3Scope.Kind.EVERYTHING
                  ? Location.DEFAULT_ID
                  : UUID.randomUUID().toString();
          Location location =
              new Location(
                  id, scopeText, iamRoleArn, clock.instant().truncatedTo(ChronoUnit.MILLIS));
          state.commit(new StateChange.LocationCreated(account, location, checkedTags));
          return view(instance, location);
        });
  }

  private static S3Scope scope(String text) throws AwsException {
    try {
      return S3Scope.parse(text);
    } catch (IllegalArgumentException e) {
      throw new AwsException(
          AwsError.INVALID_ACCESS_GRANTS_LOCATION,
          "The specified Access Grants Location is invalid: LocationScope " + e.getMessage());
    }
  }

  private static void role(String arn) throws AwsException {
    FieldValidation.length(arn, "IAMRoleArn", 1, MAX_ROLE);
    if (!ROLE.matcher(arn).matches()) {
      throw new AwsException(
          AwsError.INVALID_IAM_ROLE,
          "The specified IAM Role is invalid: IAMRoleArn must match " + ROLE.pattern());
    }
  }

  /** The location with this ID. */
  public View get(String account, String id) throws AwsException {
    checkId(id);
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          return view(instance, require(instance, id));
        });
  }

  /** The location with this scope, in any notation. */
  public Optional<Location> at(String account, String scopeText) throws AwsException {
    return state.locked(() -> state.require(account).locationAt(scopeText));
  }

  /** All locations, or only the one with this scope. */
  public Page<View> list(String account, @Nullable String scopeText, Page.Request page)
      throws AwsException {
    if (scopeText != null) {
      FieldValidation.length(scopeText, "LocationScope", 1, S3Scope.MAX_LENGTH);
    }
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          Function<Location, View> view = location -> view(instance, location);
          String place = scopeText == null ? null : Location.place(scopeText);
          return Page.of(
              page,
              instance.locations(),
              location -> place == null || place.equals(Location.place(location.scopeText())),
              view);
        });
  }

  /** Changes the role of a location. */
  public View update(String account, String id, String iamRoleArn) throws AwsException {
    checkId(id);
    role(iamRoleArn);
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          var unused = require(instance, id);
          state.commit(new StateChange.LocationUpdated(account, id, iamRoleArn));
          return view(instance, require(instance, id));
        });
  }

  /** Deregisters a location that has no grants. */
  public void delete(String account, String id) throws AwsException {
    checkId(id);
    state.locked(
        () -> {
          InstanceState instance = state.require(account);
          var unused = require(instance, id);
          if (instance.hasGrantsIn(id)) {
            throw new AwsException(
                AwsError.ACCESS_GRANTS_LOCATION_NOT_EMPTY,
                "Please clean up access grants before deleting access grants location");
          }
          state.commit(new StateChange.LocationDeleted(account, id));
          return id;
        });
  }

  static void checkId(String id) throws AwsException {
    FieldValidation.text(id, "AccessGrantsLocationId", 1, MAX_ID, ID);
  }

  static Location require(InstanceState instance, String id) throws AwsException {
    return instance
        .location(id)
        .orElseThrow(
            () ->
                new AwsException(
                    AwsError.NO_SUCH_ACCESS_GRANTS_LOCATION,
                    "The specified access grants location does not exist"));
  }

  private static View view(InstanceState instance, Location location) {
    return new View(location, instance.locationArn(location.id()));
  }
}
