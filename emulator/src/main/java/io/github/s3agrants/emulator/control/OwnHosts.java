package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.http.HttpRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the journal, the faults and the page answer, since they need no signature.
 *
 * <p>A web page elsewhere can give its own name the address 127.0.0.1 and then read whatever that
 * name answers (DNS rebinding). It cannot do so with a name that is always loopback, or with an
 * address.
 */
public final class OwnHosts {
  private static final Pattern PORT = Pattern.compile(":\\d*$");

  /** SDKs put it before the host of S3 Control. */
  private static final Pattern ACCOUNT = Pattern.compile("^\\d{12}\\.");

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");

  private final InetAddress bound;
  private final Set<String> allowed;

  /**
   * Creates the names of a server.
   *
   * @param bound the address that it is bound to
   * @param allowed further names, in any case
   */
  public OwnHosts(InetAddress bound, Collection<String> allowed) {
    this.bound = bound;
    this.allowed =
        allowed.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Why the request is refused; empty if it is not. */
  Optional<String> refusal(HttpRequest request) {
    String host = request.header("host");
    if (host == null
        || !isOwn(host)
        || !(request.authority().isEmpty() || isOwn(request.authority()))) {
      return Optional.of(
          "This page answers only as localhost, a name below .localhost, a loopback address, the"
              + " address that the emulator is bound to, or a name that --allow-host gave it.");
    }
    if (!request.method().equals("GET") && isFromElsewhere(request, host)) {
      return Optional.of("A page of another site may change nothing here.");
    }
    return Optional.empty();
  }

  private static boolean isFromElsewhere(HttpRequest request, String host) {
    String origin = request.header("origin");
    String site = request.header("sec-fetch-site");
    return (origin != null && !origin.equalsIgnoreCase("http://" + host))
        || (site != null && !site.equals("same-origin") && !site.equals("none"));
  }

  private boolean isOwn(String authority) {
    String host = PORT.matcher(authority.toLowerCase(Locale.ROOT)).replaceFirst("");
    host = ACCOUNT.matcher(host).replaceFirst("");
    if (host.equals("localhost") || host.endsWith(".localhost") || allowed.contains(host)) {
      return true;
    }
    InetAddress address = literal(host);
    return address != null
        && (address.isLoopbackAddress() || bound.isAnyLocalAddress() || address.equals(bound));
  }

  private static @Nullable InetAddress literal(String host) {
    if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
      return null;
    }
    try {
      // No name is looked up for an address.
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
