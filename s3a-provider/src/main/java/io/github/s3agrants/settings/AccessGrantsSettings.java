package io.github.s3agrants.settings;

import io.github.s3agrants.credentials.Privilege;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationConstants;

/**
 * All options of the library. They are read through this table, and the reference in README is
 * generated from it. S3A applies {@code fs.s3a.bucket.B.…} before this class reads a configuration,
 * so that each option can be set per bucket too.
 */
public final class AccessGrantsSettings {
  private static final String PREFIX = "fs.s3a.accessgrants.";

  private static final Duration SHORTEST_DURATION = Duration.ofMinutes(15);
  private static final Duration LONGEST_DURATION = Duration.ofHours(12);

  /** The form of the name of a Region. */
  static final Pattern REGION_NAME = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");

  private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

  /** Providers of anonymous credentials: of Hadoop, and of both versions of the SDK. */
  private static final Pattern ANONYMOUS =
      Pattern.compile("\\bAnonymous(AWS)?Credentials(Provider)?\\b");

  public static final Setting<Boolean> FALLBACK =
      new Setting<>(
          PREFIX + "fallback",
          "false",
          "true or false",
          "`false`: base credentials sign only operations that S3 Access Grants does not support."
              + " `true`: they also sign every request for which no credentials can be vended,"
              + " whatever the reason. Each reason is counted, and logged once per file system.",
          AccessGrantsSettings::bool);

  public static final Setting<String> CREDENTIALS_PROVIDER =
      new Setting<>(
          PREFIX + "credentials.provider",
          "",
          "a comma-separated list of credentials provider classes, as in"
              + " fs.s3a.aws.credentials.provider; not this library's own, nor an anonymous one",
          "Source of the base credentials, as whose principal S3 Access Grants is called. Not set:"
              + " S3A's default chain.",
          AccessGrantsSettings::providers);

  public static final Setting<String> TOKEN_BINDING =
      new Setting<>(
          PREFIX + "delegation.token.binding",
          DelegationConstants.DELEGATION_TOKEN_SESSION_BINDING,
          "a delegation token binding class, as in fs.s3a.delegation.token.binding; not this"
              + " library's own",
          "Kind of delegation tokens to issue and accept. Used only if"
              + " `fs.s3a.delegation.token.binding` is"
              + " `io.github.s3agrants.AccessGrantsTokenBinding`.",
          AccessGrantsSettings::tokenBinding);

  public static final Setting<Optional<String>> ACCOUNT_ID_SETTING =
      new Setting<>(
          PREFIX + "account.id",
          "",
          "12 digits",
          "Account of the S3 Access Grants instance. Not set: resolved with STS GetCallerIdentity"
              + " and S3 Control GetAccessGrantsInstanceForPrefix. Set: neither is called, and vended"
              + " credentials are cached per access key instead of per principal.",
          optional(AccessGrantsSettings::account));

  public static final Setting<Optional<String>> REGION_SETTING =
      new Setting<>(
          PREFIX + "region",
          "",
          "an AWS Region, such as eu-central-1",
          "Region of the instance, whatever Region S3A uses. Not set: `fs.s3a.endpoint.region`, else"
              + " the Region named in `fs.s3a.endpoint`, unless the bucket turns out to be in another"
              + " Region. If neither names one: the bucket's Region, found with an unsigned request"
              + " to S3. See [Regions](docs/network.md#regions).",
          optional(AccessGrantsSettings::region));

  public static final Setting<Optional<URI>> ENDPOINT =
      new Setting<>(
          PREFIX + "endpoint",
          "",
          "a URI such as https://host:port",
          "Endpoint of S3 Control: a private endpoint, or the emulator. It is used as given; the"
              + " account id is not prepended to its host. Not set: the AWS endpoint.",
          optional(AccessGrantsSettings::endpoint));

  public static final Setting<Optional<URI>> STS_ENDPOINT =
      new Setting<>(
          PREFIX + "sts.endpoint",
          "",
          "a URI such as https://host:port",
          "Endpoint of STS. Not set: the AWS endpoint of the Region.",
          optional(AccessGrantsSettings::endpoint));

  public static final Setting<Duration> DURATION =
      new Setting<>(
          PREFIX + "duration",
          "1h",
          "15m to 12h",
          "Lifetime to request for vended credentials. A number without a unit is in seconds.",
          AccessGrantsSettings::duration);

  public static final Setting<Privilege> PRIVILEGE =
      new Setting<>(
          PREFIX + "privilege",
          "Default",
          "Default or Minimal",
          "`Default`: vended credentials cover the grant that matches most closely. `Minimal`: they"
              + " cover only the requested object or prefix, which costs one call for each.",
          AccessGrantsSettings::privilege);

  public static final Setting<Integer> CACHE_SIZE =
      new Setting<>(
          PREFIX + "cache.size",
          "30000",
          "1 to 1000000",
          "Maximum number of vended credentials cached per JVM; if file systems differ, the largest"
              + " value wins.",
          AccessGrantsSettings::cacheSize);

  public static final Setting<Duration> DENIED_TTL =
      new Setting<>(
          PREFIX + "denied.ttl",
          "1m",
          "0 to 1h",
          "How long a denial is remembered; `0`: not at all. A number without a unit is in"
              + " seconds.",
          AccessGrantsSettings::ttl);

