package io.github.s3agrants.emulator.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A version of an object, or a delete marker, with the versions before it. Immutable, and equal
 * only to itself: writers replace one that they have seen.
 */
public final class ObjectVersion {
  /** The ID of a version that was written without versioning. */
  public static final String NULL_ID = "null";

  private final String id;
  private final @Nullable StoredObject object;
  private final long modifiedMillis;
  private final @Nullable ObjectVersion older;

  ObjectVersion(
      String id,
      @Nullable StoredObject object,
      long modifiedMillis,
      @Nullable ObjectVersion older) {
    this.id = id;
    this.object = object;
    this.modifiedMillis = modifiedMillis;
    this.older = older;
  }

  /** The version ID. */
  public String id() {
    return id;
  }

  /** True if it marks the deletion of the object. */
  public boolean isDeleteMarker() {
    return object == null;
  }

  /** The object. A delete marker has none. */
  public StoredObject object() {
    return Objects.requireNonNull(object, "a delete marker");
  }

  /** When it was written. */
  public Instant lastModified() {
    return Instant.ofEpochMilli(modifiedMillis);
  }

  /** This version alone, without its bytes. */
  ObjectVersion withoutContent() {
    StoredObject own = object();
    return new ObjectVersion(
        id,
        new StoredObject(
            Content.empty(), own.eTag(), own.properties(), own.checksum(), own.parts()),
        modifiedMillis,
        null);
  }

  /** This version and those before it, the newest first. */
  List<ObjectVersion> history() {
    List<ObjectVersion> all = new ArrayList<>();
    for (ObjectVersion version = this; version != null; version = version.older) {
      all.add(version);
    }
    return all;
  }

  /** The version with this ID, of this one and those before it. */
  @Nullable ObjectVersion find(String wanted) {
    for (ObjectVersion version = this; version != null; version = version.older) {
      if (version.id.equals(wanted)) {
        return version;
      }
    }
    return null;
  }

  /** The history without some versions; null if none is left. */
  static @Nullable ObjectVersion without(
      @Nullable ObjectVersion head, Predicate<ObjectVersion> removed) {
    if (head == null) {
      return null;
    }
    List<ObjectVersion> kept = head.history().stream().filter(Predicate.not(removed)).toList();
    return relinked(kept);
  }

  /** The history with another object in the place of one version's. */
  ObjectVersion replacing(ObjectVersion version, StoredObject other) {
    List<ObjectVersion> all = history();
    all.replaceAll(
        each ->
            each == version
                ? new ObjectVersion(version.id, other, version.modifiedMillis, version.older)
                : each);
    return Objects.requireNonNull(relinked(all));
  }

  private static @Nullable ObjectVersion relinked(List<ObjectVersion> newestFirst) {
    ObjectVersion next = null;
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      ObjectVersion version = newestFirst.get(i);
      next =
          version.older == next
              ? version
              : new ObjectVersion(version.id, version.object, version.modifiedMillis, next);
    }
    return next;
  }
}
