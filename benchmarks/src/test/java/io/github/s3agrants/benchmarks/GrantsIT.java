package io.github.s3agrants.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that the library makes if it knows the caller's grants, with the shipped jar. */
class GrantsIT {
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
  void each_of_eight_grants_is_one_call_and_their_list_another() throws Exception {
    CallCounts known = Grants.eight(Grants.Discovery.AUTO, emulator);
    assertThat(known.getDataAccess()).isEqualTo(8);
    assertThat(known.listings()).isEqualTo(1);
    CallCounts unknown = Grants.eight(Grants.Discovery.OFF, emulator);
    assertThat(unknown.getDataAccess()).isEqualTo(16);
    assertThat(unknown.listings()).isZero();
    assertThat(known.s3()).isEqualTo(unknown.s3());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 40})
  void directories_of_any_depth_are_made_with_one_call_and_the_list(int depth) throws Exception {
    CallCounts known = Grants.mkdirs(Grants.Discovery.AUTO, depth, emulator);
    assertThat(known.getDataAccess()).isEqualTo(1);
    assertThat(known.listings()).isEqualTo(1);
    CallCounts unknown = Grants.mkdirs(Grants.Discovery.OFF, depth, emulator);
    assertThat(unknown.listings()).isZero();
    assertThat(known.s3()).isEqualTo(unknown.s3());
  }

  /** S3A looks at each directory above the grant, of which none is there. */
  @ParameterizedTest
  @ValueSource(ints = {3, 10, 40})
  void a_grant_of_any_depth_costs_one_call_and_the_list(int depth) throws Exception {
    CallCounts known = Grants.mkdirsOfGrantAt(depth, Grants.Discovery.AUTO, emulator);
    assertThat(known.getDataAccess()).isEqualTo(1);
    assertThat(known.listings()).isEqualTo(1);
    CallCounts unknown = Grants.mkdirsOfGrantAt(depth, Grants.Discovery.OFF, emulator);
    assertThat(unknown.getDataAccess()).isGreaterThan(depth);
    // Whether there is something in each directory above is seen by one LIST of the grant.
    assertThat(known.s3()).isEqualTo(unknown.s3() + depth);
  }

  @Test
  void an_index_of_many_grants_is_small_and_read_in_pages() throws Exception {
    Report report = new Report("grants");
    GrantIndex.measure(2500, report);
    assertThat(figure(report, "grants.index.pages")).isEqualTo(3);
    assertThat(figure(report, "grants.index.bytes-per-grant")).isLessThan(400);
  }

  private static double figure(Report report, String name) {
    return report.figures().stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow()
        .ours();
  }
}
