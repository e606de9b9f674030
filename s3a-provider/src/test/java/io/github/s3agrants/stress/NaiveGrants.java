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
 * Who may do what, and since when: grants as plain text, found by looking at each. Knows nothing of
 * the library, so that it can be held against it. Thread-safe.
 */
public final class NaiveGrants {
  /** Nothing that is asked here lies further back. */
  private static final long MEMORY_MILLIS = 3 * 60 * 60 * 1000L;

  /**
   * What a grant, or credentials, cover.
   *
   * @param text {@code s3://b/p/*}, {@code s3://b/p*} or {@code s3://b/k}
   * @param object whether it is one object, also if its key ends in {@code *}
   */
  public record Scope(String text, boolean object) {
    /** One object. */
    public static Scope object(String bucket, String key) {
      return new Scope("s3://" + bucket + "/" + key, true);
    }

    /** All keys with this prefix. */
    public static Scope prefix(String bucket, String prefix) {
      return new Scope("s3://" + bucket + "/" + prefix + "*", false);
    }

    /** Whether it is more than one object. */
    public boolean many() {
      return !object && text.endsWith("*");
    }

    /** What the names of all that it covers start with. */
    public String start() {
      return many() ? text.substring(0, text.length() - 1) : text;
    }

    boolean coversKey(String bucket, String key) {
      String name = "s3://" + bucket + "/" + key;
      return many() ? name.startsWith(start()) : name.equals(text);
    }

    /** Whether it covers all of another. */
    public boolean covers(Scope other) {
      return many() ? other.start().startsWith(start()) : !other.many() && text.equals(other.text);
    }

    /** Whether it covers every key that a request touches. */
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
   * @param keys the objects; none for a list
   * @param prefix what the keys of a list start with; null for all else
   */
  public record Need(String permission, String bucket, List<String> keys, @Nullable String prefix) {
    /**
     * What must be granted for it: where it names several objects, all that they have in common.
     */
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
      // In a prefix a star would be a wildcard.
      return Scope.prefix(bucket, common.split("\\*", 2)[0]);
    }
  }

  /** A grant. */
  public record Rule(String principal, String permission, Scope scope) {
    /** Whether it lets a principal do this. */
    public boolean allows(String who, String needed, Scope target) {
      return principal.equals(who) && suffices(permission, needed) && scope.covers(target);
    }
  }

  private record State(long since, Set<Rule> rules) {}

  private final List<State> states = new ArrayList<>(List.of(new State(Long.MIN_VALUE, Set.of())));

  /** Whether who has one permission may do what needs the other. */
  public static boolean suffices(String permission, String needed) {
    return permission.equals(needed) || permission.equals("READWRITE");
  }

  /** Adds a grant, or takes it back. */
  public synchronized void set(long nowMillis, Rule rule, boolean present) {
    Set<Rule> rules = new HashSet<>(now());
    if (present ? rules.add(rule) : rules.remove(rule)) {
      states.add(new State(nowMillis, rules));
      while (states.size() > 1 && states.get(1).since() < nowMillis - MEMORY_MILLIS) {
        states.remove(0);
      }
    }
  }

  /** What is granted now. */
  public synchronized Set<Rule> now() {
    return states.get(states.size() - 1).rules();
  }

  /** The closest grant for it, as the service finds it. */
  public Optional<Rule> match(String principal, String permission, Scope target) {
    return now().stream()
        .filter(rule -> rule.allows(principal, permission, target))
        .max(Comparator.comparingInt(rule -> rule.scope().text().length()));
  }

  /** Whether it has been granted all the time from some moment, in milliseconds, until now. */
  public boolean always(long sinceMillis, String principal, String permission, Scope target) {
    return inForce(sinceMillis).stream()
        .allMatch(
            rules -> rules.stream().anyMatch(rule -> rule.allows(principal, permission, target)));
  }

  /** Whether there has been such a grant at any time from some moment, in milliseconds, on. */
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
