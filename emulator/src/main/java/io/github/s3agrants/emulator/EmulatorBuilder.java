package io.github.s3agrants.emulator;

import static io.github.s3agrants.emulator.AccessGrantsSeeds.place;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.AccessGrantsSeeds.GrantSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.InstanceSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.LocationSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.RoleSeed;
import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.FaultPlan;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Operation;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes an emulator. The methods can be called in any order; those that add an element can be
 * called repeatedly. Not thread-safe.
 *
 * <p>Each method throws {@link IllegalArgumentException} if a value is not allowed. The message
 * says what is.
 */
public final class EmulatorBuilder {
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d{1,2}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final int DEFAULT_JOURNAL_CAPACITY = 200_000;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_KEY = 1024;

  private final List<Principal> principals = new ArrayList<>();
  private final List<Bucket> buckets = new ArrayList<>();
  private final List<ObjectSeed> objects = new ArrayList<>();
  private final List<RoleSeed> roles = new ArrayList<>();
  private final Map<String, String> bucketOwners = new HashMap<>();
  private final List<InstanceSeed> instances = new ArrayList<>();
  private final List<LocationSeed> locations = new ArrayList<>();
  private final List<GrantSeed> grants = new ArrayList<>();
  private @Nullable Path cloudTrail;
  private @Nullable Path accessLog;
  private String region = "us-east-1";
  private @Nullable String account;
  private InetAddress bind = InetAddress.getLoopbackAddress();
  private final List<String> allowedHosts = new ArrayList<>();
  private int s3Port;
  private int controlPort;
  private Clock clock = Clock.systemUTC();
  private int journalCapacity = DEFAULT_JOURNAL_CAPACITY;
  private FaultPlan faults = FaultPlan.NONE;
  private MissingKey missingKey = MissingKey.LISTING;
  private MatchedGrantTarget matchedGrantTarget = MatchedGrantTarget.PLAIN;

  EmulatorBuilder() {}

  /**
   * Adds the settings of a configuration file.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException naming the file, the key and the allowed values
   */
  public EmulatorBuilder config(Path file) throws IOException {
    ConfigFile.load(file, this);
    return this;
  }

  /** The Region of the buckets and the instance. Default: {@code us-east-1}. */
  public EmulatorBuilder region(String name) {
    check(
        REGION.matcher(name).matches(), "region: must be a region such as us-east-1, was " + name);
    region = name;
    return this;
  }

  /**
   * The 12-digit account that owns the buckets and the instance. Default: the account of the first
   * principal.
   */
  public EmulatorBuilder account(String id) {
    check(ACCOUNT.matcher(id).matches(), "account: must be 12 digits, was " + id);
    account = id;
    return this;
  }

  /** Adds a principal. Names and access keys must be unique. */
  public EmulatorBuilder principal(Principal principal) {
    var unused = AccessPolicy.of(principal.s3());
    for (Principal other : principals) {
      check(
          !other.name().equals(principal.name()),
          "name: two principals are called " + principal.name());
      check(
          !other.accessKey().equals(principal.accessKey()),
          "accessKey: used twice: " + principal.accessKey());
    }
    principals.add(principal);
    return this;
  }

  /** Adds buckets. Names must be unique. */
  public EmulatorBuilder bucket(String... names) {
    for (String name : names) {
      bucket(Bucket.named(name));
    }
    return this;
  }

  /** Adds a bucket with settings. Names must be unique. */
  public EmulatorBuilder bucket(Bucket bucket) {
    check(
        S3Scope.isBucket(bucket.name()),
        "must be 3 to 63 lower-case letters, digits, dots and hyphens, was " + bucket.name());
    check(
        buckets.stream().noneMatch(other -> other.name().equals(bucket.name())),
        "name: two buckets are called " + bucket.name());
    String owner = bucket.account();
    if (owner != null) {
      bucketOwner(bucket.name(), owner);
    }
    buckets.add(bucket);
    return this;
  }

