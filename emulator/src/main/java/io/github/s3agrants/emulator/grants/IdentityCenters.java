package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Associates an instance with IAM Identity Center and dissociates it. Thread-safe. */
public final class IdentityCenters {
  private static final Pattern INSTANCE =
      Pattern.compile("arn:[^:]+:sso::(\\d{12}){0,1}:instance/.*");
  private static final int MIN_ARN = 10;
  private static final int MAX_ARN = 1224;
  private static final int SUFFIX = 16;

  private final AccessGrantsState state;

  public IdentityCenters(AccessGrantsState state) {
    this.state = state;
  }

  static void check(String identityCenterArn) throws AwsException {
    FieldValidation.text(identityCenterArn, "IdentityCenterArn", MIN_ARN, MAX_ARN, INSTANCE);
  }

  /** Associates the instance. Repeating the same association changes nothing. */
  public void associate(String account, String identityCenterArn) throws AwsException {
    check(identityCenterArn);
    state.locked(
        () -> {
          Optional<InstanceState.IdentityCenter> present = state.require(account).identityCenter();
          if (present.isPresent()) {
            if (present.get().instanceArn().equals(identityCenterArn)) {
              return account;
            }
            throw new AwsException(
                AwsError.INVALID_IDENTITY_CENTER_INSTANCE,
                "The specified identity center instance is invalid: another one is associated");
          }
          state.commit(
              new StateChange.IdentityCenterAssociated(
                  account, identityCenterArn, application(account, identityCenterArn)));
          return account;
        });
  }

  /**
   * Dissociates the instance. Grants to directory users and groups stay, but have no effect until
   * it is associated again.
   */
  public void dissociate(String account) throws AwsException {
    state.locked(
        () -> {
          if (state.require(account).identityCenter().isEmpty()) {
            throw new AwsException(
                AwsError.INVALID_IDENTITY_CENTER_INSTANCE,
                "The specified identity center instance is invalid: none is associated");
          }
          state.commit(new StateChange.IdentityCenterDissociated(account));
          return account;
        });
  }

  /** The application that the service creates in Identity Center for this instance. */
  static String application(String account, String identityCenterArn) {
    String instance = identityCenterArn.substring(identityCenterArn.lastIndexOf('/') + 1);
    String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, SUFFIX);
    return "arn:aws:sso::" + account + ":application/" + instance + "/apl-" + suffix;
  }
}
