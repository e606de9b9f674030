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

/** What the services know and have said, for whoever wants to hold a request against it. */
final class ServiceRecord {
  /** For what is nobody's in particular. */
  static final String ANYBODY = "*";

  /** Who knows access keys of others, and not their secrets. */
  static final String IMPOSTOR = "mallory";

  private static final Pattern ID = Pattern.compile("#(\\d+)#");

  /** Somebody's own credentials. */
  record Base(String principal, String secret, String token) {}

  /** Credentials that were vended; each part is the truth, whatever the answer said. */
  record Issued(
      String principal,
      String baseKey,
      ServiceSettings settings,
      String permission,
      Scope scope,
      long untilMillis) {}

  /**
   * Why somebody got nothing.
   *
   * @param kind the kind of the failure, by its name
   * @param target what was refused; null if it was not that
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

  /** Notes a refusal; what it returns is to be part of the message. */
  String refuse(ServiceSettings settings, String principal, String permission, Scope target) {
    refusedAt.put(List.of(settings, principal, permission, target), nowMillis());
    return say(new Said(principal, "DENIED", permission, target, nowMillis()));
  }

  /** Notes any other failure. */
  String fail(String principal, String kind) {
    odd(principal);
    return say(new Said(principal, kind, null, null, nowMillis()));
  }

  private String say(Said why) {
    long id = number.incrementAndGet();
    said.put(id, why);
    return "#" + id + "#";
  }

  /** Notes an answer that need not be taken. */
  void odd(String principal) {
    troubledAt.merge(principal, nowMillis(), Math::max);
  }

  /** What a message is about; null if it names nothing that was said. */
  @Nullable Said saidIn(String message) {
    Matcher matcher = ID.matcher(message);
    return matcher.find() ? said.get(Long.valueOf(matcher.group(1))) : null;
  }

  /** Whether this was refused at some time from {@code sinceMillis} on. */
  boolean refused(
      long sinceMillis, ServiceSettings settings, String principal, String permission, Scope to) {
    Long at = refusedAt.get(List.of(settings, principal, permission, to));
    return at != null && at >= sinceMillis;
  }

  /** Whether a service, or the machine, failed at some time from {@code sinceMillis} on. */
  boolean troubled(long sinceMillis, String principal) {
    return troubledAt.getOrDefault(principal, Long.MIN_VALUE) >= sinceMillis
        || troubledAt.getOrDefault(ANYBODY, Long.MIN_VALUE) >= sinceMillis;
  }
}
