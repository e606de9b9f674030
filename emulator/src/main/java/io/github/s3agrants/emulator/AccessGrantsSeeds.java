package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.grants.GranteeType;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The initial state of Access Grants and STS. A null account stands for the emulator's own.
 *
 * @param roles the roles that AssumeRole can assume
 * @param bucketOwners the owner's account, by bucket, of buckets that another account owns
 * @param instances the instances that need more than their default settings
 * @param locations the locations to register
 * @param grants the grants to create
 */
record AccessGrantsSeeds(
    List<RoleSeed> roles,
    Map<String, String> bucketOwners,
    List<InstanceSeed> instances,
    List<LocationSeed> locations,
    List<GrantSeed> grants) {

  /** What is created at the start. */
  interface Seeded {
    /** Where it is described, such as {@code grants[0]}, for messages. */
    Supplier<String> place();
  }

  /** A role that is there from the start. */
  record RoleSeed(Role role, Supplier<String> place) implements Seeded {}

  /** An instance to create at the start. */
  record InstanceSeed(
      @Nullable String account,
      @Nullable String identityCenterArn,
      @Nullable String resourcePolicy,
      @Nullable String organization,
      Supplier<String> place)
      implements Seeded {}

  /** A location to register at the start. */
  record LocationSeed(
      String scope, String iamRoleArn, @Nullable String account, Supplier<String> place)
      implements Seeded {}

  /**
   * A grant to create at the start. It refers to the location by scope, to the grantee by name or
   * ID.
   */
  record GrantSeed(
      String location,
      @Nullable String subPrefix,
      GranteeType granteeType,
      String grantee,
      Permission permission,
      boolean object,
      @Nullable String applicationArn,
      @Nullable String account,
      Supplier<String> place)
      implements Seeded {

    /** A grant to an IAM identity, in the emulator's own account. */
    static GrantSeed iam(
        String location,
        String subPrefix,
        String grantee,
        Permission permission,
        boolean object,
        Supplier<String> place) {
      return new GrantSeed(
          location, subPrefix, GranteeType.IAM, grantee, permission, object, null, null, place);
    }
  }

  AccessGrantsSeeds {
    roles = List.copyOf(roles);
    bucketOwners = Map.copyOf(bucketOwners);
    instances = List.copyOf(instances);
    locations = List.copyOf(locations);
    grants = List.copyOf(grants);
  }

  /** The place of the element that is added to a list next. */
  static Supplier<String> place(String list, List<?> elements) {
    int index = elements.size();
    return () -> list + "[" + index + "]";
  }
}
