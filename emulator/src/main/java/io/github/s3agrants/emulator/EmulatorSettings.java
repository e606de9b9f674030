package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import java.time.Clock;
import java.util.List;

/** What an emulator is started with; checked, apart from what only the instance itself can tell. */
record EmulatorSettings(
    String region,
    String account,
    List<Principal> principals,
    List<String> buckets,
    List<LocationSeed> locations,
    List<GrantSeed> grants,
    int s3Port,
    int controlPort,
    Clock clock,
    int journalCapacity) {

  /** A location to register at the start. */
  record LocationSeed(String scope, String iamRoleArn) {}

  /** A grant to create at the start; the location by its scope, the grantee by name or ARN. */
  record GrantSeed(
      String location, String subPrefix, String grantee, Permission permission, boolean object) {}

  EmulatorSettings {
    principals = List.copyOf(principals);
    buckets = List.copyOf(buckets);
    locations = List.copyOf(locations);
    grants = List.copyOf(grants);
  }
}
