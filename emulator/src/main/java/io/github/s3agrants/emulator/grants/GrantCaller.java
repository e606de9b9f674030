package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to whom grants may have been given, under each of their identities. Immutable.
 *
 * @param keys the IAM identity, the directory user, the directory groups
 * @param application the application through which the caller acts; null for none
 */
record GrantCaller(Set<GranteeKey> keys, @Nullable String application) {

  static GrantCaller of(Principal principal) {
    Set<GranteeKey> keys = new LinkedHashSet<>();
    keys.add(GranteeKey.iam(principal.arn()));
    DirectoryIdentity directory = principal.directory();
    if (directory == null) {
      return new GrantCaller(keys, null);
    }
    String user = directory.user();
    if (user != null) {
      keys.add(new GranteeKey(GranteeType.DIRECTORY_USER, user));
    }
    for (String group : directory.groups()) {
      keys.add(new GranteeKey(GranteeType.DIRECTORY_GROUP, group));
    }
    return new GrantCaller(keys, directory.application());
  }

  /** The same caller where the directory is not known: the IAM identity alone. */
  GrantCaller withoutDirectory() {
    Set<GranteeKey> iam = new LinkedHashSet<>(keys);
    iam.removeIf(key -> key.type() != GranteeType.IAM);
    return new GrantCaller(iam, null);
  }

  /** A grant that names an application works through that application only. */
  boolean mayUse(@Nullable String grantsApplication) {
    return grantsApplication == null || grantsApplication.equals(application);
  }
}