  /** Sets the account that owns a bucket. Default: the emulator's own account. */
  public EmulatorBuilder bucketOwner(String bucket, String accountId) {
    check(ACCOUNT.matcher(accountId).matches(), "account: must be 12 digits, was " + accountId);
    bucketOwners.put(bucket, accountId);
    return this;
  }

  /**
   * Adds an object that is there from the start.
   *
   * @param bucket the name of one of the buckets
   * @param key the key, 1 to 1024 bytes in UTF-8
   * @param content the content; not copied
   */
  public EmulatorBuilder object(String bucket, String key, byte[] content) {
    return object(new ObjectSeed(bucket, key, content, place("objects", objects)));
  }

  EmulatorBuilder object(ObjectSeed seed) {
    int bytes = seed.key().getBytes(UTF_8).length;
    check(bytes >= 1 && bytes <= MAX_KEY, "key: must have 1 to 1024 bytes, has " + bytes);
    objects.add(seed);
    return this;
  }

  /** Adds an object that is there from the start, with text in UTF-8 as its content. */
  public EmulatorBuilder object(String bucket, String key, String content) {
    return object(bucket, key, content.getBytes(UTF_8));
  }

  /** Adds a role that AssumeRole can assume. ARNs must be unique. */
  public EmulatorBuilder role(Role role) {
    return role(new RoleSeed(role, place("roles", roles)));
  }

  EmulatorBuilder role(RoleSeed seed) {
    var unused = AccessPolicy.of(seed.role().s3());
    String arn = seed.role().arn();
    check(
        roles.stream().noneMatch(other -> other.role().arn().equals(arn)),
        "arn: used by two roles: " + arn);
    roles.add(seed);
    return this;
  }

  /** Creates the instance and associates it with an IAM Identity Center instance. */
  public EmulatorBuilder identityCenter(String arn) {
    return instance(new InstanceSeed(null, arn, null, null, place("instances", instances)));
  }

  EmulatorBuilder instance(InstanceSeed seed) {
    instances.add(seed);
    return this;
  }

  EmulatorBuilder location(LocationSeed seed) {
    locations.add(seed);
    return this;
  }

  EmulatorBuilder grant(GrantSeed seed) {
    grants.add(seed);
    return this;
  }

  /** Registers a location, and creates the instance if there is none. */
  public EmulatorBuilder location(String scope, String iamRoleArn) {
    return location(new LocationSeed(scope, iamRoleArn, null, place("locations", locations)));
  }

  /**
   * Creates a grant on a bucket or prefix, and the instance if there is none.
   *
   * @param locationScope the scope of a registered location
   * @param subPrefix appended to the location's scope; ends with {@code *}
   * @param grantee the name of a principal, or the ARN of an IAM user or role
   * @param permission the level of access
   */
  public EmulatorBuilder grant(
      String locationScope, String subPrefix, String grantee, Permission permission) {
    return grant(
        GrantSeed.iam(
            locationScope, subPrefix, grantee, permission, false, place("grants", grants)));
  }

  /**
   * Creates a grant on one object, and the instance if there is none. A {@code *} in the key is an
   * ordinary character.
   *
   * @param locationScope the scope of a registered location
   * @param subPrefix appended to the location's scope; names the object
   * @param grantee the name of a principal, or the ARN of an IAM user or role
   * @param permission the level of access
   */
  public EmulatorBuilder objectGrant(
      String locationScope, String subPrefix, String grantee, Permission permission) {
    return grant(
        GrantSeed.iam(
            locationScope, subPrefix, grantee, permission, true, place("grants", grants)));
  }

  /**
   * The address that both ports listen on. Default: loopback. Whoever reaches another address can
   * read the journal and set faults, without credentials.
   */
  public EmulatorBuilder bind(InetAddress address) {
    bind = address;
    return this;
  }

  /**
   * Adds names of the emulator's host, such as that of its container, under which the journal, the
   * faults and the page answer. Loopback's names and the bound address are such names already. S3,
   * S3 Control and STS answer under any name.
   */
  public EmulatorBuilder allowHost(String... names) {
    for (String name : names) {
      check(
          HOST.matcher(name).matches(), "allowHost: must be a host name without port, was " + name);
      allowedHosts.add(name);
    }
    return this;
  }

