package io.github.s3agrants.vending.probe;

import io.github.s3agrants.access.Probe;
import java.util.Set;

/**
 * Knows which S3A operations probe paths that the user did not name, or only ask what exists. The
 * names are those of Hadoop's {@code StoreStatisticNames}, which S3A gives its audit spans.
 */
public final class InternalProbes {
  private static final String RENAME = "op_rename";

  /**
   * The operations that walk up from their path to find out what exists, and those that only ask
   * what exists. op_delete and the LIST of op_rename are not among them: they mostly probe the
   * directory that is to be deleted or moved, and a refusal must not read "there is none".
   */
  private static final Set<String> PROBING =
      Set.of(
          "op_create",
          "op_createfile",
          "op_create_non_recursive",
          "op_copy_from_local_file",
          "op_exists",
          "op_get_file_status",
          "op_is_directory",
          "op_is_file",
          "op_mkdirs");

  private InternalProbes() {}

  /** See {@link io.github.s3agrants.access.RequestContext#isInternalProbe}. */
  public static boolean isInternal(String operation, Probe probe) {
    return PROBING.contains(operation) || (operation.equals(RENAME) && probe == Probe.HEAD);
  }
}
