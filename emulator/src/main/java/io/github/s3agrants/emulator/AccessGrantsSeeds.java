package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.grants.GranteeType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Access Grants and STS are started with. Where an account is null, it is the emulator's own.
 *
 * @param roles what AssumeRole gives out
 * @param bucketOwners the account of each bucket that is not of the emulator's own
 * @param instances instances of which more is said than that they exist
 * @param locations locations to register
 * @param grants grants to create
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

  /** A grant to create at the start; the location by its scope, the grantee by name or ID. */
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
