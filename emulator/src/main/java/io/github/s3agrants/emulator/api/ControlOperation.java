package io.github.s3agrants.emulator.api;

import java.util.Arrays;
import java.util.Optional;

/** The operations of S3 Access Grants and STS that the emulator supports. */
public enum ControlOperation implements Operation {
  CREATE_ACCESS_GRANTS_INSTANCE("CreateAccessGrantsInstance", true),
  GET_ACCESS_GRANTS_INSTANCE("GetAccessGrantsInstance", true),
  LIST_ACCESS_GRANTS_INSTANCES("ListAccessGrantsInstances", true),
  DELETE_ACCESS_GRANTS_INSTANCE("DeleteAccessGrantsInstance", true),
  ASSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER("AssociateAccessGrantsIdentityCenter", true),
  DISSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER("DissociateAccessGrantsIdentityCenter", true),
  PUT_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY("PutAccessGrantsInstanceResourcePolicy", true),
  GET_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY("GetAccessGrantsInstanceResourcePolicy", true),
  DELETE_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY("DeleteAccessGrantsInstanceResourcePolicy", true),
  CREATE_ACCESS_GRANTS_LOCATION("CreateAccessGrantsLocation", true),
  GET_ACCESS_GRANTS_LOCATION("GetAccessGrantsLocation", true),
  LIST_ACCESS_GRANTS_LOCATIONS("ListAccessGrantsLocations", true),
  UPDATE_ACCESS_GRANTS_LOCATION("UpdateAccessGrantsLocation", true),
  DELETE_ACCESS_GRANTS_LOCATION("DeleteAccessGrantsLocation", true),
  CREATE_ACCESS_GRANT("CreateAccessGrant", true),
  GET_ACCESS_GRANT("GetAccessGrant", true),
  LIST_ACCESS_GRANTS("ListAccessGrants", true),
  DELETE_ACCESS_GRANT("DeleteAccessGrant", true),
  TAG_RESOURCE("TagResource", true),
  UNTAG_RESOURCE("UntagResource", true),
  LIST_TAGS_FOR_RESOURCE("ListTagsForResource", true),
  LIST_CALLER_ACCESS_GRANTS("ListCallerAccessGrants", false),
  GET_DATA_ACCESS("GetDataAccess", false),
  GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX("GetAccessGrantsInstanceForPrefix", false),
  GET_CALLER_IDENTITY("GetCallerIdentity", false),
  GET_SESSION_TOKEN("GetSessionToken", false),
  ASSUME_ROLE("AssumeRole", false);

  private final String awsName;
  private final boolean administrative;

  ControlOperation(String awsName, boolean administrative) {
    this.awsName = awsName;
    this.administrative = administrative;
  }

  @Override
  public Service service() {
    return this == GET_CALLER_IDENTITY || this == GET_SESSION_TOKEN || this == ASSUME_ROLE
        ? Service.STS
        : Service.S3CONTROL;
  }

  @Override
  public String awsName() {
    return awsName;
  }

  /** True if only administrators may call the operation. */
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
