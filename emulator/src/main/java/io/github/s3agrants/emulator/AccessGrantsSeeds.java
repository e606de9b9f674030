package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.grants.GranteeType;
import java.util.List;
import java.util.Map;
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
    List<Role> roles,
    Map<String, String> bucketOwners,
    List<InstanceSeed> instances,
    List<LocationSeed> locations,
    List<GrantSeed> grants) {

  /** An instance to create at the start. */
  record InstanceSeed(
      @Nullable String account,
      @Nullable String identityCenterArn,
      @Nullable String resourcePolicy,
      @Nullable String organization) {}

  /** A location to register at the start. */
  record LocationSeed(String scope, String iamRoleArn, @Nullable String account) {}

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
      @Nullable String account) {}

  AccessGrantsSeeds {
    roles = List.copyOf(roles);
    bucketOwners = Map.copyOf(bucketOwners);
    instances = List.copyOf(instances);
    locations = List.copyOf(locations);
    grants = List.copyOf(grants);
  }
}
