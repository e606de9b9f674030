package io.github.s3agrants.settings;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.audit.S3AAuditConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the keys in a configuration that look like options of this library and are none: misspelt
 * ones, and those of other integrations of S3 Access Grants.
 */
public final class UnknownKeys {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);

  private static final String S3A = "fs.s3a.";

  /** EMRFS, whose options EMR also sets where S3A serves {@code s3://}. */
  private static final String EMRFS = "fs.s3.";

  private static final String BUCKET = S3A + "bucket.";
  private static final String OWN = "accessgrants.";

  /** What comes after {@code fs.s3a.}: a way to write the name of the service, and an option. */
  private static final Pattern OPTION =
      Pattern.compile(
          "((?:s3)?[._-]?access[._-]?grants?\\.)(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * The same for any bucket. The longest name that fits is the bucket's, since names have dots too.
   */
  private static final Pattern OF_ANY_BUCKET =
      Pattern.compile("fs\\.s3a\\.bucket\\.(.+)\\." + OPTION.pattern(), OPTION.flags());

  /** Of Hadoop 3.5 and EMR: that S3 Access Grants is on. */
  private static final String ENABLED = "enabled";

  /** Of Hadoop 3.5 and EMR: their fallback, without the dots and in lower case. */
  private static final String FALLBACK_TO_IAM = "fallbacktoiam";

  private UnknownKeys() {}

  /**
   * Returns what is wrong with the keys of a configuration, in the order of the keys. Nothing is
   * logged.
   *
   * @param conf with or without the bucket's own options applied
   * @param bucket whose keys to look at, beside those of all buckets; null: each bucket's
   */
  public static List<KeyFinding> find(Configuration conf, @Nullable String bucket) {
    Map<String, KeyFinding> found = new TreeMap<>();
    for (Map.Entry<String, String> option : conf) {
      if (option.getKey().startsWith("fs.s3")) {
        findAt(conf, option.getKey(), bucket)
            .ifPresent(finding -> found.put(finding.key(), finding));
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * Refuses misspelt options, and warns of options that this library does not read.
   *
   * @throws IOException naming the keys, where they were set, and the nearest options
   */
  static void refuse(Configuration conf, @Nullable String bucket) throws IOException {
    List<KeyFinding> found = find(conf, bucket);
    String refused =
        found.stream()
            .filter(KeyFinding::isRefused)
            .map(KeyFinding::toString)
            .collect(Collectors.joining(" "));
    if (!refused.isEmpty()) {
      throw new IOException(refused);
    }
    found.forEach(finding -> LOG.warn("{}", finding));
  }

  private static Optional<KeyFinding> findAt(
      Configuration conf, String key, @Nullable String bucket) {
    if (!key.startsWith(BUCKET)) {
      String prefix = key.startsWith(S3A) ? S3A : EMRFS;
      return key.startsWith(prefix) ? inspect(conf, key, prefix) : Optional.empty();
    }
    if (bucket != null) {
      String prefix = BUCKET + bucket + ".";
      return key.startsWith(prefix) ? inspect(conf, key, prefix) : Optional.empty();
    }
    Matcher any = OF_ANY_BUCKET.matcher(key);
    return any.matches() ? inspect(conf, key, BUCKET + any.group(1) + ".") : Optional.empty();
  }

  /**
   * Looks at one key.
   *
   * @param prefix what the key has before the name of the service
   */
  private static Optional<KeyFinding> inspect(Configuration conf, String key, String prefix) {
    String suffix = key.substring(prefix.length());
    Matcher option = OPTION.matcher(suffix);
    if (!option.matches() || isOfLongerBucket(suffix)) {
      return Optional.empty();
    }
    String name = option.group(2);
    boolean isOwn = prefix.startsWith(S3A) && option.group(1).equals(OWN);
    if (isOwn && isKnown(name)) {
      return Optional.empty();
    }
    String asSet = prefix.equals(S3A) ? OptionKeys.asSet(conf, key) : key;
    String shown = asSet.substring(0, asSet.length() - suffix.length());
    String ofS3a = prefix.startsWith(S3A) ? shown : S3A;
    if (name.toLowerCase(Locale.ROOT).equals(ENABLED)) {
      return isOwn || conf.getBoolean(key, false)
          ? Optional.of(finding(conf, asSet, isOwn, switchedOn(conf)))
          : Optional.empty();
    }
    if (!isOwn && name.replace(".", "").toLowerCase(Locale.ROOT).equals(FALLBACK_TO_IAM)) {
      return Optional.of(
          finding(
              conf,
              asSet,
              false,
              "is an option of Hadoop's or EMR's own integration, which this library does not read."
                  + " Set "
                  + ofS3a
                  + suffixOf(AccessGrantsSettings.FALLBACK)
                  + " in its place."));
    }
    // Nobody else has an option with the name of one of ours.
    boolean isRefused = isOwn || isKnown(name);
    return Optional.of(
        finding(
            conf,
            asSet,
            isRefused,
            String.format(
                "is %s. The nearest one is %s%s%s. Correct the key, or remove it.",
                isRefused ? "an unknown option" : "no option of this library",
                ofS3a,
                OWN,
                nearest(name))));
  }

  private static String switchedOn(Configuration conf) {
    boolean isHadoop33 =
        conf.get(Constants.AWS_CREDENTIALS_PROVIDER, "").contains(EntryPoints.HADOOP33_PROVIDER);
    return String.format(
        "does not turn on this library. It is on where %s is %s and %s lists %s. Remove the key.",
        Constants.AWS_CREDENTIALS_PROVIDER,
        isHadoop33 ? EntryPoints.HADOOP33_PROVIDER : EntryPoints.PROVIDER,
        isHadoop33 ? Constants.CUSTOM_SIGNERS : S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS,
        isHadoop33 ? EntryPoints.HADOOP33_SIGNER : EntryPoints.INTERCEPTOR);
  }

  private static KeyFinding finding(
      Configuration conf, String key, boolean isRefused, String remedy) {
    String[] sources = conf.getPropertySources(key);
    return new KeyFinding(
        key,
        sources == null || sources.length == 0
            ? Optional.empty()
            : Optional.of(sources[sources.length - 1]),
        isRefused,
        remedy);
  }

  /**
   * Whether the key of a bucket is rather that of a bucket with a longer name, such as {@code
   * lake.accessgrants.x}.
   */
  private static boolean isOfLongerBucket(String suffix) {
    int last = suffix.lastIndexOf("." + OWN);
    return last >= 0 && isKnown(suffix.substring(last + 1 + OWN.length()));
  }

  private static boolean isKnown(String name) {
    return AccessGrantsSettings.ALL.stream()
        .anyMatch(setting -> suffixOf(setting).equals(OWN + name));
  }

  /** Returns the name of the option that takes the fewest changes. */
  private static String nearest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return AccessGrantsSettings.ALL.stream()
        .map(setting -> suffixOf(setting).substring(OWN.length()))
        .min(Comparator.comparingInt(known -> EditDistance.between(lower, known)))
        .orElseThrow();
  }

  private static String suffixOf(Setting<?> setting) {
    return setting.key().substring(S3A.length());
  }
}
