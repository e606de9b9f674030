package io.github.s3agrants.vending.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Probe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which probes S3A sends on its own. A test with Hadoop checks that the names are Hadoop's. */
class InternalProbesTest {
  @ParameterizedTest
  @CsvSource({
    // operation, its HEAD is internal, its LIST is
    "op_create, true, true",
    "op_createfile, true, true",
    "op_create_non_recursive, true, true",
    "op_copy_from_local_file, true, true",
    "op_mkdirs, true, true",
    "op_exists, true, true",
    "op_get_file_status, true, true",
    "op_is_directory, true, true",
    "op_is_file, true, true",
    "op_rename, true, false",
    "op_delete, false, false",
    "op_open, false, false",
    "op_list_status, false, false",
  })
  void the_operation_tells(String operation, boolean head, boolean list) {
    assertThat(InternalProbes.isInternal(operation, Probe.HEAD)).isEqualTo(head);
    assertThat(InternalProbes.isInternal(operation, Probe.LIST)).isEqualTo(list);
  }
}
