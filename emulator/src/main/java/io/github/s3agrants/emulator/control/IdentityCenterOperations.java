package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.IdentityCenters;

/** The HTTP bindings of the association with IAM Identity Center. */
final class IdentityCenterOperations {
  private final IdentityCenters centers;

  IdentityCenterOperations(IdentityCenters centers) {
    this.centers = centers;
  }

  ControlResponse associate(Handler.Request request) throws AwsException {
    String arn =
        Documents.required(
            Documents.parse(request.call(), "AssociateAccessGrantsIdentityCenterRequest"),
            "IdentityCenterArn");
    centers.associate(request.account(), arn);
    return ControlResponse.empty();
  }

  ControlResponse dissociate(Handler.Request request) throws AwsException {
    centers.dissociate(request.account());
    return ControlResponse.empty();
  }
}
