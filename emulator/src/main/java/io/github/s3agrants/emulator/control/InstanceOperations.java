package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.FieldValidation;
import io.github.s3agrants.emulator.grants.InstanceInfo;
import io.github.s3agrants.emulator.grants.Instances;
import io.github.s3agrants.emulator.grants.ResourcePolicies;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP bindings of instances. */
final class InstanceOperations {
  private final Instances instances;
  private final ResourcePolicies policies;
  private final Function<String, Optional<String>> bucketOwner;

  InstanceOperations(
      Instances instances,
      ResourcePolicies policies,
      Function<String, Optional<String>> bucketOwner) {
    this.instances = instances;
    this.policies = policies;
    this.bucketOwner = bucketOwner;
  }

  ControlResponse create(Handler.Request request) throws AwsException {
    @Nullable String identityCenter = null;
    Map<String, String> tags = Map.of();
    if (request.call().body().length > 0) {
      XmlElement root = Documents.parse(request.call(), "CreateAccessGrantsInstanceRequest");
      identityCenter = root.childText("IdentityCenterArn").orElse(null);
      tags = Documents.tags(root);
    }
    InstanceInfo created = instances.create(request.account(), identityCenter, tags);
    return ControlResponse.xml(200, render("CreateAccessGrantsInstanceResult", created));
  }

  ControlResponse get(Handler.Request request) throws AwsException {
    InstanceInfo instance = instances.get(request.account());
    return ControlResponse.xml(200, render("GetAccessGrantsInstanceResult", instance));
  }

  ControlResponse list(Handler.Request request) throws AwsException {
    return Documents.list(
        "ListAccessGrantsInstancesResult",
        "AccessGrantsInstancesList",
        instances.list(request.account(), Documents.page(request)),
        instance -> render("AccessGrantsInstance", instance));
  }

  ControlResponse delete(Handler.Request request) throws AwsException {
    instances.delete(request.account());
    return ControlResponse.empty();
  }

  /**
   * Returns the instance of the account that owns the bucket, if its resource policy permits the
   * call.
   */
  ControlResponse forPrefix(Handler.Request request) throws AwsException {
    String prefix = Fields.required(request.parameter("s3prefix"), "S3Prefix");
    FieldValidation.length(prefix, "S3Prefix", 1, S3Scope.MAX_LENGTH);
    S3Scope scope;
    try {
      scope = S3Scope.parse(prefix);
    } catch (IllegalArgumentException e) {
      throw Fields.invalid("S3Prefix", String.valueOf(e.getMessage()));
    }
    Optional<String> owner = bucketOwner.apply(scope.bucket());
    InstanceInfo instance = instances.forBucketOwner(owner);
    Principal caller = request.principal();
    if (!policies.permits(owner.orElseThrow(), caller, "s3:GetAccessGrantsInstanceForPrefix")) {
      throw new AwsException(
          AwsError.ACCESS_DENIED,
          caller.arn() + " is not authorized to perform: s3:GetAccessGrantsInstanceForPrefix");
    }
    return ControlResponse.xml(
        200,
        XmlElement.of(
            "GetAccessGrantsInstanceForPrefixResult",
            XmlElement.of("AccessGrantsInstanceArn", instance.arn()),
            XmlElement.of("AccessGrantsInstanceId", InstanceInfo.ID)));
  }

  private static XmlElement render(String name, InstanceInfo instance) {
    String application = instance.identityCenterApplicationArn();
    return XmlElement.of(
        name,
        XmlElement.of("CreatedAt", instance.createdAt().toString()),
        XmlElement.of("AccessGrantsInstanceId", InstanceInfo.ID),
        XmlElement.of("AccessGrantsInstanceArn", instance.arn()),
        // In the S3 Control model, the older member holds the ARN of the application too.
        XmlElement.optional("IdentityCenterArn", application),
        XmlElement.optional("IdentityCenterInstanceArn", instance.identityCenterInstanceArn()),
        XmlElement.optional("IdentityCenterApplicationArn", application));
  }
}
