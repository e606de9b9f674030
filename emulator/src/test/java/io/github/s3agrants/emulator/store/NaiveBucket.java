package io.github.s3agrants.emulator.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as S3's documentation describes it, without an index: a list of versions, the oldest
 * first. A listing looks at all of them.
 */
final class NaiveBucket {
  private final List<Version> versions = new ArrayList<>();
  private Versioning versioning = Versioning.OFF;

  /** A version; without content it is a delete marker. */
  record Version(String key, String id, @Nullable String content) {}

  void versioning(Versioning status) {
    versioning = status;
  }

  /**
   * Writes an object, or a delete marker.
   *
   * @param id the ID if the bucket is versioned
   */
  void put(String key, String id, @Nullable String content) {
    if (versioning != Versioning.ENABLED) {
      remove(key, ObjectVersion.NULL_ID);
    }
    String own = versioning == Versioning.ENABLED ? id : ObjectVersion.NULL_ID;
    versions.add(new Version(key, own, content));
  }

  void delete(String key, String id) {
    if (versioning == Versioning.OFF) {
      remove(key, ObjectVersion.NULL_ID);
    } else {
      put(key, id, null);
    }
  }

  void remove(String key, String id) {
    versions.removeIf(version -> version.key().equals(key) && version.id().equals(id));
  }

  /** The versions of a key, the newest first. */
  List<Version> history(String key) {
    List<Version> history = new ArrayList<>();
    for (Version version : versions) {
      if (version.key().equals(key)) {
        history.add(0, version);
      }
    }
    return history;
  }

  /** All objects, common prefixes and, if wanted, versions: the name, a space, the version's ID. */
  List<String> list(ListQuery query, boolean all) {
    Set<String> keys = new LinkedHashSet<>();
    versions.stream().map(Version::key).sorted(NaiveBucket::compareBytes).forEach(keys::add);
    Set<String> found = new LinkedHashSet<>();
    for (String key : keys) {
      List<Version> history = history(key);
      if (!key.startsWith(query.prefix()) || (!all && history.get(0).content() == null)) {
        continue;
      }
      String group = group(key, query);
      String name = group == null ? key : group;
      String after = query.after();
      boolean later =
          after == null || (compareBytes(key, after) > 0 && compareBytes(name, after) > 0);
      if (group != null) {
        if (later) {
          found.add(name + " -");
        }
        continue;
      }
      boolean seen = later;
      for (Version version : all ? history : history.subList(0, 1)) {
        if (seen) {
          found.add(key + " " + version.id());
        }
        seen |= key.equals(after) && version.id().equals(query.afterId());
      }
    }
    return List.copyOf(found);
  }

  private static @Nullable String group(String key, ListQuery query) {
    int at =
        query.delimiter().isEmpty() ? -1 : key.indexOf(query.delimiter(), query.prefix().length());
    return at < 0 ? null : key.substring(0, at + query.delimiter().length());
  }

  private static int compareBytes(String one, String other) {
    return Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
