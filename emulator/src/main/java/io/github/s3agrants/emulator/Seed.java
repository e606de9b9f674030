package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.AccessGrantsSeeds.GrantSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.InstanceSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.LocationSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.RoleSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.Seeded;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.AccessGrantsState;
import io.github.s3agrants.emulator.grants.Grantee;
import io.github.s3agrants.emulator.grants.GranteeType;
import io.github.s3agrants.emulator.grants.Grants;
import io.github.s3agrants.emulator.grants.Instances;
import io.github.s3agrants.emulator.grants.Location;
import io.github.s3agrants.emulator.grants.Locations;
import io.github.s3agrants.emulator.grants.NewGrant;
import io.github.s3agrants.emulator.grants.ResourcePolicies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates the configured instances, locations and grants, through the operations that a client
 * would call.
 */
final class Seed {
  /** Who may assume a role, if not a principal's name. */
  private static final Pattern TRUSTED = Pattern.compile("\\*|\\d{12}|arn:.+");

  private final EmulatorSettings settings;
  private final AccessGrantsState state;
  private final Instances instances;
  private final ResourcePolicies policies;
  private final Locations locations;
  private final Grants grants;
  private final Map<String, String> arns = new HashMap<>();

  private Seed(EmulatorSettings settings, AccessGrantsState state) {
    this.settings = settings;
    this.state = state;
    this.instances = new Instances(state, settings.clock());
    this.policies = new ResourcePolicies(state, settings.clock());
    this.locations = new Locations(state, settings.clock());
    this.grants = new Grants(state, settings.bucketNames()::contains, settings.clock());
    settings.principals().forEach(principal -> arns.put(principal.name(), grantee(principal)));
  }

  static void plant(EmulatorSettings settings, AccessGrantsState state) throws AwsException {
    new Seed(settings, state).plant();
  }

  private void plant() throws AwsException {
    AccessGrantsSeeds seeds = settings.accessGrants();
    each(seeds.roles(), this::trusted);
    each(seeds.instances(), this::instance);
    for (LocationSeed seed : seeds.locations()) {
      instanceOf(seed.account());
    }
    for (GrantSeed seed : seeds.grants()) {
      instanceOf(seed.account());
    }
    each(seeds.locations(), this::location);
    each(seeds.grants(), this::grant);
  }

  /** Checks that who may assume a role exists, as far as the emulator can know. */
  private void trusted(RoleSeed seed) throws AwsException {
    for (String trusted : seed.role().trusts()) {
      if (!arns.containsKey(trusted) && !TRUSTED.matcher(trusted).matches()) {
        throw new AwsException(
            AwsError.INVALID_REQUEST,
            "trusts: must be the name of a principal, an ARN, a 12-digit account or *, was "
                + trusted);
      }
    }
  }

  private void instance(InstanceSeed seed) throws AwsException {
    String account = account(seed.account());
    if (!state.hasInstance(account)) {
      var unused = instances.create(account, seed.identityCenterArn(), Map.of());
      String policy = seed.resourcePolicy();
      if (policy != null) {
        var ignored = policies.put(account, policy, seed.organization());
      }
    } else {
      throw new AwsException(
          AwsError.ACCESS_GRANTS_INSTANCE_ALREADY_EXISTS, "account: has two instances");
    }
  }

  private void instanceOf(@Nullable String owner) throws AwsException {
    String account = account(owner);
    if (!state.hasInstance(account)) {
      var unused = instances.create(account, null, Map.of());
    }
  }

  private void location(LocationSeed seed) throws AwsException {
    String account = account(seed.account());
    var unused = locations.create(account, seed.scope(), seed.iamRoleArn(), Map.of());
  }

  private void grant(GrantSeed seed) throws AwsException {
    String account = account(seed.account());
    Location location =
        locations
            .at(account, seed.location())
            .orElseThrow(
                () ->
                    new AwsException(
                        AwsError.NO_SUCH_ACCESS_GRANTS_LOCATION,
                        "location: must be the scope of one of locations, was " + seed.location()));
    String subPrefix = seed.subPrefix();
    NewGrant wanted =
        new NewGrant(
            location.id(),
            subPrefix == null || subPrefix.isEmpty() ? null : subPrefix,
            seed.object(),
            new Grantee(seed.granteeType(), identifier(seed)),
            seed.permission(),
            seed.applicationArn(),
            Map.of());
    var unused = grants.create(account, wanted);
  }

  private String identifier(GrantSeed seed) throws AwsException {
    if (seed.granteeType() != GranteeType.IAM || seed.grantee().startsWith("arn:")) {
      return seed.grantee();
    }
    String arn = arns.get(seed.grantee());
    if (arn == null) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "grantee: must be the name of a principal or an ARN, was " + seed.grantee());
    }
    return arn;
  }

  /** A grant to a session is a grant to its role. The ARN of a session lacks the role's path. */
  private static String grantee(Principal principal) {
    return principal
        .arn()
        .replaceFirst("^(arn:[^:]+):sts::(\\d{12}):assumed-role/([^/]+)/.*$", "$1:iam::$2:role/$3");
  }

  private String account(@Nullable String named) {
    return named == null ? settings.account() : named;
  }

  private interface Planter<T> {
    void plant(T seed) throws AwsException;
  }

  private static <T extends Seeded> void each(List<T> seeds, Planter<T> planter)
      throws AwsException {
    for (T seed : seeds) {
      try {
        planter.plant(seed);
      } catch (AwsException e) {
        throw new AwsException(e.error(), seed.place().get() + ": " + e.describe());
      }
    }
  }
}
