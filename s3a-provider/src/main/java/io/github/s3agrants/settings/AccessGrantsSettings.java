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
 * Every option of the library: the one table from which the settings are read and their reference
 * in README is written. S3A applies {@code fs.s3a.bucket.B.…} before a configuration gets here, so
 * each option works per bucket too.
 */
public final class AccessGrantsSettings {
  private static final String PREFIX = "fs.s3a.accessgrants.";

  private static final Duration SHORTEST_DURATION = Duration.ofMinutes(15);
  private static final Duration LONGEST_DURATION = Duration.ofHours(12);
  static final Pattern REGION_NAME = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");

  private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

  /** Of Hadoop, of the SDK and of the SDK before it. */
  private static final Pattern ANONYMOUS =
      Pattern.compile("\\bAnonymous(AWS)?Credentials(Provider)?\\b");

  public static final Setting<Boolean> FALLBACK =
      new Setting<>(
          PREFIX + "fallback",
          "false",
          "true or false",
          "`false`: the caller's own credentials sign only operations that S3 Access Grants does"
              + " not support. `true`: also whenever credentials cannot be had, whatever the"
              + " reason; each reason is counted and logged once.",
          AccessGrantsSettings::bool);

  public static final Setting<String> CREDENTIALS_PROVIDER =
      new Setting<>(
          PREFIX + "credentials.provider",
          "",
          "a comma-separated list of credentials provider classes, as in"
              + " fs.s3a.aws.credentials.provider; not this library's own, nor an anonymous one",
          "Where the caller's own identity comes from. Not set: S3A's own default chain.",
          AccessGrantsSettings::providers);

  public static final Setting<String> TOKEN_BINDING =
      new Setting<>(
          PREFIX + "delegation.token.binding",
          DelegationConstants.DELEGATION_TOKEN_SESSION_BINDING,
          "a delegation token binding class, as in fs.s3a.delegation.token.binding; not this"
              + " library's own",
          "Which delegation tokens are issued and taken where `fs.s3a.delegation.token.binding` is"
              + " `io.github.s3agrants.AccessGrantsTokenBinding`.",
          AccessGrantsSettings::tokenBinding);

  public static final Setting<Optional<String>> ACCOUNT_ID_SETTING =
      new Setting<>(
          PREFIX + "account.id",
          "",
          "12 digits",
          "Account of the S3 Access Grants instance. Not set: found out with STS GetCallerIdentity"
              + " and S3 Control GetAccessGrantsInstanceForPrefix. Set: neither is called, and"
              + " credentials are kept apart by access key instead of by principal.",
          optional(AccessGrantsSettings::account));

  public static final Setting<Optional<String>> REGION_SETTING =
      new Setting<>(
          PREFIX + "region",
          "",
          "an AWS Region, such as eu-central-1",
          "Region of the instance, whatever S3A's is. Not set: `fs.s3a.endpoint.region`, else the"
              + " Region in `fs.s3a.endpoint`, unless the bucket turns out to be elsewhere; else the"
              + " bucket's own, which S3 is asked for unsigned. See docs/network.md.",
          optional(AccessGrantsSettings::region));

  public static final Setting<Optional<URI>> ENDPOINT =
      new Setting<>(
          PREFIX + "endpoint",
          "",
          "a URI such as https://host:port",
          "S3 Control endpoint, for private endpoints and the emulator; no account id is put"
              + " before its host. Not set: that of AWS.",
          optional(AccessGrantsSettings::endpoint));

  public static final Setting<Optional<URI>> STS_ENDPOINT =
      new Setting<>(
          PREFIX + "sts.endpoint",
          "",
          "a URI such as https://host:port",
          "STS endpoint. Not set: that of AWS in the Region.",
          optional(AccessGrantsSettings::endpoint));

  public static final Setting<Duration> DURATION =
      new Setting<>(
          PREFIX + "duration",
          "1h",
          "15m to 12h",
          "How long vended credentials live. A number without a unit is in seconds.",
          AccessGrantsSettings::duration);

  public static final Setting<Privilege> PRIVILEGE =
      new Setting<>(
          PREFIX + "privilege",
          "Default",
          "Default or Minimal",
          "`Default`: vended credentials cover the closest matching grant. `Minimal`: only the"
              + " requested object or prefix, at one call for each.",
          AccessGrantsSettings::privilege);

  public static final Setting<Integer> CACHE_SIZE =
      new Setting<>(
          PREFIX + "cache.size",
          "30000",
          "1 to 1000000",
          "How many vended credentials the JVM keeps; the largest number that any of its file"
              + " systems asks for holds.",
          AccessGrantsSettings::cacheSize);

  public static final Setting<Duration> DENIED_TTL =
      new Setting<>(
          PREFIX + "denied.ttl",
          "1m",
          "0 to 1h",
          "How long a refusal is remembered; `0`: not at all. A number without a unit is in"
              + " seconds.",
          AccessGrantsSettings::deniedTtl);

  public static final Setting<Boolean> DIRECTORY_PROBES =
      new Setting<>(
          PREFIX + "directory.probes",
          "true",
          "true or false",
          "Answer S3A's own questions about directories that no grant covers with \"not found\","
              + " without a call to S3, where the caller's grants lie below; see"
              + " docs/operations.md. Not done with fallback on, or where the directory's name may"
              + " be written as an object.",
          AccessGrantsSettings::bool);

  /** In the order of the reference. */
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
          DIRECTORY_PROBES);

  private AccessGrantsSettings() {}

  private static boolean bool(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "true":
        return true;
      case "false":
        return false;
      default:
        // Hadoop would take the default for a misspelt word; here that could open a door.
        throw new IllegalArgumentException("not a boolean");
    }
  }

  private static String providers(String text) {
    if (text.contains(EntryPoints.PROVIDER)) {
      throw new IllegalArgumentException("names itself");
    }
    if (ANONYMOUS.matcher(text).find()) {
      throw new IllegalArgumentException("nobody can be given a grant");
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
      // Its message holds the whole text.
      throw new IllegalArgumentException(e.getReason());
    }
  }

  private static Duration duration(String text) {
    return between(SHORTEST_DURATION, seconds(text), LONGEST_DURATION);
  }

  private static Duration deniedTtl(String text) {
    return between(Duration.ZERO, seconds(text), Duration.ofHours(1));
  }

  private static Duration between(Duration least, Duration value, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  /** Hadoop's notation of durations, read by Hadoop. */
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

  private static <T> Setting.Parser<Optional<T>> optional(Function<String, T> parser) {
    return text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text));
  }
}