  public static final Setting<Boolean> DIRECTORY_PROBES =
      new Setting<>(
          PREFIX + "directory.probes",
          "true",
          "true or false",
          "`true`: S3A's own existence checks on a directory that no grant covers are answered \"not"
              + " found\" without a call to S3, if the caller has a grant below that directory. Not"
              + " done if fallback is on, or if the caller may write an object of the directory's"
              + " name. See [Directories](docs/permissions.md#directories).",
          AccessGrantsSettings::bool);

  public static final Setting<Boolean> GRANTS_DISCOVERY =
      new Setting<>(
          PREFIX + "grants.discovery",
          "auto",
          "auto or off",
          "`auto`: the caller's grants are read once (ListCallerAccessGrants), so that each is asked"
              + " for directly and no request is refused on the way. If they cannot be read, and with"
              + " `off`, S3 Access Grants is asked path by path. See"
              + " [Known grants](docs/permissions.md#known-grants).",
          AccessGrantsSettings::discovery);

  public static final Setting<Duration> GRANTS_TTL =
      new Setting<>(
          PREFIX + "grants.ttl",
          "5m",
          "0 to 1h",
          "How long the caller's grants are known before they are read again; `0`: they are not read."
              + " A grant that was made since is found all the same. A number without a unit is in"
              + " seconds.",
          AccessGrantsSettings::ttl);

  public static final Setting<Integer> GRANTS_LIMIT =
      new Setting<>(
          PREFIX + "grants.limit",
          "10000",
          "1 to 100000",
          "The most grants of a caller in a bucket that are read. With more, S3 Access Grants is asked"
              + " path by path.",
          AccessGrantsSettings::grantsLimit);

  public static final Setting<Boolean> LIST_GRANTED =
      new Setting<>(
          PREFIX + "list.granted",
          "false",
          "true or false",
          "`true`: listing a directory that lies above the caller's grants shows the way to what they"
              + " may read, and nothing else. `false`: it is refused, since a list that is not whole"
              + " must not be taken for one that is. See"
              + " [Directories above grants](docs/permissions.md#directories-above-grants).",
          AccessGrantsSettings::bool);

  /** All options, in the order of the reference. */
  public static final List<Setting<?>> ALL =
      List.of(
          FALLBACK,
          CREDENTIALS_PROVIDER,
          TOKEN_BINDING,
          ACCOUNT_ID_SETTING,
          REGION_SETTING,
          ENDPOINT,
          STS_ENDPOINT,
          DURATION,
          PRIVILEGE,
          CACHE_SIZE,
          DENIED_TTL,
          DIRECTORY_PROBES,
          GRANTS_DISCOVERY,
          GRANTS_TTL,
          GRANTS_LIMIT,
          LIST_GRANTED);

  private AccessGrantsSettings() {}

  private static boolean discovery(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "auto":
        return true;
      case "off":
        return false;
      default:
        throw new IllegalArgumentException("neither auto nor off");
    }
  }

  private static boolean bool(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "true":
        return true;
      case "false":
        return false;
      default:
        // Hadoop would use the default for a misspelt value, which could be unsafe here.
        throw new IllegalArgumentException("not a boolean");
    }
  }

  private static String providers(String text) {
    if (text.contains(EntryPoints.PROVIDER) || text.contains(EntryPoints.HADOOP33_PROVIDER)) {
      throw new IllegalArgumentException("names itself");
    }
    if (ANONYMOUS.matcher(text).find()) {
      throw new IllegalArgumentException("an anonymous caller cannot have a grant");
    }
    return text;
  }

  private static String tokenBinding(String text) {
    if (text.equals(EntryPoints.TOKEN_BINDING)) {
      throw new IllegalArgumentException("names itself");
    }
    return text;
  }

  private static String account(String text) {
    return matching(ACCOUNT_ID, text);
  }

  private static String region(String text) {
    return matching(REGION_NAME, text);
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("does not match " + pattern);
    }
    return text;
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
        throw new IllegalArgumentException("not an http or https URI of a host");
      }
      return uri;
    } catch (URISyntaxException e) {
      // The exception's message has the whole text, which may have a password.
      throw new IllegalArgumentException(e.getReason());
    }
  }

  private static Duration duration(String text) {
    return between(SHORTEST_DURATION, seconds(text), LONGEST_DURATION);
  }

  private static Duration ttl(String text) {
    return between(Duration.ZERO, seconds(text), Duration.ofHours(1));
  }

  private static Duration between(Duration least, Duration value, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  /** Reads a duration with Hadoop's own parser. A number without a unit is in seconds. */
  private static Duration seconds(String text) {
    Configuration one = new Configuration(false);
    return Duration.ofSeconds(one.getTimeDurationHelper("duration", text, TimeUnit.SECONDS));
  }

  private static Privilege privilege(String text) {
    return Arrays.stream(Privilege.values())
        .filter(privilege -> privilege.apiName().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown"));
  }

  private static int cacheSize(String text) {
    int size = Integer.parseInt(text);
    if (size < 1 || size > 1_000_000) {
      throw new IllegalArgumentException("out of range");
    }
    return size;
  }

  private static int grantsLimit(String text) {
    int limit = Integer.parseInt(text);
    if (limit < 1 || limit > 100_000) {
      throw new IllegalArgumentException("out of range");
    }
    return limit;
  }

  private static <T> Setting.Parser<Optional<T>> optional(Function<String, T> parser) {
    return text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text));
  }
}
