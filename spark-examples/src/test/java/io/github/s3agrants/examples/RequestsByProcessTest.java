package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How {@link RequestsByProcess} tells processes apart, and what it objects to. */
class RequestsByProcessTest {

  private static final String DRIVER_ASKS = entry("driver, Hadoop 3", "s3control", "GetDataAccess");
  private static final String DRIVER_LISTS = entry("driver, Hadoop 3", "s3", "ListObjectsV2");
  private static final String EXECUTOR_READS = entry("executor-0, Hadoop 3", "s3", "GetObject");

  @Test
  void counts_calls_and_signers_of_each_process() throws IOException {
    RequestsByProcess requests =
        requests(
            DRIVER_ASKS,
            DRIVER_LISTS,
            entry("driver, Hadoop 3", "sts", "GetCallerIdentity"),
            EXECUTOR_READS,
            entry("executor-0__Hadoop_3.4.3 s3analyticsaccelerator/1", "s3", "GetObject"));

    assertThat(requests.lines().stream().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "process GetDataAccess other calls S3: vended base other",
            "driver 1 1 1 0 0",
            "executor-0 0 0 2 0 0");
  }

  @Test
  void leaves_out_the_administrator() throws IOException {
    assertThat(requests(DRIVER_LISTS.replace("analyst", "administrator")).lines()).hasSize(1);
  }

  @Test
  void accepts_calls_of_the_caller() throws IOException {
    assertThat(requests(DRIVER_ASKS, EXECUTOR_READS).objection("driver")).isEmpty();
  }

  @Test
  void objects_to_a_call_of_another_process() throws IOException {
    assertThat(
            requests(DRIVER_ASKS, EXECUTOR_READS, entry("executor-0, Hadoop 3", "sts", "Any"))
                .objection("driver"))
        .hasValue("executor-0 called Access Grants or STS 1 times; only the driver may");
  }

  @Test
  void objects_to_a_call_of_a_process_without_a_name() throws IOException {
    assertThat(requests(entry("Hadoop 3.4.3", "s3control", "GetDataAccess")).objection("driver"))
        .hasValue("(no name) called Access Grants or STS 1 times; only the driver may");
  }

  private static RequestsByProcess requests(String... entries) throws IOException {
    return RequestsByProcess.of(
        new ObjectMapper().readTree(List.of(entries).toString()), "administrator");
  }

  private static String entry(String userAgent, String service, String operation) {
    return String.format(
        "{\"service\":\"%s\",\"principal\":\"analyst\",\"operation\":\"%s\",\"signer\":\"VENDED\","
            + "\"userAgent\":\"%s\"}",
        service, operation, userAgent);
  }
}
