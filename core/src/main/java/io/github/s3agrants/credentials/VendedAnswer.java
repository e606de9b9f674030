package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Vended credentials, and others of the same owner and bucket that came with them. Immutable; shows
 * no part of the credentials.
 */
public final class VendedAnswer {
  private final VendedCredentials credentials;
  private final List<Other> others;

  private VendedAnswer(VendedCredentials credentials, List<Other> others) {
    this.credentials = requireNonNull(credentials, "credentials");
    this.others = List.copyOf(others);
  }

  /** Credentials that came alone. */
  public static VendedAnswer of(VendedCredentials credentials) {
    return new VendedAnswer(credentials, List.of());
  }

  public static VendedAnswer of(VendedCredentials credentials, List<Other> others) {
    return new VendedAnswer(credentials, others);
  }

  /** The credentials that were asked for. */
  public VendedCredentials credentials() {
    return credentials;
  }

  /**
   * Requires credentials that may sign a request for an access now.
   *
   * @param nowMillis in milliseconds, by our clock
   * @throws AccessGrantsException if they may not
   */
  public VendedAnswer requireUsable(Access access, long nowMillis) {
    if (!credentials.covers(access.path(), access.permission(), nowMillis)) {
      throw new AccessGrantsException(
          AccessGrantsException.Kind.BAD_RESPONSE,
          "GetDataAccess gave credentials that have expired already ("
              + credentials
              + "): by its own Date header, or where it sends none, by this machine's clock.");
    }
    return this;
  }

  /** The same, with those of the others that are wanted. */
  public VendedAnswer withOthers(Predicate<Other> wanted) {
    return new VendedAnswer(
        credentials, others.stream().filter(wanted).collect(Collectors.toUnmodifiableList()));
  }

  public List<Other> others() {
    return others;
  }

  /** Shows no part of the credentials. */
  @Override
  public String toString() {
    return credentials + (others.isEmpty() ? "" : " and " + others.size() + " more");
  }

  /** Credentials that were vended before, and the access that they were vended for. Immutable. */
  public static final class Other {
    private final Access asked;
    private final VendedCredentials credentials;

    public Other(Access asked, VendedCredentials credentials) {
      this.asked = requireNonNull(asked, "asked");
      this.credentials = requireNonNull(credentials, "credentials");
    }

    /** The access that they were vended for. A renewal asks for the same. */
    public Access asked() {
      return asked;
    }

    public VendedCredentials credentials() {
      return credentials;
    }

    /** Shows no part of the credentials. */
    @Override
    public String toString() {
      return credentials.toString();
    }
  }
}
