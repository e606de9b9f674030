package io.github.s3agrants.stress;

import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.stress.NaiveGrants.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the services know and have answered, to check requests against it. */
final class ServiceRecord {
  /** Stands for all callers. */
  static final String ANYBODY = "*";

  /** A caller with the access keys of others but not their secrets. */
  static final String IMPOSTOR = "mallory";

  private static final Pattern ID = Pattern.compile("#(\\d+)#");

  /** Base credentials of a principal. */
  record Base(String principal, String secret, String token) {}

  /** Vended credentials. All parts are true, whatever the answer said. */
  record Issued(
      String principal,
      String baseKey,
      ServiceSettings settings,
      String permission,
      Scope scope,
      long untilMillis) {}

  /**
   * Why a caller got no credentials.
   *
   * @param kind the name of the failure's kind
   * @param target what was denied; null for other failures
   */
  record Said(
      String principal,
      String kind,
      @Nullable String permission,
      @Nullable Scope target,
      long atMillis) {}

  final NaiveGrants grants = new NaiveGrants();
  final Map<String, Base> bases = new ConcurrentHashMap<>();
  final Set<String> revoked = ConcurrentHashMap.newKeySet();
  final Map<String, Issued> issued = new ConcurrentHashMap<>();

  private final Map<Long, Said> said = new ConcurrentHashMap<>();
  private final Map<List<Object>, Long> refusedAt = new ConcurrentHashMap<>();
  private final Map<String, Long> troubledAt = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final Clock clock;

  ServiceRecord(Clock clock) {
    this.clock = clock;
  }

  long nowMillis() {
    return clock.millis();
  }

  String principal(String accessKey) {
    Base base = bases.get(accessKey);
    return base == null ? ANYBODY : base.principal();
  }

  String issue(Issued credentials) {
    String accessKey = "ASIA" + number.incrementAndGet();
    issued.put(accessKey, credentials);
    return accessKey;
  }

  /** Records a denial and returns text that must be part of the message. */
  String refuse(ServiceSettings settings, String principal, String permission, Scope target) {
    refusedAt.put(List.of(settings, principal, permission, target), nowMillis());
    return say(new Said(principal, "DENIED", permission, target, nowMillis()));
  }

  /** Records any other failure. */
  String fail(String principal, String kind) {
    odd(principal);
    return say(new Said(principal, kind, null, null, nowMillis()));
  }

  private String say(Said why) {
    long id = number.incrementAndGet();
    said.put(id, why);
    return "#" + id + "#";
  }

  /** Records an answer that the library may reject. */
  void odd(String principal) {
    troubledAt.merge(principal, nowMillis(), Math::max);
  }

  /** The answer that a message is about; null if it names none. */
  @Nullable Said saidIn(String message) {
    Matcher matcher = ID.matcher(message);
    return matcher.find() ? said.get(Long.valueOf(matcher.group(1))) : null;
  }

  /** True if this was denied at any time since {@code sinceMillis}. */
  boolean refused(
      long sinceMillis, ServiceSettings settings, String principal, String permission, Scope to) {
    Long at = refusedAt.get(List.of(settings, principal, permission, to));
    return at != null && at >= sinceMillis;
  }

  /** True if a service or the machine failed at any time since {@code sinceMillis}. */
  boolean troubled(long sinceMillis, String principal) {
    return troubledAt.getOrDefault(principal, Long.MIN_VALUE) >= sinceMillis
        || troubledAt.getOrDefault(ANYBODY, Long.MIN_VALUE) >= sinceMillis;
  }
}
