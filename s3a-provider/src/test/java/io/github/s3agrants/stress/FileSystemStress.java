package io.github.s3agrants.stress;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Operation;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.stress.NaiveGrants.Rule;
import io.github.s3agrants.stress.NaiveGrants.Scope;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;

/** An emulator whose grants and faults change while it is used. Thread-safe. */
final class FileSystemStress implements AutoCloseable {
  private static final List<Operation> STRUCK =
      List.of(
          ControlOperation.GET_DATA_ACCESS,
          ControlOperation.GET_DATA_ACCESS,
          ControlOperation.GET_DATA_ACCESS,
          ControlOperation.GET_CALLER_IDENTITY,
          ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX,
          ControlOperation.LIST_CALLER_ACCESS_GRANTS,
          S3Operation.GET_OBJECT,
          S3Operation.HEAD_OBJECT,
          S3Operation.PUT_OBJECT,
          S3Operation.LIST_OBJECTS_V2);

  final S3AFixture lake;

  /**
   * A lower bound of the grants: a grant is added after it was made, and removed before it is
   * deleted.
   */
  final NaiveGrants grants = new NaiveGrants();

  private final StressRequests draws;
  private final S3ControlClient admin;
  private final String location;
  private final Map<Rule, String> ids = new HashMap<>();

  FileSystemStress(StressRequests draws, Principal... more) throws IOException {
    this.draws = draws;
    this.lake =
        S3AFixture.start(
            builder -> {
              List.of(more).forEach(builder::principal);
              // Any 403 of S3 is then a request that was signed wrongly.
              builder.missingKey(MissingKey.NOT_FOUND);
            });
    this.admin =
        EmulatorClients.control(
            lake.emulator.endpoints(), EmulatorClients.credentials(TestPrincipals.ADMIN));
    this.location =
        admin
            .listAccessGrantsLocations(r -> r.accountId(TestPrincipals.ACCOUNT))
            .accessGrantsLocationsList()
            .get(0)
            .accessGrantsLocationId();
  }

  /** Makes a grant, or deletes one if there are many. */
  synchronized void changeGrants(Random random, Principal who, int most) {
    List<Rule> held =
        new ArrayList<>(
            ids.keySet().stream().filter(r -> r.principal().equals(who.name())).toList());
    if (random.nextInt(2 * most) < held.size()) {
      Rule rule = held.get(random.nextInt(held.size()));
      grants.set(System.currentTimeMillis(), rule, false);
      String id = requireNonNull(ids.remove(rule));
      admin.deleteAccessGrant(r -> r.accountId(TestPrincipals.ACCOUNT).accessGrantId(id));
      return;
    }
    Rule rule = draws.rule(random, who.name());
    String id = ids.containsKey(rule) ? null : create(rule, who);
    if (id != null) {
      ids.put(rule, id);
      grants.set(System.currentTimeMillis(), rule, true);
    }
  }

  private @Nullable String create(Rule rule, Principal who) {
    Scope scope = rule.scope();
    try {
      return admin
          .createAccessGrant(
              r -> {
                r.accountId(TestPrincipals.ACCOUNT)
                    .accessGrantsLocationId(location)
                    .accessGrantsLocationConfiguration(
                        c -> c.s3SubPrefix(scope.text().substring("s3://".length())))
                    .permission(Permission.fromValue(rule.permission()))
                    .grantee(g -> g.granteeType(GranteeType.IAM).granteeIdentifier(who.arn()));
                if (scope.object()) {
                  r.s3PrefixType(S3PrefixType.OBJECT);
                }
              })
          .accessGrantId();
    } catch (S3ControlException e) {
      // The service takes one grant per scope, however the scope is written.
      if (!e.awsErrorDetails().errorCode().equals("AccessGrantAlreadyExists")) {
        throw e;
      }
      return null;
    }
  }

  /** Makes an operation fail a few times, or ends its faults. */
  void changeFaults(Random random) {
    Faults faults = lake.emulator.faults();
    Operation operation = STRUCK.get(random.nextInt(STRUCK.size()));
    int times = 1 + random.nextInt(4);
    switch (random.nextInt(6)) {
      case 0 -> faults.set(operation, Fault.internalError().times(times));
      case 1 -> faults.set(operation, Fault.dropped().times(times));
      case 2 -> faults.set(operation, Fault.throttling().times(1));
      case 3 -> faults.set(operation, Fault.latency(Duration.ofMillis(60)).times(times));
      case 4 -> faults.credentialLife(Duration.ofSeconds(3 + random.nextInt(20)));
      default -> faults.clear(operation);
    }
  }

  @Override
  public void close() throws IOException {
    admin.close();
    lake.close();
  }
}
