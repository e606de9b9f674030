package io.github.s3agrants.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

/** How often an application has asked the services. */
final class CallAssertions {

  private CallAssertions() {}

  /** Of one that reads below the teams' grants, and nothing else. */
  static void assertEachTeamVended(Calls calls, int times) {
    assertThat(calls.vends())
        .hasSize(ClusterLake.GRANTS)
        .allSatisfy((grant, vends) -> assertThat(vends).as(grant).isEqualTo(times));
    assertThat(calls.refusals()).isEmpty();
    assertInstanceResolved(calls, times);
    assertNoBaseSigner(calls);
  }

  /** The account, the instance of the bucket, and what the caller is granted there. */
  static void assertInstanceResolved(Calls calls, int times) {
    assertThat(calls.count("GetCallerIdentity")).isEqualTo(times);
    assertThat(calls.count("GetAccessGrantsInstanceForPrefix")).isEqualTo(times);
    assertThat(calls.count("ListCallerAccessGrants")).isEqualTo(times);
  }

  static void assertNoBaseSigner(Calls calls) {
    assertThat(calls.signersOnS3()).containsOnlyKeys("VENDED");
  }
}
