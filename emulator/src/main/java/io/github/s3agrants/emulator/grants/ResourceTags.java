package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Tags of instances, locations and grants. Thread-safe. */
public final class ResourceTags {
  private final AccessGrantsState state;

  public ResourceTags(AccessGrantsState state) {
    this.state = state;
  }

  /** Adds tags and replaces those with the same keys. */
  public void add(String account, String resourceArn, Map<String, String> added)
      throws AwsException {
    state.locked(
        () -> {
          InstanceState instance = holder(account, resourceArn);
          Map<String, String> all = FieldValidation.merged(instance.tags(resourceArn), added);
          state.commit(new StateChange.TagsSet(account, resourceArn, all));
          return account;
        });
  }

  /** Removes tags. A key that does not exist is no error. */
  public void remove(String account, String resourceArn, Collection<String> keys)
      throws AwsException {
    state.locked(
        () -> {
          InstanceState instance = holder(account, resourceArn);
          Map<String, String> rest = new TreeMap<>(instance.tags(resourceArn));
          rest.keySet().removeAll(keys);
          state.commit(new StateChange.TagsSet(account, resourceArn, rest));
          return account;
        });
  }

  /** The tags of a resource, by key. */
  public Map<String, String> list(String account, String resourceArn) throws AwsException {
    return state.locked(() -> new TreeMap<>(holder(account, resourceArn).tags(resourceArn)));
  }

  private InstanceState holder(String account, String resourceArn) throws AwsException {
    InstanceState instance = state.require(account);
    String prefix = instance.arn();
    String locations = instance.locationArn("");
    String grants = instance.grantArn("");
    boolean present =
        resourceArn.equals(prefix)
            || (resourceArn.startsWith(locations)
                && instance.location(resourceArn.substring(locations.length())).isPresent())
            || (resourceArn.startsWith(grants)
                && instance.grant(resourceArn.substring(grants.length())).isPresent());
    if (!present) {
      throw new AwsException(
          AwsError.NO_SUCH_RESOURCE, "The specified resource doesn't exist: " + resourceArn);
    }
    return instance;
  }
}
