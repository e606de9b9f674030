package io.github.s3agrants.emulator.grants;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One change of an account's instance. Immutable. */
public sealed interface StateChange {

  /** The account, 12 digits. */
  String account();

  /** An instance was created, without locations and grants. */
  record InstanceCreated(
      String account,
      Instant createdAt,
      @Nullable String identityCenterInstanceArn,
      @Nullable String applicationArn,
      Map<String, String> tags)
      implements StateChange {
    public InstanceCreated {
      tags = sorted(tags);
    }
  }

  /** An instance was deleted with all its content. */
  record InstanceDeleted(String account) implements StateChange {}

  /** The instance was associated with an IAM Identity Center instance. */
  record IdentityCenterAssociated(
      String account, String identityCenterInstanceArn, String applicationArn)
      implements StateChange {}

  /** The instance was dissociated. */
  record IdentityCenterDissociated(String account) implements StateChange {}

  /** The resource policy was put. */
  record ResourcePolicyPut(
      String account, String policy, @Nullable String organization, Instant createdAt)
      implements StateChange {}

  /** The resource policy was deleted. */
  record ResourcePolicyDeleted(String account) implements StateChange {}

  /** A location was registered. */
  record LocationCreated(String account, Location location, Map<String, String> tags)
      implements StateChange {
    public LocationCreated {
      tags = sorted(tags);
    }
  }

  /** A location's role was changed. */
  record LocationUpdated(String account, String locationId, String iamRoleArn)
      implements StateChange {}

  /** A location was deregistered. */
  record LocationDeleted(String account, String locationId) implements StateChange {}

  /** A grant was created. */
  record GrantCreated(String account, Grant grant, Map<String, String> tags)
      implements StateChange {
    public GrantCreated {
      tags = sorted(tags);
    }
  }

  /** A grant was deleted. */
  record GrantDeleted(String account, String grantId) implements StateChange {}

  /** The tags of a resource were replaced by these; an empty map: by none. */
  record TagsSet(String account, String resourceArn, Map<String, String> tags)
      implements StateChange {
    public TagsSet {
      tags = sorted(tags);
    }
  }

  private static Map<String, String> sorted(Map<String, String> tags) {
    return tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
