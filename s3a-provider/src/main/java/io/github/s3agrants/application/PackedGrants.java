package io.github.s3agrants.application;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.KnownGrants;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The caller's grants in one bucket, in the form in which they are sent to all executors: in order,
 * and each key without what it shares with the one before it. Has no secret. Immutable.
 */
final class PackedGrants {
  /**
   * The most bytes. That is room for 100,000 grants on partitions of tables, and far less than what
   * Spark sends in a message ({@code spark.rpc.message.maxSize}, 128 MiB).
   */
  static final int MOST_BYTES = 4 << 20;

  /** The most characters of all keys, when they are unpacked. */
  static final int MOST_CHARACTERS = 16 << 20;

  /** A permission is sent as its place here. */
  private static final List<Permission> PERMISSIONS =
      List.of(Permission.READ, Permission.WRITE, Permission.READWRITE);

  private static final int PERMISSION_BITS = 0b0011;
  private static final int PREFIX = 0b0100;
  private static final int BOUND = 0b1000;

  private final byte[] bytes;

  private PackedGrants(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The grants; empty if they are too much for a message. */
  static Optional<PackedGrants> of(KnownGrants known) {
    List<CallerGrant> grants = known.all();
    MessageWriter out = new MessageWriter().number(grants.size());
    String before = "";
    long characters = 0;
    for (CallerGrant grant : grants) {
      String key = grant.scope().key();
      int shared = S3Path.commonPrefixLength(before, key);
      out.octet(bits(grant)).number(shared).text(key.substring(shared));
      before = key;
      characters += key.length();
      if (out.size() > MOST_BYTES || characters > MOST_CHARACTERS) {
        return Optional.empty();
      }
    }
    return Optional.of(new PackedGrants(out.toBytes()));
  }

  private static int bits(CallerGrant grant) {
    return PERMISSIONS.indexOf(grant.permission())
        | (grant.scope().isPrefix() ? PREFIX : 0)
        | (grant.isBoundToApplication() ? BOUND : 0);
  }

  /** The number of bytes. */
  int size() {
    return bytes.length;
  }

  void write(MessageWriter out) {
    out.octets(bytes);
  }

  /** Reads grants in a bucket, and unpacks them. */
  static GrantPage read(MessageReader in, String bucket) throws ProtocolException {
    int count = in.count();
    List<CallerGrant> grants = new ArrayList<>();
    String key = "";
    long characters = 0;
    for (int i = 0; i < count; i++) {
      int bits = in.octet();
      key = key.substring(0, shared(in.number(), key)) + in.text();
      characters += key.length();
      if (characters > MOST_CHARACTERS) {
        throw malformed("the grants are too long");
      }
      grants.add(
          new CallerGrant(
              (bits & PREFIX) != 0 ? S3Path.prefix(bucket, key) : S3Path.object(bucket, key),
              permission(bits),
              (bits & BOUND) != 0));
    }
    return new GrantPage(grants, Optional.empty());
  }

  private static int shared(int shared, String before) throws ProtocolException {
    if (shared < 0
        || shared > before.length()
        || (shared > 0 && Character.isHighSurrogate(before.charAt(shared - 1)))) {
      throw malformed("a key shares " + shared + " characters with another");
    }
    return shared;
  }

  private static Permission permission(int bits) throws ProtocolException {
    int permission = bits & PERMISSION_BITS;
    if (permission >= PERMISSIONS.size() || bits > (PERMISSION_BITS | PREFIX | BOUND)) {
      throw malformed("it has a grant of an unknown kind, " + bits);
    }
    return PERMISSIONS.get(permission);
  }

  private static ProtocolException malformed(String why) {
    return new ProtocolException("Malformed message: " + why + ".");
  }

  @Override
  public String toString() {
    return "grants in " + bytes.length + " bytes";
  }
}
