package io.github.s3agrants.stress;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.stress.NaiveGrants.Need;
import io.github.s3agrants.stress.NaiveGrants.Scope;
import io.github.s3agrants.stress.ServiceRecord.Issued;
import io.github.s3agrants.stress.ServiceRecord.Said;
import io.github.s3agrants.stress.StressRequests.Drawn;
import io.github.s3agrants.stress.StressedEngine.Door;
import io.github.s3agrants.stress.StressedEngine.Outcome;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the outcome of one request against the record of the services.
 *
 * @param caller who made the request
 */
record StressVerdict(
    ServiceRecord record, Door door, String caller, String baseKey, Drawn drawn, Outcome outcome) {
  /** The longest life of vended credentials, and of what is known with them. */
  private static final long LONGEST_LIFE_MILLIS = 16 * 60 * 1000L;

  /** What was wrong; null if nothing was. */
  @Nullable String complaint() {
    Decision decision = outcome.decision();
    if (decision == null) {
      return aboutFailure(requireNonNull(outcome.failure()));
    }
    return switch (decision.kind()) {
      case VENDED -> aboutVended(requireNonNull(StressedEngine.signer(decision)));
      case BASE -> aboutBase();
      case NOT_FOUND -> aboutNotFound();
    };
  }

  private @Nullable String aboutVended(String accessKey) {
    Issued issued = record.issued.get(accessKey);
    Need need = drawn.need();
    if (need == null || issued == null) {
      return "signed with credentials that nobody vended for it: " + issued;
    } else if (!issued.principal().equals(caller)) {
      return "signed with another's credentials: " + issued;
    } else if (!issued.settings().equals(door.settings())) {
      return "signed with credentials vended under other settings: " + issued;
    } else if (door.settings().accountId().isPresent() && !issued.baseKey().equals(baseKey)) {
      return "signed with credentials vended for another access key: " + issued;
    } else if (!issued.scope().covers(need)) {
      return "signed with credentials that do not cover it: " + issued;
    } else if (!NaiveGrants.suffices(issued.permission(), need.permission())) {
      return "signed with credentials that do not permit it: " + issued;
    } else if (issued.untilMillis() <= outcome.atMillis()) {
      return "signed with credentials that had ended: " + issued;
    }
    return null;
  }

  private @Nullable String aboutBase() {
    Need need = drawn.need();
    if (!drawn.supported() || (door.fallback() && need == null)) {
      return null;
    } else if (!door.fallback() || need == null) {
      return "signed with base credentials";
    }
    long since = outcome.sinceMillis() - door.ttlMillis();
    return refused(need.permission(), need.target())
            || (door.knownMillis() > 0 && refused(need.permission(), asOther(need)))
            || record.troubled(since, caller)
        ? null
        : "fell back without a reason";
  }

  private @Nullable String aboutNotFound() {
    String probed = drawn.probed();
    Need need = drawn.need();
    if (door.fallback() || !door.probes() || probed == null || need == null) {
      return "not found where that is no answer";
    } else if (mayDo(need.permission(), need.target())) {
      return "not found though it may be read";
    } else if (mayDo("WRITE", Scope.object(need.bucket(), probed))) {
      return "not found though it may be written";
    }
    door.told().add(caller);
    Scope directory = Scope.prefix(need.bucket(), probed + "/");
    return record.grants.ever(
            outcome.sinceMillis() - LONGEST_LIFE_MILLIS,
            rule ->
                rule.principal().equals(caller)
                    && (listed(rule.scope()).covers(directory)
                        || rule.scope().text().startsWith(directory.start())))
        ? null
        : "not found though nothing is granted below";
  }

  /** A list of grants does not tell an object whose key ends in a star from a prefix. */
  private Scope listed(Scope scope) {
    return door.knownMillis() > 0 ? new Scope(scope.text(), false) : scope;
  }

  /**
   * True if the caller was not refused, nor lacked the grant at any time since the list of grants
   * may have been read.
   */
  private boolean mayDo(String permission, Scope target) {
    return !refused(permission, target)
        && (door.knownMillis() == 0
            || record.grants.always(
                outcome.sinceMillis() - door.knownMillis(), caller, permission, target));
  }

  private boolean refused(String permission, Scope target) {
    long since = outcome.sinceMillis() - door.ttlMillis();
    return Stream.of("READ", "WRITE", "READWRITE")
        .filter(refused -> implies(refused, permission))
        .anyMatch(refused -> record.refused(since, door.settings(), caller, refused, target));
  }

  /** The directory {@code k/} for the object {@code k}, and the other way round. */
  private static Scope asOther(Need need) {
    String prefix = need.prefix();
    return prefix == null
        ? Scope.prefix(need.bucket(), need.keys().get(0) + "/")
        : Scope.object(
            need.bucket(),
            prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
  }

  /** With known grants, {@code k} and {@code k/} are refused together. */
  private boolean isAbout(Scope refused, Scope target) {
    return refused.equals(target)
        || (door.knownMillis() > 0 && withoutSlash(refused).equals(withoutSlash(target)));
  }

  private static String withoutSlash(Scope scope) {
    String start = scope.start();
    return scope.many() && start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
  }

  /**
   * True if a denial of one permission implies a denial of the other: who has no READ has no
   * READWRITE.
   */
  private static boolean implies(@Nullable String refused, String needed) {
    return needed.equals(refused) || needed.equals("READWRITE");
  }

  private @Nullable String aboutFailure(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof VendingException e)) {
      return "failed with " + cause;
    } else if (!drawn.supported() || door.fallback()) {
      return "failed though base credentials may sign: " + e;
    }
    Need need = drawn.need();
    if (need == null) {
      return e.kind() == Kind.BAD_REQUEST ? null : "failed with " + e.kind() + ": " + e;
    }
    String text = String.valueOf(e.getMessage());
    if (e.kind() == Kind.DENIED && text.contains("was told that nothing is there")) {
      return need.permission().equals("READ") || !door.told().contains(caller)
          ? "nobody was told so"
          : null;
    }
    Said why = record.saidIn(text);
    if (why == null) {
      return e.kind() != Kind.DENIED && record.troubled(outcome.sinceMillis(), caller)
          ? null
          : "failed without a reason: " + e.kind() + " " + e;
    } else if (!why.principal().equals(caller) && !why.principal().equals(ServiceRecord.ANYBODY)) {
      return "failed for what was said to another: " + why;
    } else if (!why.kind().equals(e.kind().name())
        && !(why.target() == null
            && why.kind().equals("DENIED")
            && e.kind() == Kind.NOT_AUTHORIZED)) {
      return "failed with " + e.kind() + " for " + why;
    }
    boolean denied = e.kind() == Kind.DENIED;
    Scope target = why.target();
    if (why.atMillis() < outcome.sinceMillis() - (e.kind().isRefusal() ? door.ttlMillis() : 0)) {
      return "failed for what is no longer so: " + why + ", asked at " + outcome.sinceMillis();
    } else if (denied
        && target != null
        && !(isAbout(target, need.target()) && implies(why.permission(), need.permission()))) {
      return "denied for a refusal of something else: " + why;
    }
    return null;
  }
}
