package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.FaultPlan;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Principal;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an emulator. Their values are checked, except for rules that only the Access
 * Grants instance itself can check.
 */
record EmulatorSettings(
    String region,
    String account,
    List<Principal> principals,
    List<Bucket> buckets,
    List<ObjectSeed> objects,
    AccessGrantsSeeds accessGrants,
    @Nullable Path cloudTrail,
    @Nullable Path accessLog,
    InetAddress bind,
    List<String> allowedHosts,
    int s3Port,
    int controlPort,
    Clock clock,
    int journalCapacity,
    FaultPlan faults,
    MissingKey missingKey,
    MatchedGrantTarget matchedGrantTarget) {

  EmulatorSettings {
    principals = List.copyOf(principals);
    buckets = List.copyOf(buckets);
    objects = List.copyOf(objects);
    allowedHosts = List.copyOf(allowedHosts);
  }

  List<String> bucketNames() {
    return buckets.stream().map(Bucket::name).toList();
  }

  AccessRules accessRules() {
    return new AccessRules(
        buckets.stream().collect(Collectors.toMap(Bucket::name, bucket -> bucket)),
        account,
        missingKey);
  }
}
