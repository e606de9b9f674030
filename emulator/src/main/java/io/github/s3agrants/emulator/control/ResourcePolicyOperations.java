package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.ResourcePolicies;
import io.github.s3agrants.emulator.xml.XmlElement;

/** The HTTP bindings of resource policies. */
final class ResourcePolicyOperations {
  private final ResourcePolicies policies;

  ResourcePolicyOperations(ResourcePolicies policies) {
    this.policies = policies;
  }

  ControlResponse put(Handler.Request request) throws AwsException {
    XmlElement root =
        Documents.parse(request.call(), "PutAccessGrantsInstanceResourcePolicyRequest");
    ResourcePolicies.Stored stored =
        policies.put(
            request.account(),
            Documents.required(root, "Policy"),
            root.childText("Organization").orElse(null));
    return reply("PutAccessGrantsInstanceResourcePolicyResult", stored);
  }

  ControlResponse get(Handler.Request request) throws AwsException {
    return reply("GetAccessGrantsInstanceResourcePolicyResult", policies.get(request.account()));
  }

  ControlResponse delete(Handler.Request request) throws AwsException {
    policies.delete(request.account());
    return ControlResponse.empty();
  }

  private static ControlResponse reply(String root, ResourcePolicies.Stored stored) {
    return ControlResponse.xml(
        200,
        XmlElement.of(
            root,
            XmlElement.of("Policy", stored.policy()),
            XmlElement.optional("Organization", stored.organization()),
            XmlElement.of("CreatedAt", stored.createdAt().toString())));
  }
}
