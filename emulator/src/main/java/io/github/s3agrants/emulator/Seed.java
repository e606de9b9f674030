package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.EmulatorSettings.GrantSeed;
import io.github.s3agrants.emulator.EmulatorSettings.LocationSeed;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.AccessGrantsInstance;
import io.github.s3agrants.emulator.grants.Location;
import io.github.s3agrants.emulator.grants.NewGrant;

/**
 * Creates the instance, locations and grants that the settings name, through the operations that a
 * client would call.
 */
final class Seed {
  private Seed() {}

  static void plant(EmulatorSettings settings, AccessGrantsInstance instance) throws AwsException {
    if (settings.locations().isEmpty() && settings.grants().isEmpty()) {
      return;
    }
    // Whether it was created is of no use here.
    var unused = instance.create();
    for (int i = 0; i < settings.locations().size(); i++) {
      LocationSeed seed = settings.locations().get(i);
      try {
        var ignored = instance.createLocation(seed.scope(), seed.iamRoleArn());
      } catch (AwsException e) {
        throw at("locations[" + i + "]", e);
      }
    }
    for (int i = 0; i < settings.grants().size(); i++) {
      try {
        var ignored = instance.createGrant(grant(settings, instance, settings.grants().get(i)));
      } catch (AwsException e) {
        throw at("grants[" + i + "]", e);
      }
    }
  }

  private static NewGrant grant(
      EmulatorSettings settings, AccessGrantsInstance instance, GrantSeed seed)
      throws AwsException {
    Location location =
        instance
            .locationAt(seed.location())
            .orElseThrow(
                () ->
                    new AwsException(
                        AwsError.NO_SUCH_ACCESS_GRANTS_LOCATION,
                        "location: must be the scope of one of locations, was " + seed.location()));
    return new NewGrant(
        location.id(),
        seed.subPrefix(),
        seed.object(),
        granteeArn(settings, seed.grantee()),
        seed.permission());
  }

  private static String granteeArn(EmulatorSettings settings, String grantee) throws AwsException {
    if (grantee.startsWith("arn:")) {
      return grantee;
    }
    return settings.principals().stream()
        .filter(principal -> principal.name().equals(grantee))
        .map(Principal::arn)
        .findFirst()
        .orElseThrow(
            () ->
                new AwsException(
                    AwsError.INVALID_REQUEST,
                    "grantee: must be the name of a principal or an ARN, was " + grantee));
  }

  private static AwsException at(String place, AwsException e) {
    return new AwsException(e.error(), place + ": " + e.describe());
  }
}
