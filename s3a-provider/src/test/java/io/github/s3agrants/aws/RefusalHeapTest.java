package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.DenialCache;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.testing.Slow;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Cached denials keep their message, but not the service's whole answer. */
class RefusalHeapTest {
  private static final int MANY = 10_000;
  private static final Duration HOUR = Duration.ofHours(1);

  /** For 10,000 denials of paths of 100 characters. With the services' answers they took 74 MB. */
  private static final long HEAP_BOUND = 10_000_000;

  private final ManualClock clock = new ManualClock();
  private final DenialCache denials = new DenialCache(clock);
  private final CacheOwner alice = TestCredentials.owner("alice");

  /** The denials come through the SDK, with its exceptions and the service's answers as causes. */
  @Test
  @Slow
  void ten_thousand_of_the_services_refusals_take_little_heap() {
    CannedService service =
        new CannedService(
            SdkHttpResponse.builder()
                .statusCode(403)
                .putHeader("x-amz-request-id", "TX234S0F24A06C7F")
                .putHeader("x-amz-id-2", "x".repeat(76))
                .putHeader("Content-Type", "application/xml")
                .build(),
            "<Error><Code>AccessDenied</Code><Message>You do not have permission to do that. No"
                + " grant of the instance covers it.</Message><RequestId>TX234S0F24A06C7F"
                + "</RequestId></Error>");
    try (AccessGrantsClient client = TestServices.client(service, clock)) {
      for (int i = 0; i < 10; i++) {
        refuse(client, i);
      }
      denials.clear();
      long before = usedHeap();
      for (int i = 0; i < MANY; i++) {
        refuse(client, i);
      }
      long taken = usedHeap() - before;
      assertThat(found(MANY, 100)).isEqualTo(MANY);
      assertThat(taken).isLessThan(HEAP_BOUND);
    }
  }

  private void refuse(AccessGrantsClient client, int i) {
    Access access = get(key(i, 100));
    AccessGrantsException refused =
        assertThrows(
            AccessGrantsException.class,
            () ->
                client.getDataAccess(
                    alice.settings(),
                    new AccessGrantsInstance("111122223333", "us-east-1"),
                    access,
                    Optional.empty(),
                    SigningCredentials.longTerm("AKIA1", "s")));
    assertThat(refused.kind()).isEqualTo(AccessGrantsException.Kind.DENIED);
    denials.put(alice, access, refused, HOUR);
  }

  private static String key(int i, int length) {
    return String.format("%0" + length + "d", i);
  }

  private static Access get(String key) {
    return TestCredentials.get("b", key);
  }

  private int found(int keys, int length) {
    int found = 0;
    for (int i = 0; i < keys; i++) {
      found += denials.find(alice, get(key(i, length)), HOUR).isPresent() ? 1 : 0;
    }
    return found;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