  /** The port of S3, 0 to 65535. Default: 0, which picks a free port. */
  public EmulatorBuilder s3Port(int port) {
    check(port >= 0 && port <= MAX_PORT, "s3Port: must be 0 to 65535, was " + port);
    s3Port = port;
    return this;
  }

  /** The port of S3 Control, STS and the journal. Default: 0, which picks a free port. */
  public EmulatorBuilder controlPort(int port) {
    check(port >= 0 && port <= MAX_PORT, "controlPort: must be 0 to 65535, was " + port);
    controlPort = port;
    return this;
  }

  /**
   * The clock that dates journal entries and expires vended credentials. Default: the system's
   * clock. The age of signatures is always measured by the system's clock, because clients sign
   * with it.
   */
  public EmulatorBuilder clock(Clock source) {
    clock = source;
    return this;
  }

  /**
   * The file to which a CloudTrail record of each call to S3 Control is appended, one per line.
   * Without it, there are none.
   */
  public EmulatorBuilder cloudTrail(Path file) {
    cloudTrail = file;
    return this;
  }

  /**
   * The file to which a line of S3's server access log is appended for each request to a bucket.
   * Without it, there are none.
   */
  public EmulatorBuilder accessLog(Path file) {
    accessLog = file;
    return this;
  }

  /** The number of calls that the journal keeps, at least 1. Default: 200,000. */
  public EmulatorBuilder journalCapacity(int calls) {
    check(calls >= 1, "journalCapacity: must be at least 1, was " + calls);
    journalCapacity = calls;
    return this;
  }

  /** Sets the initial fault of an operation and replaces an earlier one. */
  public EmulatorBuilder fault(Operation operation, Fault fault) {
    faults = faults.with(operation, fault);
    return this;
  }

  /** The lifetime of vended credentials, 1 second to 12 hours. Default: the requested duration. */
  public EmulatorBuilder credentialLife(Duration life) {
    faults = faults.withCredentialLife(life);
    return this;
  }

  /** How far the services' clock is ahead of the true time, at most 3650 days. Negative: behind. */
  public EmulatorBuilder clockSkew(Duration skew) {
    faults = faults.withClockSkew(skew);
    return this;
  }

  /** The answer to HEAD and GET of a missing key. Default: {@link MissingKey#LISTING}. */
  public EmulatorBuilder missingKey(MissingKey answer) {
    missingKey = answer;
    return this;
  }

  /**
   * How GetDataAccess writes the scope of what it vends. Default: {@link MatchedGrantTarget#PLAIN}.
   */
  public EmulatorBuilder matchedGrantTarget(MatchedGrantTarget form) {
    matchedGrantTarget = form;
    return this;
  }

  /**
   * Starts the emulator.
   *
   * @throws IOException if a port cannot be bound
   * @throws IllegalArgumentException if the settings contradict each other
   */
  public AccessGrantsEmulator start() throws IOException {
    return AccessGrantsEmulator.start(settings());
  }

  private EmulatorSettings settings() {
    check(!principals.isEmpty(), "principals: there must be at least one");
    Set<String> names = buckets.stream().map(Bucket::name).collect(Collectors.toSet());
    for (ObjectSeed object : objects) {
      if (!names.contains(object.bucket())) {
        throw new IllegalArgumentException(
            object.place().get() + ".bucket: there is no bucket " + object.bucket());
      }
    }
    return new EmulatorSettings(
        region,
        account != null ? account : principals.get(0).account(),
        principals,
        buckets.stream().map(this::withOwner).toList(),
        objects,
        new AccessGrantsSeeds(roles, bucketOwners, instances, locations, grants),
        cloudTrail,
        accessLog,
        bind,
        allowedHosts,
        s3Port,
        controlPort,
        clock,
        journalCapacity,
        faults,
        missingKey,
        matchedGrantTarget);
  }

  private Bucket withOwner(Bucket bucket) {
    String owner = bucketOwners.get(bucket.name());
    return owner == null ? bucket : bucket.ownedBy(owner);
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
