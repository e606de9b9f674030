package io.github.s3agrants.emulator.api;

import org.jspecify.annotations.Nullable;

/**
 * A bucket with its settings. Immutable.
 *
 * @param name 3 to 63 lower-case letters, digits, dots and hyphens
 * @param account the account that owns it; null for the emulator's own
 * @param publicRead true if anybody may list and read it without credentials
 * @param requesterPays true if callers of other accounts must send {@code x-amz-request-payer}
 * @param versioning whether it keeps versions of its objects
 */
public record Bucket(
    String name,
    @Nullable String account,
    boolean publicRead,
    boolean requesterPays,
    Versioning versioning) {

  /** The states of versioning. */
  public enum Versioning {
    /** Versioning was never enabled. */
    UNVERSIONED,
    /** Each write keeps the version before it. */
    ENABLED,
    /** Versions are kept, and writes replace the version {@code null}. */
    SUSPENDED
  }

  /** A private, unversioned bucket of the emulator's own account. */
  public static Bucket named(String name) {
    return new Bucket(name, null, false, false, Versioning.UNVERSIONED);
  }

  /** The same bucket, owned by another account. */
  public Bucket ownedBy(String owner) {
    return new Bucket(name, owner, publicRead, requesterPays, versioning);
  }

  /** The same bucket, which anybody may list and read. */
  public Bucket withPublicRead() {
    return new Bucket(name, account, true, requesterPays, versioning);
  }

  /** The same bucket, whose requesters pay. */
  public Bucket withRequesterPays() {
    return new Bucket(name, account, publicRead, true, versioning);
  }

  /** The same bucket, with this state of versioning. */
  public Bucket withVersioning(Versioning state) {
    return new Bucket(name, account, publicRead, requesterPays, state);
  }
}
