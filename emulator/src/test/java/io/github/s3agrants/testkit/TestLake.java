package io.github.s3agrants.testkit;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Permission;

/** Common set-ups of emulators. Each test adds to the builder what it needs. */
public final class TestLake {
  /** The bucket of every set-up. */
  public static final String BUCKET = "lake";

  /** The second bucket of some set-ups. */
  public static final String OTHER_BUCKET = "other";

  /** The scope of the default location. */
  public static final String LOCATION = "s3://";

  private TestLake() {}

  /**
   * An emulator with {@link TestPrincipals#ADMIN}, {@link TestPrincipals#ALICE} and {@link
   * TestPrincipals#BOB}, both buckets, the default location and no grant.
   */
  public static EmulatorBuilder builder() {
    return AccessGrantsEmulator.builder()
        .region("us-east-1")
        .account(TestPrincipals.ACCOUNT)
        .principal(TestPrincipals.ADMIN)
        .principal(TestPrincipals.ALICE)
        .principal(TestPrincipals.BOB)
        .bucket(BUCKET, OTHER_BUCKET)
        .location(LOCATION, TestPrincipals.LOCATION_ROLE);
  }

  /**
   * An emulator with {@link TestPrincipals#ADMIN} and {@link TestPrincipals#ALICE}, one bucket and
   * a grant of {@code alice/*} to Alice.
   */
  public static EmulatorBuilder ofAlice(Permission permission) {
    return AccessGrantsEmulator.builder()
        .principal(TestPrincipals.ADMIN)
        .principal(TestPrincipals.ALICE)
        .bucket(BUCKET)
        .location(LOCATION, TestPrincipals.LOCATION_ROLE)
        .grant(LOCATION, BUCKET + "/alice/*", "alice", permission);
  }

  /**
   * An emulator with {@link TestPrincipals#ADMIN} and {@link TestPrincipals#ALICE}, both buckets
   * and no Access Grants instance. A policy of her own lets Alice read and write {@code policy/*}.
   */
  public static EmulatorBuilder withoutInstance() {
    return AccessGrantsEmulator.builder()
        .principal(TestPrincipals.ADMIN)
        .principal(
            TestPrincipals.ALICE.withS3("s3://" + BUCKET + "/policy/*", Permission.READWRITE))
        .bucket(BUCKET, OTHER_BUCKET);
  }
}
