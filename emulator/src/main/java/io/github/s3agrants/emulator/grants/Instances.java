package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates, gets, lists and deletes an account's instance. Thread-safe. */
public final class Instances {
  private final AccessGrantsState state;
  private final Clock clock;

  public Instances(AccessGrantsState state, Clock clock) {
    this.state = state;
    this.clock = clock;
  }

  /** Creates the account's only instance. */
  public InstanceInfo create(
      String account, @Nullable String identityCenterArn, Map<String, String> tags)
      throws AwsException {
    Map<String, String> checkedTags = FieldValidation.merged(Map.of(), tags);
    if (identityCenterArn != null) {
      IdentityCenters.check(identityCenterArn);
    }
    return state.locked(
        () -> {
          if (state.find(account).isPresent()) {
            throw new AwsException(
                AwsError.ACCESS_GRANTS_INSTANCE_ALREADY_EXISTS,
                "Access Grants Instance already exists");
          }
          state.commit(
              new StateChange.InstanceCreated(
                  account,
                  clock.instant().truncatedTo(ChronoUnit.MILLIS),
                  identityCenterArn,
                  identityCenterArn == null
                      ? null
                      : IdentityCenters.application(account, identityCenterArn),
                  checkedTags));
          return InstanceInfo.of(state.require(account));
        });
  }

  /** The account's instance. */
  public InstanceInfo get(String account) throws AwsException {
    return state.locked(() -> InstanceInfo.of(state.require(account)));
  }

  /** The account's instances in this Region: none or one. */
  public Page<InstanceInfo> list(String account, Page.Request page) throws AwsException {
    Function<InstanceInfo, InstanceInfo> itself = instance -> instance;
    return state.locked(
        () -> {
          NavigableMap<Long, InstanceInfo> found = new TreeMap<>();
          state.find(account).ifPresent(instance -> found.put(1L, InstanceInfo.of(instance)));
          return Page.of(page, found, instance -> true, itself);
        });
  }

  /** The instance of the account that owns a bucket. */
  public InstanceInfo forBucketOwner(Optional<String> owner) throws AwsException {
    return get(owner.orElseThrow(AccessGrantsState::notExists));
  }

  /** Deletes an instance that has no locations and no association with IAM Identity Center. */
  public void delete(String account) throws AwsException {
    state.locked(
        () -> {
          InstanceState instance = state.require(account);
          if (!instance.locations().isEmpty() || !instance.grants().isEmpty()) {
            throw notEmpty("Please clean up locations before deleting the access grants instance");
          }
          if (instance.identityCenter().isPresent()) {
            throw notEmpty(
                "Please dissociate the identity center instance before deleting the access grants"
                    + " instance");
          }
          state.commit(new StateChange.InstanceDeleted(account));
          return account;
        });
  }

  private static AwsException notEmpty(String message) {
    return new AwsException(AwsError.ACCESS_GRANTS_INSTANCE_NOT_EMPTY, message);
  }
}
