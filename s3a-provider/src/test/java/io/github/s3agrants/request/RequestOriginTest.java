package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Probe;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.vending.probe.InternalProbes;
import java.util.List;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.apache.hadoop.fs.s3a.audit.AuditSpanS3A;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/** What S3A's audit span says about a request. */
class RequestOriginTest {
  static final class Span implements AuditSpanS3A {
    private final String operation;

    Span(String operation) {
      this.operation = operation;
    }

    @Override
    public String getSpanId() {
      return "span-1";
    }

    @Override
    public String getOperationName() {
      return operation;
    }

    @Override
    public long getTimestamp() {
      return 0;
    }

    @Override
    public AuditSpanS3A activate() {
      return this;
    }

    @Override
    public void deactivate() {}
  }

  static RequestOrigin origin(String operation) {
    ExecutionAttributes attributes = new ExecutionAttributes();
    AuditIntegration.attachSpanToRequest(attributes, new Span(operation));
    return RequestOrigins.of(attributes);
  }

  /** The operations' names are those of Hadoop's {@code StoreStatisticNames}. */
  @ParameterizedTest
  @CsvSource({
    // operation, looks before it writes, HEAD is S3A's own probe, LIST is
    "op_create, true, true, true",
    "op_createfile, true, true, true",
    "op_create_non_recursive, true, true, true",
    "op_copy_from_local_file, true, true, true",
    "op_mkdirs, true, true, true",
    "op_delete, true, false, false",
    "op_rename, true, true, false",
    "op_exists, false, true, true",
    "op_get_file_status, false, true, true",
    "op_is_directory, false, true, true",
    "op_is_file, false, true, true",
    "op_open, false, false, false",
    "op_list_status, false, false, false",
    "op_glob_status, false, false, false",
  })
  void the_operation_tells(String operation, boolean writes, boolean head, boolean list) {
    RequestOrigin origin = origin(operation);
    assertThat(origin.isPartOfWrite()).isEqualTo(writes);
    assertThat(origin.isInternalProbe(Probe.HEAD)).isEqualTo(head);
    assertThat(origin.isInternalProbe(Probe.LIST)).isEqualTo(list);
    assertThat(origin.operationId()).contains("span-1");
    assertThat(origin.auditContext()).contains("s3a op=" + operation + " span=span-1");
    assertThat(origin).hasToString("(S3A " + operation + ", span span-1)");
  }

  /** The core has these names as constants, because it does not depend on Hadoop. */
  @Test
  void the_names_of_internal_probes_are_hadoops() {
    for (String operation :
        List.of(
            StoreStatisticNames.OP_CREATE,
            StoreStatisticNames.OP_CREATE_FILE,
            StoreStatisticNames.OP_CREATE_NON_RECURSIVE,
            StoreStatisticNames.OP_COPY_FROM_LOCAL_FILE,
            StoreStatisticNames.OP_EXISTS,
            StoreStatisticNames.OP_GET_FILE_STATUS,
            StoreStatisticNames.OP_IS_DIRECTORY,
            StoreStatisticNames.OP_IS_FILE,
            StoreStatisticNames.OP_MKDIRS)) {
      assertThat(InternalProbes.isInternal(operation, Probe.LIST)).as(operation).isTrue();
    }
    assertThat(InternalProbes.isInternal(StoreStatisticNames.OP_RENAME, Probe.HEAD)).isTrue();
  }

  @Test
  void what_the_service_takes_at_most_is_sent() {
    String longest = "x".repeat(3000);
    assertThat(origin(longest).auditContext().orElseThrow()).hasSize(2048).startsWith("s3a op=xxx");
  }

  @Test
  void outside_of_s3a_nothing_is_known() {
    RequestOrigin origin = RequestOrigins.of(new ExecutionAttributes());
    assertThat(origin.isPartOfWrite()).isFalse();
    assertThat(origin.isInternalProbe(Probe.HEAD)).isFalse();
    assertThat(origin.operationId()).isEmpty();
    assertThat(origin.auditContext()).isEmpty();
    assertThat(origin).hasToString("(outside an S3A operation)");
  }
}
