package io.github.s3agrants.stress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Grants as plain text with their history, found by looking at each. Does not use the library, so
 * that its answers can be compared with the library's. Thread-safe.
 */
public final class NaiveGrants {
  /** The age after which history is dropped. */
  private static final long MEMORY_MILLIS = 3 * 60 * 60 * 1000L;

  /**
   * What a grant or vended credentials cover.
   *
   * @param text {@code s3://b/p/*}, {@code s3://b/p*} or {@code s3://b/k}
   * @param object true if it is one object, even if its key ends in {@code *}
   */
  public record Scope(String text, boolean object) {
    /** The scope of one object. */
    public static Scope object(String bucket, String key) {
      return new Scope("s3://" + bucket + "/" + key, true);
    }

    /** The scope of all keys with this prefix. */
    public static Scope prefix(String bucket, String prefix) {
      return new Scope("s3://" + bucket + "/" + prefix + "*", false);
    }

    /** True if it may be more than one object. */
    public boolean many() {
      return !object && text.endsWith("*");
    }

    /** The common prefix of all that it covers. */
    public String start() {
      return many() ? text.substring(0, text.length() - 1) : text;
    }

    boolean coversKey(String bucket, String key) {
      String name = "s3://" + bucket + "/" + key;
      return many() ? name.startsWith(start()) : name.equals(text);
    }

    /** True if it covers all of another scope. */
    public boolean covers(Scope other) {
      return many() ? other.start().startsWith(start()) : !other.many() && text.equals(other.text);
    }

    /** True if it covers every key that a request touches. */
    public boolean covers(Need need) {
      String prefix = need.prefix();
      return need.keys().stream().allMatch(key -> coversKey(need.bucket(), key))
          && (prefix == null
              || (many() && ("s3://" + need.bucket() + "/" + prefix).startsWith(start())));
    }
  }

  /**
   * What a request touches.
   *
   * @param permission READ, WRITE or READWRITE
   * @param keys the objects; empty for a list
   * @param prefix the prefix of a list; null for other requests
   */
  public record Need(String permission, String bucket, List<String> keys, @Nullable String prefix) {
    /** The target that a grant must cover; the common prefix if there are several objects. */
    public Scope target() {
      Set<String> names = new LinkedHashSet<>(keys);
      if (prefix == null && names.size() == 1) {
        return Scope.object(bucket, keys.get(0));
      }
      String common = prefix == null ? keys.get(0) : prefix;
      for (String name : names) {
        while (!name.startsWith(common)) {
          common = common.substring(0, common.length() - 1);
        }
      }
      if (!common.isEmpty() && Character.isHighSurrogate(common.charAt(common.length() - 1))) {
        common = common.substring(0, common.length() - 1);
      }
      // A star in a prefix would be a wildcard.
      return Scope.prefix(bucket, common.split("\\*", 2)[0]);
    }
  }

  /** A grant. */
  public record Rule(String principal, String permission, Scope scope) {
    /** True if it allows the principal to do this. */
    public boolean allows(String who, String needed, Scope target) {
      return principal.equals(who) && suffices(permission, needed) && scope.covers(target);
    }
  }

  private record State(long since, Set<Rule> rules) {}

  private final List<State> states = new ArrayList<>(List.of(new State(Long.MIN_VALUE, Set.of())));

  /** True if one permission includes another. */
  public static boolean suffices(String permission, String needed) {
    return permission.equals(needed) || permission.equals("READWRITE");
  }

  /** Adds a grant or removes it. */
  public synchronized void set(long nowMillis, Rule rule, boolean present) {
    Set<Rule> rules = new HashSet<>(now());
    if (present ? rules.add(rule) : rules.remove(rule)) {
      states.add(new State(nowMillis, rules));
      while (states.size() > 1 && states.get(1).since() < nowMillis - MEMORY_MILLIS) {
        states.remove(0);
      }
    }
  }

  /** The current grants. */
  public synchronized Set<Rule> now() {
    return states.get(states.size() - 1).rules();
  }

  /** The most specific grant of the target, as the service finds it. */
  public Optional<Rule> match(String principal, String permission, Scope target) {
    return now().stream()
        .filter(rule -> rule.allows(principal, permission, target))
        .max(Comparator.comparingInt(rule -> rule.scope().text().length()));
  }

  /** True if it has been granted all the time since then, in milliseconds. */
  public boolean always(long sinceMillis, String principal, String permission, Scope target) {
    return inForce(sinceMillis).stream()
        .allMatch(
            rules -> rules.stream().anyMatch(rule -> rule.allows(principal, permission, target)));
  }

  /** True if there has been such a grant at any time since then, in milliseconds. */
  public boolean ever(long sinceMillis, Predicate<Rule> such) {
    return inForce(sinceMillis).stream().anyMatch(rules -> rules.stream().anyMatch(such));
  }

  private synchronized List<Set<Rule>> inForce(long sinceMillis) {
    List<Set<Rule>> found = new ArrayList<>();
    for (int i = states.size() - 1; i >= 0; i--) {
      found.add(states.get(i).rules());
      if (states.get(i).since() < sinceMillis) {
        break;
      }
    }
    return found;
  }
}
