package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates, gets, lists and deletes grants. Thread-safe. */
public final class Grants {
  /** The maximum number of grants of an instance. */
  public static final int QUOTA = 100_000;

  private static final int MIN_APPLICATION = 10;
  private static final int MAX_APPLICATION = 1224;
  private static final Pattern APPLICATION =
      Pattern.compile("arn:[^:]+:sso::\\d{12}:application/.*");
  private static final Pattern IAM =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:(user|role)/[\\w+=,.@/-]+");

  private final AccessGrantsState state;
  private final Predicate<String> buckets;
  private final Clock clock;

  /**
   * Creates the operations.
   *
   * @param buckets true for the names of buckets that exist
   */
  public Grants(AccessGrantsState state, Predicate<String> buckets, Clock clock) {
    this.state = state;
    this.buckets = buckets;
    this.clock = clock;
  }

  /**
   * A grant with its ARN.
   *
   * @param grant the grant
   * @param arn its ARN
   */
  public record View(Grant grant, String arn) {}

  /** Creates a grant. */
  public View create(String account, NewGrant wanted) throws AwsException {
    Locations.checkId(wanted.locationId());
    grantee(wanted.grantee());
    String subPrefix = wanted.subPrefix();
    if (subPrefix != null) {
      FieldValidation.length(subPrefix, "S3SubPrefix", 1, S3Scope.MAX_LENGTH);
    }
    application(wanted.applicationArn());
    Map<String, String> tags = FieldValidation.merged(Map.of(), wanted.tags());
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          Location location = Locations.require(instance, wanted.locationId());
          boolean directory = wanted.grantee().type() != GranteeType.IAM;
          if ((directory || wanted.applicationArn() != null)
              && instance.identityCenter().isEmpty()) {
            throw invalid("the instance is not associated with an IAM Identity Center instance");
          }
          Grant grant =
              new Grant(
                  UUID.randomUUID().toString(),
                  location.id(),
                  subPrefix,
                  wanted.grantee(),
                  wanted.permission(),
                  wanted.applicationArn(),
                  scope(location, subPrefix, wanted.object()),
                  clock.instant().truncatedTo(ChronoUnit.MILLIS));
          if (instance.hasGrantLike(grant)) {
            throw new AwsException(
                AwsError.ACCESS_GRANT_ALREADY_EXISTS, "The specified access grant already exists");
          }
          if (instance.grants().size() >= QUOTA) {
            throw new AwsException(
                AwsError.ACCESS_GRANTS_QUOTA_EXCEEDED,
                "The access grants quota has been exceeded. Access Grants Quota: "
                    + QUOTA
                    + ". Please reach out to S3 if an increase is required.");
          }
          state.commit(new StateChange.GrantCreated(account, grant, tags));
          return view(instance, grant);
        });
  }

  private static void grantee(Grantee grantee) throws AwsException {
    boolean ok =
        grantee.type() == GranteeType.IAM
            ? IAM.matcher(grantee.identifier()).matches()
            : DirectoryIdentity.isId(grantee.identifier());
    if (!ok) {
      throw FieldValidation.invalid(
          "GranteeIdentifier",
          "must be the ARN of an IAM user or role, or for a directory user or group its UUID");
    }
  }

  private static void application(@Nullable String arn) throws AwsException {
    if (arn != null) {
      FieldValidation.text(arn, "ApplicationArn", MIN_APPLICATION, MAX_APPLICATION, APPLICATION);
    }
  }

  private S3Scope scope(Location location, @Nullable String subPrefix, boolean object)
      throws AwsException {
    if (location.isDefault() && (subPrefix == null || subPrefix.equals("*"))) {
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateAccessGrant.html
      throw invalid("S3SubPrefix: a grant on the default location needs a bucket or a prefix");
    }
    S3Scope scope;
    try {
      scope = location.grantScope(subPrefix != null ? subPrefix : object ? "" : "*", object);
    } catch (IllegalArgumentException e) {
      throw invalid("S3SubPrefix " + e.getMessage());
    }
    if (!buckets.test(scope.bucket())) {
      throw invalid("the bucket does not exist: " + scope.bucket());
    }
    return scope;
  }

  private static AwsException invalid(String why) {
    return new AwsException(
        AwsError.INVALID_ACCESS_GRANT, "The specified Access Grant is invalid: " + why);
  }

  /** The grant with this ID. */
  public View get(String account, String id) throws AwsException {
    checkId(id);
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          return view(instance, require(instance, id));
        });
  }

  /** The grants that match a filter. */
  public Page<View> list(String account, GrantFilter filter, Page.Request page)
      throws AwsException {
    application(filter.applicationArn());
    String scope = filter.grantScope();
    if (scope != null) {
      FieldValidation.length(scope, "GrantScope", 1, S3Scope.MAX_LENGTH);
    }
    return state.locked(
        () -> {
          InstanceState instance = state.require(account);
          Function<Grant, View> view = grant -> view(instance, grant);
          return Page.of(page, instance.grants(), filter::accepts, view);
        });
  }

  /**
   * The grants of a caller, under any of its identities.
   *
   * @param scopeStart the prefix of the grants' scopes; null: any
   * @param byApplication true to leave out grants for an application other than the caller's
   */
  public Page<Grant> listOf(
      String account,
      Principal caller,
      @Nullable String scopeStart,
      boolean byApplication,
      Page.Request page)
      throws AwsException {
    if (scopeStart != null) {
      FieldValidation.length(scopeStart, "GrantScope", 1, S3Scope.MAX_LENGTH);
      if (!scopeStart.startsWith("s3://")) {
        throw FieldValidation.invalid("GrantScope", "must start with s3://");
      }
    }
    GrantCaller identities = GrantCaller.of(caller);
    String start =
        scopeStart != null && scopeStart.endsWith("*")
            ? scopeStart.substring(0, scopeStart.length() - 1)
            : scopeStart;
    Function<Grant, Grant> itself = grant -> grant;
    return state.locked(
        () ->
            Page.of(
                page,
                state.require(account).grants(),
                grant ->
                    identities.keys().contains(GranteeKey.of(grant.grantee()))
                        && (start == null || grant.scopeText().startsWith(start))
                        && (!byApplication || identities.mayUse(grant.applicationArn())),
                itself));
  }

  /** Deletes a grant. Credentials that it vended stay valid until they expire. */
  public void delete(String account, String id) throws AwsException {
    checkId(id);
    state.locked(
        () -> {
          var unused = require(state.require(account), id);
          state.commit(new StateChange.GrantDeleted(account, id));
          return id;
        });
  }

  private static void checkId(String id) throws AwsException {
    FieldValidation.text(id, "AccessGrantId", 1, Locations.MAX_ID, Locations.ID);
  }

  private static Grant require(InstanceState instance, String id) throws AwsException {
    return instance
        .grant(id)
        .orElseThrow(
            () ->
                new AwsException(
                    AwsError.NO_SUCH_ACCESS_GRANT, "The specified access grant does not exist"));
  }

  private static View view(InstanceState instance, Grant grant) {
    return new View(grant, instance.grantArn(grant.id()));
  }
}
