package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of one account's instance. Only {@link AccessGrantsState} changes it. All access is
 * under its lock.
 */
final class InstanceState {

  /** The associated Identity Center instance and the application created for the association. */
  record IdentityCenter(String instanceArn, String applicationArn) {}

  /** The resource policy as it was put, and its parsed form. */
  record StoredPolicy(
      String text, @Nullable String organization, Instant createdAt, ResourcePolicy policy) {}

  private final String arn;
  private final Instant createdAt;
  private final NavigableMap<Long, Location> locations = new TreeMap<>();
  private final Map<String, Long> locationNumbers = new HashMap<>();
  private final Map<String, String> locationIds = new HashMap<>();
  private final NavigableMap<Long, Grant> grants = new TreeMap<>();
  private final Map<String, Long> grantNumbers = new HashMap<>();
  private final Map<Grant.Identity, String> grantIds = new HashMap<>();
  private final Map<String, Integer> grantsInLocation = new HashMap<>();
  private final GrantIndex index = new GrantIndex();
  private final Map<String, Map<String, String>> tags = new HashMap<>();
  private @Nullable IdentityCenter identityCenter;
  private @Nullable StoredPolicy policy;
  private long lastNumber;

  InstanceState(String arn, StateChange.InstanceCreated created) {
    this.arn = arn;
    this.createdAt = created.createdAt();
    String center = created.identityCenterInstanceArn();
    String application = created.applicationArn();
    this.identityCenter =
        center == null || application == null ? null : new IdentityCenter(center, application);
    if (!created.tags().isEmpty()) {
      tags.put(arn, created.tags());
    }
  }

  String arn() {
    return arn;
  }

  Instant createdAt() {
    return createdAt;
  }

  Optional<IdentityCenter> identityCenter() {
    return Optional.ofNullable(identityCenter);
  }

  Optional<StoredPolicy> policy() {
    return Optional.ofNullable(policy);
  }

  /** The locations by number, oldest first. */
  NavigableMap<Long, Location> locations() {
    return locations;
  }

  Optional<Location> location(String id) {
    return Optional.ofNullable(locationNumbers.get(id)).map(locations::get);
  }

  Optional<Location> locationAt(String scopeText) {
    return Optional.ofNullable(locationIds.get(Location.place(scopeText))).flatMap(this::location);
  }

  boolean hasGrantsIn(String locationId) {
    return grantsInLocation.containsKey(locationId);
  }

  /** The grants by number, oldest first. */
  NavigableMap<Long, Grant> grants() {
    return grants;
  }

  Optional<Grant> grant(String id) {
    return Optional.ofNullable(grantNumbers.get(id)).map(grants::get);
  }

  boolean hasGrantLike(Grant grant) {
    return grantIds.containsKey(grant.identity());
  }

  /** The closest grant of a caller. Without an Identity Center, nobody is in the directory. */
  Optional<Grant> closest(Principal caller, S3Scope target, Permission permission) {
    GrantCaller identities = GrantCaller.of(caller);
    return index.closest(
        identityCenter == null ? identities.withoutDirectory() : identities, target, permission);
  }

  Map<String, String> tags(String resourceArn) {
    return tags.getOrDefault(resourceArn, Map.of());
  }

  /** The ARN of a location, in the form of the user guide's examples. */
  String locationArn(String id) {
    return arn + "/location/" + id;
  }

  /** The ARN of a grant. */
  String grantArn(String id) {
    return arn + "/grant/" + id;
  }

  void apply(StateChange change) {
    // Java 17 has no switch over types.
    if (change instanceof StateChange.GrantCreated created) {
      add(created.grant());
      setTags(grantArn(created.grant().id()), created.tags());
    } else if (change instanceof StateChange.GrantDeleted deleted) {
      removeGrant(deleted.grantId());
    } else if (change instanceof StateChange.LocationCreated created) {
      add(created.location());
      setTags(locationArn(created.location().id()), created.tags());
    } else if (change instanceof StateChange.LocationUpdated updated) {
      Long number = locationNumbers.get(updated.locationId());
      if (number != null) {
        locations.computeIfPresent(number, (n, old) -> old.withRole(updated.iamRoleArn()));
      }
    } else if (change instanceof StateChange.LocationDeleted deleted) {
      removeLocation(deleted.locationId());
    } else if (change instanceof StateChange.IdentityCenterAssociated associated) {
      identityCenter =
          new IdentityCenter(associated.identityCenterInstanceArn(), associated.applicationArn());
    } else if (change instanceof StateChange.IdentityCenterDissociated) {
      identityCenter = null;
    } else if (change instanceof StateChange.ResourcePolicyPut put) {
      policy =
          new StoredPolicy(
              put.policy(),
              put.organization(),
              put.createdAt(),
              ResourcePolicy.parse(put.policy()));
    } else if (change instanceof StateChange.ResourcePolicyDeleted) {
      policy = null;
    } else if (change instanceof StateChange.TagsSet set) {
      setTags(set.resourceArn(), set.tags());
    }
  }

  private void add(Location location) {
    lastNumber++;
    locations.put(lastNumber, location);
    locationNumbers.put(location.id(), lastNumber);
    locationIds.put(Location.place(location.scopeText()), location.id());
  }

  private void removeLocation(String id) {
    Long number = locationNumbers.remove(id);
    Location removed = number == null ? null : locations.remove(number);
    if (removed != null) {
      locationIds.remove(Location.place(removed.scopeText()));
      tags.remove(locationArn(id));
    }
  }

  private void add(Grant grant) {
    lastNumber++;
    grants.put(lastNumber, grant);
    grantNumbers.put(grant.id(), lastNumber);
    grantIds.put(grant.identity(), grant.id());
    grantsInLocation.merge(grant.locationId(), 1, Integer::sum);
    index.add(new GrantIndex.Entry(lastNumber, grant));
  }

  private void removeGrant(String id) {
    Long number = grantNumbers.remove(id);
    Grant removed = number == null ? null : grants.remove(number);
    if (number != null && removed != null) {
      grantIds.remove(removed.identity());
      grantsInLocation.computeIfPresent(
          removed.locationId(), (location, count) -> count == 1 ? null : count - 1);
      index.remove(new GrantIndex.Entry(number, removed));
      tags.remove(grantArn(id));
    }
  }

  private void setTags(String resourceArn, Map<String, String> wanted) {
    if (wanted.isEmpty()) {
      tags.remove(resourceArn);
    } else {
      tags.put(resourceArn, wanted);
    }
  }
}
