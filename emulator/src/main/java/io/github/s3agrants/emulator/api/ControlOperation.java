package io.github.s3agrants.emulator.api;

import java.util.Arrays;
import java.util.Optional;

/** The operations of S3 Access Grants and STS that the emulator answers. */
public enum ControlOperation {
  CREATE_ACCESS_GRANTS_INSTANCE("CreateAccessGrantsInstance", true),
  CREATE_ACCESS_GRANTS_LOCATION("CreateAccessGrantsLocation", true),
  CREATE_ACCESS_GRANT("CreateAccessGrant", true),
  LIST_ACCESS_GRANTS("ListAccessGrants", true),
  DELETE_ACCESS_GRANT("DeleteAccessGrant", true),
  GET_DATA_ACCESS("GetDataAccess", false),
  GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX("GetAccessGrantsInstanceForPrefix", false),
  GET_CALLER_IDENTITY("GetCallerIdentity", false);

  private final String awsName;
  private final boolean administrative;

  ControlOperation(String awsName, boolean administrative) {
    this.awsName = awsName;
    this.administrative = administrative;
  }

  /** The name that AWS gives it. */
  public String awsName() {
    return awsName;
  }

  /** Whether only administrators may call it. */
  public boolean administrative() {
    return administrative;
  }

  /** The operation with this AWS name. */
  public static Optional<ControlOperation> named(String awsName) {
    return Arrays.stream(values())
        .filter(operation -> operation.awsName.equals(awsName))
        .findFirst();
  }
}
