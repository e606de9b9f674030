package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AwsEndpoints;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.testing.TestAccess;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** S3A begins in us-east-1; the bucket of the fake services is in eu-central-1. */
class RegionRedirectsTest extends VendingFixture {
  @BeforeEach
  void begin() {
    settings = following("aws");
    service.grant("alice", Permission.READ, S3Path.prefix("b", "p/"));
  }

  private static ServiceSettings following(@Nullable String partition) {
    return ServiceSettings.builder()
        .region(Optional.of("us-east-1"))
        .followsBucket(true)
        .awsEndpoints(AwsEndpoints.builder().partition(Optional.ofNullable(partition)).build())
        .build();
  }

  private static String region(VendingException e) {
    return e.instance().orElseThrow().region();
  }

  @Test
  void after_a_refusal_the_instance_of_the_buckets_region_is_asked() {
    service.onlyRegion = "eu-central-1";
    CredentialVendor vendor = vendor(noFallback);
    assertEquals("ASIAp/", signer(vendor, ALICE, get("p/k")));
    assertThat(service.vends).hasSize(2);
    // From then on, its credentials are found at once.
    BaseIdentity alice = BaseIdentity.of(ALICE, null);
    assertThat(requireNonNull(vendor.decideNow(get("p/l"), alice, context)).credentials())
        .isNotNull();
    assertEquals("eu-central-1", region(failure(vendor, ALICE, get("q/k"))));
    assertThat(service.vends).hasSize(3);
    assertThat(service.regionsAsked).hasValue(1);
    assertThat(service.identified).hasValue(2);
  }

  /** Another file system finds the refusal in the cache, and the Region known. */
  @Test
  void a_remembered_refusal_of_the_other_region_is_not_the_last_word() {
    service.onlyRegion = "eu-central-1";
    signer(vendor(noFallback), ALICE, get("p/k"));
    assertEquals("ASIAp/", signer(vendor(noFallback), ALICE, get("p/k")));
    assertThat(service.vends).hasSize(2);
    assertThat(service.regionsAsked).hasValue(1);
  }

  @Test
  void where_something_was_vended_the_bucket_is_where_it_was_looked_for() {
    service.onlyRegion = "us-east-1";
    CredentialVendor vendor = vendor(noFallback);
    assertEquals("ASIAp/", signer(vendor, ALICE, get("p/k")));
    assertEquals("us-east-1", region(failure(vendor, ALICE, get("q/k"))));
    assertThat(service.regionsAsked).hasValue(0);
  }

  @Test
  void what_s3_does_not_tell_is_asked_once_a_minute() {
    service.onlyRegion = "eu-central-1";
    service.regionFailure = new AccessGrantsException(Kind.UNAVAILABLE, "S3 is silent");
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 3; i++) {
      VendingException e = failure(vendor, ALICE, get("p/" + i));
      assertEquals(Kind.DENIED, e.kind());
      assertEquals("us-east-1", region(e));
    }
    assertThat(service.regionsAsked).hasValue(1);
    clock.advance(Duration.ofMinutes(1));
    service.regionFailure = null;
    assertEquals("ASIAp/", signer(vendor, ALICE, get("p/0")));
    assertThat(service.regionsAsked).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DENIED", "NOT_AUTHORIZED", "NO_INSTANCE", "CALLER_CREDENTIALS", "BAD_REQUEST"})
  void what_is_no_refusal_says_nothing_of_the_bucket(Kind kind) {
    CredentialVendor vendor = vendor(noFallback);
    // The caller is known, so the instance is what fails.
    failure(vendor, BOB, get("p/k"));
    int asked = service.regionsAsked.get();
    service.failure = new AccessGrantsException(kind, "failed");
    assertEquals(kind, failure(vendor, BOB, get("p/l")).kind());
    assertThat(service.regionsAsked).hasValue(asked);
  }

  /** A store other than AWS's has one Region, so only unusual failures are checked. */
  @ParameterizedTest
  @CsvSource({
    "DENIED, 0",
    "NOT_AUTHORIZED, 0",
    "CALLER_CREDENTIALS, 0",
    "NO_INSTANCE, 1",
    "BAD_REQUEST, 1"
  })
  void a_store_of_ones_own_is_believed(Kind kind, int asked) {
    settings = following(null);
    CredentialVendor vendor = vendor(noFallback);
    failure(vendor, BOB, get("p/k"));
    assertThat(service.regionsAsked).hasValue(0);
    service.vendFailure = new AccessGrantsException(kind, "refused");
    assertEquals(kind, failure(vendor, BOB, get("p/l")).kind());
    assertThat(service.regionsAsked).hasValue(asked);
  }

  @Test
  void a_region_that_the_user_has_set_is_not_asked_about() {
    settings = ServiceSettings.builder().region(Optional.of("us-east-1")).build();
    service.onlyRegion = "eu-central-1";
    assertEquals("us-east-1", region(failure(vendor(noFallback), ALICE, get("p/k"))));
    assertThat(service.regionsAsked).hasValue(0);
  }

  /**
   * Most requests pass the same credentials object as the last one, whatever the bucket's Region.
   */
  @Test
  void one_callers_buckets_in_two_regions_are_kept_apart() {
    service.grant("alice", Permission.READ, S3Path.prefix("c", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    BaseIdentity alice = BaseIdentity.of(ALICE, null);
    Access here = TestAccess.get("c", "p/k");
    Access elsewhere = get("p/k");
    var unused = vendor.decide(here, alice, context);
    executor.runAll();
    service.onlyRegion = "eu-central-1";
    unused = vendor.decide(elsewhere, alice, context);
    executor.runAll();
    assertThat(service.vends).hasSize(3);
    for (int i = 0; i < 2; i++) {
      assertThat(vendor.decideNow(here, alice, context)).isNotNull();
      assertThat(vendor.decideNow(elsewhere, alice, context)).isNotNull();
    }
  }

  @Test
  void a_bucket_that_is_where_it_was_looked_for_is_asked_about_once() {
    settings =
        ServiceSettings.builder()
            .region(Optional.of("eu-central-1"))
            .followsBucket(true)
            .awsEndpoints(AwsEndpoints.builder().partition(Optional.of("aws")).build())
            .build();
    assertEquals(Kind.DENIED, failure(vendor(noFallback), BOB, get("p/k")).kind());
    assertThat(service.regionsAsked).hasValue(1);
    assertThat(service.vends).hasSize(1);
  }
}
