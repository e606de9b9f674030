package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.grants.AccessGrantsState;
import io.github.s3agrants.emulator.grants.DataAccess;
import io.github.s3agrants.emulator.grants.Grants;
import io.github.s3agrants.emulator.grants.IdentityCenters;
import io.github.s3agrants.emulator.grants.Instances;
import io.github.s3agrants.emulator.grants.Locations;
import io.github.s3agrants.emulator.grants.ResourcePolicies;
import io.github.s3agrants.emulator.grants.ResourceTags;
import io.github.s3agrants.emulator.grants.RoleSessions;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Maps each operation to its handler. */
public final class AccessGrantsService {
  private final Map<ControlOperation, Handler> handlers = new EnumMap<>(ControlOperation.class);
  private final ResourcePolicies policies;

  /**
   * Creates the handlers.
   *
   * @param bucketOwner the account that owns a bucket; empty if there is no such bucket
   * @param form how GetDataAccess writes a prefix
   */
  public AccessGrantsService(
      AccessGrantsState state,
      CredentialRegistry credentials,
      Collection<Role> roles,
      Function<String, Optional<String>> bucketOwner,
      MatchedGrantTarget form,
      Clock clock,
      Faults faults) {
    this.policies = new ResourcePolicies(state, clock);
    instances(new InstanceOperations(new Instances(state, clock), policies, bucketOwner));
    identityCenters(new IdentityCenterOperations(new IdentityCenters(state)));
    resourcePolicies(new ResourcePolicyOperations(policies));
    locations(new LocationOperations(new Locations(state, clock)));
    grants(
        new GrantOperations(
            new Grants(state, bucket -> bucketOwner.apply(bucket).isPresent(), clock)));
    tags(new TagOperations(new ResourceTags(state)));
    handlers.put(
        ControlOperation.GET_DATA_ACCESS,
        new DataAccessOperations(
                new DataAccess(state, credentials, roles, bucketOwner, form, clock, faults))
            ::get);
    sts(new StsOperations(new RoleSessions(roles, credentials, clock)));
  }

  private void instances(InstanceOperations operations) {
    handlers.put(ControlOperation.CREATE_ACCESS_GRANTS_INSTANCE, operations::create);
    handlers.put(ControlOperation.GET_ACCESS_GRANTS_INSTANCE, operations::get);
    handlers.put(ControlOperation.LIST_ACCESS_GRANTS_INSTANCES, operations::list);
    handlers.put(ControlOperation.DELETE_ACCESS_GRANTS_INSTANCE, operations::delete);
    handlers.put(ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX, operations::forPrefix);
  }

  private void identityCenters(IdentityCenterOperations operations) {
    handlers.put(ControlOperation.ASSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER, operations::associate);
    handlers.put(ControlOperation.DISSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER, operations::dissociate);
  }

  private void resourcePolicies(ResourcePolicyOperations operations) {
    handlers.put(ControlOperation.PUT_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY, operations::put);
    handlers.put(ControlOperation.GET_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY, operations::get);
    handlers.put(
        ControlOperation.DELETE_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY, operations::delete);
  }

  private void locations(LocationOperations operations) {
    handlers.put(ControlOperation.CREATE_ACCESS_GRANTS_LOCATION, operations::create);
    handlers.put(ControlOperation.GET_ACCESS_GRANTS_LOCATION, operations::get);
    handlers.put(ControlOperation.LIST_ACCESS_GRANTS_LOCATIONS, operations::list);
    handlers.put(ControlOperation.UPDATE_ACCESS_GRANTS_LOCATION, operations::update);
    handlers.put(ControlOperation.DELETE_ACCESS_GRANTS_LOCATION, operations::delete);
  }

  private void grants(GrantOperations operations) {
    handlers.put(ControlOperation.CREATE_ACCESS_GRANT, operations::create);
    handlers.put(ControlOperation.GET_ACCESS_GRANT, operations::get);
    handlers.put(ControlOperation.LIST_ACCESS_GRANTS, operations::list);
    handlers.put(ControlOperation.DELETE_ACCESS_GRANT, operations::delete);
    handlers.put(ControlOperation.LIST_CALLER_ACCESS_GRANTS, operations::listOfCaller);
  }

  private void tags(TagOperations operations) {
    handlers.put(ControlOperation.TAG_RESOURCE, operations::tag);
    handlers.put(ControlOperation.UNTAG_RESOURCE, operations::untag);
    handlers.put(ControlOperation.LIST_TAGS_FOR_RESOURCE, operations::list);
  }

  private void sts(StsOperations operations) {
    handlers.put(ControlOperation.GET_CALLER_IDENTITY, operations::getCallerIdentity);
    handlers.put(ControlOperation.GET_SESSION_TOKEN, operations::getSessionToken);
    handlers.put(ControlOperation.ASSUME_ROLE, operations::assumeRole);
  }

  Map<ControlOperation, Handler> handlers() {
    return handlers;
  }

  ResourcePolicies policies() {
    return policies;
  }
}
