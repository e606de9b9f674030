package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A naive model of the services. Grants and outages come and go. All issued credentials are
 * recorded, so that each use can be checked against the record. Thread-safe.
 */
final class ModelService implements AccessGrantsClient {
  record Rule(String principal, Permission permission, S3Path scope) {}

  record Issued(String principal, Permission permission, S3Path scope, Instant expiration) {}

  final Set<Rule> rules = ConcurrentHashMap.newKeySet();
  final Map<String, Issued> issued = new ConcurrentHashMap<>();

  /** When the model last refused a principal, permission and path. */
  final Map<List<Object>, Instant> refused = new ConcurrentHashMap<>();

  volatile @Nullable Kind outage;
  volatile Duration life = Duration.ofMinutes(20);

  private final AtomicInteger number = new AtomicInteger();
  private final Clock clock;

  ModelService(Clock clock) {
    this.clock = clock;
  }

  boolean grants(String principal, Permission permission, S3Path path) {
    return match(principal, permission, path).isPresent();
  }

  private Optional<Rule> match(String principal, Permission permission, S3Path path) {
    return rules.stream()
        .filter(rule -> rule.principal().equals(principal))
        .filter(rule -> rule.permission().covers(permission))
        .filter(rule -> rule.scope().covers(path))
        .max(Comparator.comparing(rule -> rule.scope().key().length()));
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    fail();
    return Caller.identified(base.accessKeyId(), base.accessKeyId(), "111122223333");
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
    fail();
    return callerAccount;
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    fail();
    return "eu-central-1";
  }

  @Override
  public VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base) {
    fail();
    Instant now = clock.instant();
    Optional<Rule> match = match(base.accessKeyId(), access.permission(), access.path());
    if (match.isEmpty()) {
      refused.put(List.of(base.accessKeyId(), access.permission(), access.path()), now);
      throw new AccessGrantsException(Kind.DENIED, "AccessDenied");
    }
    Rule rule = match.get();
    String key = "ASIA" + number.incrementAndGet();
    issued.put(
        key, new Issued(rule.principal(), access.permission(), rule.scope(), now.plus(life)));
    return VendedCredentials.of(
        rule.scope(),
        access.permission(),
        SigningCredentials.session(key, "secret", "token", java.util.Optional.empty()),
        now,
        now.plus(life));
  }

  @Override
  public GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
      SigningCredentials base) {
    fail();
    return new GrantPage(
        rules.stream()
            .filter(rule -> rule.principal().equals(base.accessKeyId()))
            .map(rule -> new CallerGrant(rule.scope(), rule.permission(), false))
            .collect(Collectors.toList()),
        Optional.empty());
  }

  @Override
  public boolean isMissing(RefusedRead refused) {
    throw new UnsupportedOperationException("needs S3");
  }

  private void fail() {
    Kind present = outage;
    if (present != null) {
      throw new AccessGrantsException(present, "out of order");
    }
  }

  @Override
  public void close() {}
}
