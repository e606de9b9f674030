package io.github.s3agrants.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Verifies that a signed request is still the one that was decided on. Something that runs after
 * the decision, such as another interceptor, could redirect it. Immutable.
 */
public final class SignedTarget {
  private static final String COPY_SOURCE = "x-amz-copy-source";

  private static final int HEX = 16;

  /** The length of an escape such as {@code %3D}. */
  private static final int ESCAPE = 3;

  private static final int MAXIMUM_ASCII = 0x7f;

  /** The path of the S3 endpoint, with which the path of each request begins; mostly empty. */
  private final String basePath;

  /** A signed request. */
  public interface Signed {
    /** The HTTP method, in capital letters. */
    String method();

    String host();

    /** The path of the URL, encoded as it is sent. */
    String encodedPath();

    /** The first header of this name, in lower case. */
    Optional<String> header(String name);

    /** The first query parameter of this name, decoded. */
    Optional<String> queryParameter(String name);
  }

  private SignedTarget(String basePath) {
    this.basePath = basePath;
  }

  /**
   * Returns the check for requests to an endpoint.
   *
   * @param endpoint the S3 endpoint, if one was set
   */
  public static SignedTarget at(Optional<URI> endpoint) {
    String path = endpoint.map(URI::getRawPath).orElse("");
    return new SignedTarget(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  /**
   * Whether a request goes to the target of {@code access}, and only reads if {@code access} is
   * READ.
   */
  public boolean matches(Access access, Signed signed) {
    S3Path path = access.path();
    return matchesMethod(access.permission(), signed.method())
        && matchesPath(path.bucket(), access.urlKey(), signed)
        && matchesRest(access, signed);
  }

  private static boolean matchesMethod(Permission permission, String method) {
    return permission != Permission.READ || method.equals("GET") || method.equals("HEAD");
  }

  /** The bucket's name may be in the host or in the path, as S3 allows it. */
  private boolean matchesPath(String bucket, String key, Signed signed) {
    String path = signed.encodedPath();
    if (!path.startsWith(basePath)) {
      return false;
    }
    int at = basePath.length();
    return (isHostOf(bucket, signed.host()) && isKey(path, at, key))
        || (path.startsWith(bucket, at + 1)
            && path.startsWith("/", at)
            && isKey(path, at + 1 + bucket.length(), key));
  }

  private static boolean isHostOf(String bucket, String host) {
    return host.startsWith(bucket) && host.startsWith(".", bucket.length());
  }

  /**
   * Whether the rest of a path is a slash and exactly this key. Without a key, the slash may be
   * missing.
   */
  private static boolean isKey(String path, int at, String key) {
    if (at == path.length()) {
      return key.isEmpty();
    }
    return path.charAt(at) == '/' && decodesTo(path, at + 1, key);
  }

  /**
   * Whether the rest of a URL's path is this key, encoded. Most keys are ASCII: those are compared
   * without a copy.
   */
  private static boolean decodesTo(String encoded, int from, String key) {
    int k = 0;
    int i = from;
    while (i < encoded.length()) {
      if (k < key.length() && key.charAt(k) > MAXIMUM_ASCII) {
        return decode(encoded.substring(i)).equals(asSent(key.substring(k)));
      }
      boolean isEscape = encoded.charAt(i) == '%';
      int c = isEscape ? escaped(encoded, i) : encoded.charAt(i);
      if (k == key.length() || key.charAt(k) != c) {
        return false;
      }
      k++;
      i += isEscape ? ESCAPE : 1;
    }
    return k == key.length();
  }

  /** The byte that an escape stands for; negative if it is none. */
  private static int escaped(String encoded, int at) {
    return at + ESCAPE > encoded.length()
        ? -1
        : Character.digit(encoded.charAt(at + 1), HEX) * HEX
            + Character.digit(encoded.charAt(at + 2), HEX);
  }

  /**
   * Returns text as it is sent: half of a surrogate pair has no UTF-8 form, and becomes a question
   * mark.
   */
  private static String asSent(String key) {
    return new String(key.getBytes(UTF_8), UTF_8);
  }

  /** Decodes a path, in which a plus sign stands for itself. */
  private static String decode(String encoded) {
    return SdkHttpUtils.urlDecode(encoded.replace("+", "%2B"));
  }

  /**
   * Checks the source of a copy, which is the only request that needs both permissions, and the
   * prefix of a listing.
   */
  private static boolean matchesRest(Access access, Signed signed) {
    S3Path path = access.path();
    if (access.permission() == Permission.READWRITE) {
      return signed.header(COPY_SOURCE).filter(source -> isIn(path, source)).isPresent();
    }
    return access.permission() == Permission.WRITE
        || !path.isPrefix()
        || path.key().isEmpty()
        || signed
            .queryParameter("prefix")
            .filter(prefix -> asSent(prefix).startsWith(asSent(path.key())))
            .isPresent();
  }

  private static boolean isIn(S3Path path, String copySource) {
    int version = copySource.indexOf("?versionId=");
    String source = decode(version < 0 ? copySource : copySource.substring(0, version));
    String place = path.bucket() + "/" + asSent(path.key());
    int start = source.startsWith("/") ? 1 : 0;
    return source.startsWith(place, start)
        && (path.isPrefix() || source.length() == start + place.length());
  }
}
