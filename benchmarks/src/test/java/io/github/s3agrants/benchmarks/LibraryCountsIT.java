package io.github.s3agrants.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library's calls to the services in the benchmarks, with the shipped jar. */
class LibraryCountsIT {
  private static EmulatorProcess emulator;

  @BeforeAll
  static void start() throws Exception {
    emulator = EmulatorProcess.start();
  }

  @AfterAll
  static void stop() throws Exception {
    emulator.close();
  }

  @Test
  void refusals_are_asked_for_once() throws Exception {
    assertThat(Denials.inARow(Side.OURS, emulator).calls().getDataAccess()).isEqualTo(1);
    assertThat(Denials.atOnce(Side.OURS, emulator).calls().getDataAccess()).isEqualTo(1);
  }

  @Test
  void an_object_grant_is_asked_for_once() throws Exception {
    assertThat(ObjectGrant.reads(Side.OURS, emulator).getDataAccess()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void one_readwrite_grant_is_at_most_two_calls_and_one_if_a_write_comes_first(
      ReadWrite.Order order) throws Exception {
    int most = order == ReadWrite.Order.WRITE_FIRST ? 1 : 2;
    assertThat(ReadWrite.onClient(Side.OURS, order, emulator).getDataAccess())
        .isLessThanOrEqualTo(most);
    assertThat(ReadWrite.onS3a(order, emulator).getDataAccess()).isLessThanOrEqualTo(most);
  }

  @Test
  void a_fleet_asks_each_grant_anew_once_per_renewal_and_jitter_spreads_them() {
    FleetModel.Calls with = new FleetModel(20, 5, 4, 5, true, 1).run();
    FleetModel.Calls without = new FleetModel(20, 5, 4, 5, false, 1).run();
    assertThat(with.peakFrom(0)).isEqualTo(20 * 5);
    // 4 hours of credentials that are renewed after 33 to 39 minutes.
    assertThat(with.total()).isBetween(20 * 5 * 6L, 20 * 5 * 8L);
    assertThat(with.peakFrom(60)).isLessThan(without.peakFrom(60));
  }
}
