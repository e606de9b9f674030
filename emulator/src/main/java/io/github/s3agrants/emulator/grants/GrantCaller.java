package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller of GetDataAccess with all identities that a grant can name. Immutable.
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

  /**
   * The same caller with the IAM identity alone, for an instance that does not know the directory.
   */
  GrantCaller withoutDirectory() {
    Set<GranteeKey> iam = new LinkedHashSet<>(keys);
    iam.removeIf(key -> key.type() != GranteeType.IAM);
    return new GrantCaller(iam, null);
  }

  /** True if the caller may use a grant for this application. A null application allows any. */
  boolean mayUse(@Nullable String grantsApplication) {
    return grantsApplication == null || grantsApplication.equals(application);
  }
}
