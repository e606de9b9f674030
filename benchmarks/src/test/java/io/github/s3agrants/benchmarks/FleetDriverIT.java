package io.github.s3agrants.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A driver's calls to the services, and what executors ask it, with the shipped jar. */
class FleetDriverIT {
  private static final int EXECUTORS = 100;
  private static final int GRANTS = 20;
  private static final int HOURS = 6;
  private static final Duration LATENCY = Duration.ofMillis(100);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /**
   * The lives of one grant's credentials in these hours: the first executor renews them after 55
   * percent of theirs, which is 33 minutes.
   */
  private static final int LIVES = 11;

  private static void assertOneCallPerGrant(FleetServices services) {
    assertThat(services.getDataAccessCalls()).isEqualTo(GRANTS);
    assertThat(services.callerIdentityCalls()).isEqualTo(1);
    assertThat(services.instanceForPrefixCalls()).isEqualTo(1);
  }

  private static void assertNoCalls(FleetServices services) {
    assertThat(services.getDataAccessCalls()).isZero();
    assertThat(services.callerIdentityCalls()).isZero();
    assertThat(services.instanceForPrefixCalls()).isZero();
  }

  @Test
  void a_cold_start_costs_one_call_per_grant_whatever_the_number_of_executors() throws Exception {
    for (int executors : new int[] {1, EXECUTORS, 5 * EXECUTORS}) {
      try (VirtualFleet fleet = new VirtualFleet(executors, GRANTS, LATENCY, 1)) {
        Duration unused = fleet.coldStart();
        assertOneCallPerGrant(fleet.services());
        assertNoCalls(fleet.servicesOfExecutors());
        // An executor asks again while the driver waits for the services.
        assertThat(fleet.desk().asks().count()).isBetween(2 * executors, 30 * executors);
      }
    }
  }

  @Test
  void a_cold_start_on_threads_costs_one_call_per_grant_too() throws Exception {
    try (ThreadedFleet fleet = new ThreadedFleet(EXECUTORS, GRANTS, Duration.ofMillis(1), 1)) {
      Duration unused = fleet.coldStart();
      assertOneCallPerGrant(fleet.services());
    }
  }

  @Test
  void each_grant_is_renewed_once_per_life_and_executors_do_not_ask_together() throws Exception {
    try (VirtualFleet fleet = new VirtualFleet(EXECUTORS, GRANTS, LATENCY, 1)) {
      Duration unused = fleet.coldStart();
      fleet.useUntil(Duration.ofHours(HOURS), INTERVAL);
      assertThat(fleet.services().getDataAccessCalls()).isEqualTo(GRANTS * LIVES);
      assertThat(fleet.services().callerIdentityCalls()).isEqualTo(1);
      assertThat(fleet.services().instanceForPrefixCalls()).isEqualTo(1);
      assertNoCalls(fleet.servicesOfExecutors());
      AskLog asks = fleet.desk().asks();
      assertThat(asks.countFrom(60)).isLessThan(2L * EXECUTORS * LIVES);
      assertThat(asks.peakFrom(60)).isLessThan(EXECUTORS / 2);
    }
  }
}
