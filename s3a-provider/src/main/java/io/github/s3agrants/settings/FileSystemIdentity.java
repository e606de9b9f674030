package io.github.s3agrants.settings;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.Fingerprint;
import io.github.s3agrants.vending.BaseIdentity;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a file system say about its caller and about the services. Two processes of
 * an application compare it, before one vends for the other. It has no secret: values that may be
 * one are hashed. Immutable.
 */
public final class FileSystemIdentity {
  /** Where Hadoop looks for secrets of any kind. */
  private static final String CREDENTIAL_PROVIDERS = "hadoop.security.credential.provider.path";

  private static final String S3A = "fs.s3a.";
  private static final String BUCKETS = "fs.s3a.bucket.";

  /**
   * Parts of the keys that may decide who the caller is: those of S3A's own providers, and what a
   * key of another provider is likely to contain.
   */
  private static final List<String> OF_CALLERS =
      List.of(
          "credential",
          "access.key",
          "secret.key",
          "session.token",
          "assumed.role",
          "role.arn",
          "delegation.token",
          "profile",
          "identity",
          "principal");

  /** The library's options that decide which services are called, and what they are asked for. */
  private static final List<Setting<?>> OF_SERVICES =
      List.of(
          AccessGrantsSettings.ACCOUNT_ID_SETTING,
          AccessGrantsSettings.REGION_SETTING,
          AccessGrantsSettings.ENDPOINT,
          AccessGrantsSettings.STS_ENDPOINT,
          AccessGrantsSettings.DURATION,
          AccessGrantsSettings.PRIVILEGE);

  /** S3A's options that do so too. */
  private static final List<String> OF_S3A =
      List.of(Constants.AWS_REGION, Constants.ENDPOINT, Constants.FIPS_ENDPOINT);

  private final String user;
  private final SortedMap<String, String> callers;
  private final SortedMap<String, String> services;

  /**
   * What another process has sent.
   *
   * @param user the Hadoop user that opened the file system
   * @param callers hashes of the options that may decide who the caller is, by key
   * @param services the options that decide which services are called, by key
   */
  public FileSystemIdentity(
      String user, Map<String, String> callers, Map<String, String> services) {
    this.user = requireNonNull(user, "user");
    this.callers = Collections.unmodifiableSortedMap(new TreeMap<>(callers));
    this.services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  /**
   * What a file system's own configuration says.
   *
   * @param conf the configuration, to which the bucket's own options have been applied
   * @param config what was read from it
   */
  public static FileSystemIdentity of(Configuration conf, AccessGrantsConfig config) {
    Map<String, String> callers = new TreeMap<>();
    for (Map.Entry<String, String> option : conf) {
      // Unsubstituted: a variable of the environment differs between machines.
      String raw = isOfCaller(option.getKey()) ? conf.getRaw(option.getKey()) : null;
      if (raw != null && !raw.isBlank()) {
        callers.put(option.getKey(), Fingerprint.of(option.getKey(), raw.trim()));
      }
    }
    Map<String, String> services = new TreeMap<>();
    for (Setting<?> setting : OF_SERVICES) {
      services.put(setting.key(), conf.getTrimmed(setting.key(), setting.defaultText()));
    }
    for (String key : OF_S3A) {
      services.put(key, Setting.withoutUserInfo(conf.getTrimmed(key, "")));
    }
    return new FileSystemIdentity(config.service().user(), callers, services);
  }

  private static boolean isOfCaller(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return key.equals(CREDENTIAL_PROVIDERS)
        || (lower.startsWith(S3A)
            && !lower.startsWith(BUCKETS)
            && OF_CALLERS.stream().anyMatch(lower::contains));
  }

  /**
   * The caller of a file system whose vended credentials come from another process. It supplies a
   * marker, which signs nothing, and calls no credentials provider.
   *
   * @param fsUri the URI of the file system; may be null
   */
  public static CallerIdentity callerWithoutCredentials(
      @Nullable URI fsUri, Configuration conf, AccessGrantsConfig config) {
    FileSystemIdentity identity = of(conf, config);
    BaseIdentity marker =
        BaseIdentity.marker(
            identity.id(fsUri == null ? "" : fsUri.toString()),
            identity,
            () ->
                "this executor has no credentials of its own, because the driver vends for it"
                    + " (spark.plugins)");
    return new CallerIdentity() {
      @Override
      public BaseIdentity resolve() {
        return marker;
      }

      @Override
      public void close() {}

      @Override
      public String toString() {
        return "the driver";
      }
    };
  }

  /** A hash of everything here, and of the file system's URI. */
  private String id(String fsUri) {
    return Fingerprint.of(fsUri, user, callers.toString(), services.toString());
  }

  /** The Hadoop user that opened the file system. */
  public String user() {
    return user;
  }

  /** Hashes of the options that may decide who the caller is, by key. */
  public SortedMap<String, String> callers() {
    return callers;
  }

  /** The options that decide which services are called, by key. */
  public SortedMap<String, String> services() {
    return services;
  }

  /**
   * Why this process must not vend for a file system of another one; empty if it may. An option of
   * the caller that is not set there may have any value here: what is not set does not ask for
   * another caller.
   *
   * @param asking of the file system of the other process
   */
  public Optional<String> objectionTo(FileSystemIdentity asking) {
    for (Map.Entry<String, String> option : asking.callers.entrySet()) {
      if (!option.getValue().equals(callers.get(option.getKey()))) {
        return Optional.of(
            String.format(
                "%s has another value in the executor's file system than in the driver's"
                    + " configuration, so it may mean another caller. The driver vends for its own"
                    + " caller only.",
                option.getKey()));
      }
    }
    for (Map.Entry<String, String> option : services.entrySet()) {
      String there = asking.services.getOrDefault(option.getKey(), "");
      if (!option.getValue().equals(there)) {
        return Optional.of(
            String.format(
                "%s is \"%s\" in the executor's file system, and \"%s\" in the driver's"
                    + " configuration. Allowed: the same value.",
                option.getKey(), there, option.getValue()));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "a file system of user " + user;
  }
}
