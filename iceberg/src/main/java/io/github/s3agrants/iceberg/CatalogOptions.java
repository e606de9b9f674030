package io.github.s3agrants.iceberg;

import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.BucketOptions;
import io.github.s3agrants.settings.EntryPoints;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.audit.S3AAuditConstants;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationConstants;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.jspecify.annotations.Nullable;

/**
 * The options of a catalog: those of S3A, and the properties of Iceberg's that say where S3 is.
 * Neither is read again. Thread-safe.
 */
final class CatalogOptions {
  private static final String S3A = "fs.s3a.";

  /** How Iceberg's Spark catalogs name an option of Hadoop. */
  private static final String HADOOP = "hadoop.";

  private static final String HADOOPS_DEFAULTS = "core-default.xml";

  private static final String SOURCE = "the catalog's properties";

  private final Configuration conf;
  private final Map<String, String> given;
  private final Map<String, String> ofClient;

  private CatalogOptions(
      Configuration conf, Map<String, String> given, Map<String, String> ofClient) {
    this.conf = conf;
    this.given = given;
    this.ofClient = ofClient;
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException naming the key of a value that is not allowed
   */
  static CatalogOptions of(Map<String, String> properties) {
    Configuration conf = new Configuration();
    for (Map.Entry<String, String> property : properties.entrySet()) {
      String key = property.getKey();
      String name = key.startsWith(HADOOP + S3A) ? key.substring(HADOOP.length()) : key;
      if (isOfS3a(name)) {
        conf.set(name, property.getValue(), SOURCE);
      }
    }
    Map<String, String> ofClient = new HashMap<>(properties);
    try {
      AccessGrantsConfig ofS3a = AccessGrantsConfig.readForDiagnosis(null, conf);
      ofS3a
          .s3Endpoint()
          .ifPresent(uri -> ofClient.putIfAbsent(S3FileIOProperties.ENDPOINT, uri.toString()));
      ofS3a
          .s3Region()
          .ifPresent(region -> ofClient.putIfAbsent(AwsClientProperties.CLIENT_REGION, region));
    } catch (IOException e) {
      throw new IllegalArgumentException("S3 Access Grants: " + e.getMessage(), e);
    }
    ofClient.putIfAbsent(
        S3FileIOProperties.PATH_STYLE_ACCESS,
        Boolean.toString(conf.getBoolean(Constants.PATH_STYLE_ACCESS, false)));
    return new CatalogOptions(conf, properties, ofClient);
  }

  /** The options of S3A that are set in a configuration, without Hadoop's defaults. */
  static Map<String, String> propertiesOf(Configuration conf) {
    Map<String, String> set = new HashMap<>();
    for (Map.Entry<String, String> option : conf) {
      String key = option.getKey();
      if (isOfS3a(key) && !isDefault(conf.getPropertySources(key))) {
        set.put(key, option.getValue());
      }
    }
    return set;
  }

  private static boolean isOfS3a(String key) {
    return key.startsWith(S3A) || key.equals(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH);
  }

  private static boolean isDefault(String @Nullable [] sources) {
    return sources != null
        && sources.length > 0
        && sources[sources.length - 1].equals(HADOOPS_DEFAULTS);
  }

  /** The properties of the S3 client: Iceberg's own where they are set, else S3A's. */
  Map<String, String> ofClient() {
    return ofClient;
  }

  /**
   * The options that S3A would open a file system on a bucket with, if it used the library, and the
   * endpoint of the client.
   *
   * @param fsUri the URI of the file system; null if S3A could not open one on this bucket
   * @throws IOException if the bucket's own options cannot be read, or are not those of the client
   */
  Configuration ofBucket(@Nullable URI fsUri) throws IOException {
    Configuration applied =
        fsUri == null ? new Configuration(conf) : BucketOptions.apply(conf, fsUri);
    String binding = applied.getTrimmed(DelegationConstants.DELEGATION_TOKEN_BINDING, "");
    if (!binding.isEmpty()) {
      throw new IOException(
          DelegationConstants.DELEGATION_TOKEN_BINDING
              + " is set, and S3FileIO has no delegation tokens. Remove it from the options of the"
              + " catalog, or use HadoopFileIO.");
    }
    setWhereS3Is(applied);
    if (!applied.getTrimmed(Constants.AWS_CREDENTIALS_PROVIDER, "").equals(EntryPoints.PROVIDER)) {
      applied.set(Constants.AWS_CREDENTIALS_PROVIDER, EntryPoints.PROVIDER, SOURCE);
    }
    if (!applied
        .getTrimmedStringCollection(S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS)
        .contains(EntryPoints.INTERCEPTOR)) {
      applied.set(S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS, EntryPoints.INTERCEPTOR, SOURCE);
    }
    applied.setBoolean(S3AAuditConstants.AUDIT_ENABLED, true);
    return applied;
  }

  private void setWhereS3Is(Configuration applied) throws IOException {
    @Nullable String endpoint = given.get(S3FileIOProperties.ENDPOINT);
    if (endpoint != null) {
      applied.set(Constants.ENDPOINT, endpoint, SOURCE);
    } else if (!applied
        .getTrimmed(Constants.ENDPOINT, "")
        .equals(conf.getTrimmed(Constants.ENDPOINT, ""))) {
      throw new IOException(
          "The bucket has an "
              + Constants.ENDPOINT
              + " of its own, and the client of a catalog has one for all buckets. Set "
              + S3FileIOProperties.ENDPOINT
              + " to it, in a catalog for this bucket.");
    }
    @Nullable String region = given.get(AwsClientProperties.CLIENT_REGION);
    if (region != null && applied.get(Constants.AWS_REGION) == null) {
      applied.set(Constants.AWS_REGION, region, SOURCE);
    }
  }
}
