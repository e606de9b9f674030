package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fake services. Tests give grants to principals, which are named by their access keys. */
public final class FakeAccessGrantsClient implements AccessGrantsClient {
  private static final class Rule {
    final String accessKey;
    final Permission permission;
    final S3Path scope;

    Rule(String accessKey, Permission permission, S3Path scope) {
      this.accessKey = accessKey;
      this.permission = permission;
      this.scope = scope;
    }
  }

  final List<String> vends = new CopyOnWriteArrayList<>();
  final List<String> listings = new CopyOnWriteArrayList<>();
  final List<ServiceSettings> prepared = new CopyOnWriteArrayList<>();
  volatile boolean mayList = true;

  /** The failure of every ListCallerAccessGrants; null for none. */
  volatile @Nullable AccessGrantsException listFailure;

  /** The most grants in a page of a listing. */
  volatile int pageSize = 1000;

  final List<Optional<String>> auditContexts = new CopyOnWriteArrayList<>();
  final AtomicInteger identified = new AtomicInteger();
  final AtomicInteger located = new AtomicInteger();
  final AtomicInteger regionsAsked = new AtomicInteger();
  Duration life = Duration.ofHours(1);

  private volatile @Nullable CountDownLatch latch;

  /** Whether the access key of vended credentials ends in the number of the call. */
  volatile boolean numbersKeys;

  volatile @Nullable AccessGrantsException failure;

  /** Failures of GetDataAccess, by permission and target as in {@link #vends}. */
  final Map<String, AccessGrantsException> failures = new ConcurrentHashMap<>();

  /** The failure of every GetDataAccess; null for none. */
  volatile @Nullable AccessGrantsException vendFailure;

  /** The only Region with grants; null if every Region has them. */
  volatile @Nullable String onlyRegion;

  /** The failure of every look-up of a bucket's Region; null for none. */
  volatile @Nullable AccessGrantsException regionFailure;

  /** Whether an object that S3 refused to return is missing; only S3 can tell. */
  BooleanSupplier isMissing =
      () -> {
        throw new UnsupportedOperationException("needs S3");
      };

  /** What GetDataAccess names as the scope, if not one that covers the target. */
  volatile Optional<String> unexpectedScope = Optional.empty();

  /** The secret key of base credentials that are no longer accepted. */
  volatile String ended = "";

  private final List<Rule> rules = new ArrayList<>();
  private final ManualClock clock;
  private volatile boolean closed;

  public FakeAccessGrantsClient(ManualClock clock) {
    this.clock = clock;
  }

  public void grant(String accessKey, Permission permission, S3Path scope) {
    rules.add(new Rule(accessKey, permission, scope));
  }

  public void revokeAll() {
    rules.clear();
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    identified.incrementAndGet();
    fail();
    return Caller.identified("arn:aws:iam::1:user/" + base.accessKeyId(), "id", "111122223333");
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
    located.incrementAndGet();
    fail();
    requireAccepted(base);
    return callerAccount;
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    regionsAsked.incrementAndGet();
    fail();
    AccessGrantsException present = regionFailure;
    if (present != null) {
      throw present;
    }
    return "eu-central-1";
  }

  @Override
  public VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base) {
    vends.add(access.permission() + " " + access.path().toTarget());
    auditContexts.add(auditContext);
    awaitLatch();
    fail();
    AccessGrantsException ofTarget =
        failures.get(access.permission() + " " + access.path().toTarget());
    if (ofTarget != null) {
      throw ofTarget;
    }
    AccessGrantsException present = vendFailure;
    if (present != null) {
      throw present;
    }
    requireAccepted(base);
    return rules.stream()
        .filter(rule -> rule.accessKey.equals(base.accessKeyId()))
        .filter(rule -> rule.permission.covers(access.permission()))
        .filter(rule -> rule.scope.covers(access.path()))
        .filter(rule -> onlyRegion == null || instance.region().equals(onlyRegion))
        .max(Comparator.comparing(rule -> rule.scope.key().length()))
        .map(
            rule ->
                TestCredentials.vended(
                    "ASIA" + rule.scope.key() + (numbersKeys ? "#" + vends.size() : ""),
                    rule.scope,
                    access.permission(),
                    clock,
                    life))
        .map(vended -> unexpectedScope.map(vended::withUnexpectedScope).orElse(vended))
        .orElseThrow(
            () ->
                new AccessGrantsException(
                    AccessGrantsException.Kind.DENIED, "AccessDenied: no grant"));
  }

  @Override
  public GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
      SigningCredentials base) {
    listings.add(fragment + "*");
    fail();
    requireAccepted(base);
    AccessGrantsException present = listFailure;
    if (present != null) {
      throw present;
    }
    if (!mayList) {
      throw new AccessGrantsException(
          AccessGrantsException.Kind.DENIED, "AccessDenied: may not list grants");
    }
    List<CallerGrant> grants =
        rules.stream()
            .filter(rule -> rule.accessKey.equals(base.accessKeyId()))
            .filter(rule -> rule.scope.toTarget().startsWith(fragment))
            .map(rule -> new CallerGrant(rule.scope, rule.permission, false))
            .collect(Collectors.toList());
    int start = token.map(Integer::parseInt).orElse(0);
    int end = Math.min(grants.size(), start + pageSize);
    return new GrantPage(
        grants.subList(start, end),
        end == grants.size() ? Optional.empty() : Optional.of(String.valueOf(end)));
  }

  @Override
  public boolean isMissing(RefusedRead refused) {
    return isMissing.getAsBoolean();
  }

  @Override
  public void prepare(ServiceSettings settings) {
    prepared.add(settings);
  }

  private void requireAccepted(SigningCredentials base) {
    if (ended.equals(base.secretAccessKey())) {
      throw new AccessGrantsException(
          AccessGrantsException.Kind.CALLER_CREDENTIALS, "ExpiredToken");
    }
  }

  private void awaitLatch() {
    CountDownLatch present = latch;
    if (present != null) {
      try {
        present.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void fail() {
    AccessGrantsException present = failure;
    if (present != null) {
      throw present;
    }
  }

  /** Gives other access keys to credentials at each call from now on, as the service does. */
  public void numberKeys() {
    numbersKeys = true;
  }

  /** Makes each call fail; null to let it succeed again. */
  public void failWith(@Nullable AccessGrantsException value) {
    failure = value;
  }

  /** Makes each call of GetDataAccess wait. */
  public void before(CountDownLatch value) {
    latch = value;
  }

  /** The calls of GetDataAccess: permission and target. */
  public List<String> vends() {
    return vends;
  }

  /** The calls of ListCallerAccessGrants: the beginning of the scopes. */
  public List<String> listings() {
    return listings;
  }

  /** Permits or refuses ListCallerAccessGrants. */
  public void mayList(boolean value) {
    mayList = value;
  }

  /** The number of calls of GetCallerIdentity. */
  public int identified() {
    return identified.get();
  }

  /** The number of calls of GetAccessGrantsInstanceForPrefix. */
  public int located() {
    return located.get();
  }

  /** Sets the life of credentials that are vended from now on. */
  public void setLife(Duration value) {
    life = value;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
