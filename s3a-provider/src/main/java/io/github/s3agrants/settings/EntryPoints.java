package io.github.s3agrants.settings;

/**
 * The names of the classes that users name in their configuration. They are strings, so that the
 * checks of a configuration do not depend on these classes. A test compares the names with the
 * classes.
 */
public final class EntryPoints {
  public static final String PROVIDER = "io.github.s3agrants.AccessGrantsCredentialsProvider";
  public static final String INTERCEPTOR = "io.github.s3agrants.AccessGrantsInterceptor";

  /** Not named by users: the provider and the token binding set it. */
  public static final String CLIENT_FACTORY = "io.github.s3agrants.AccessGrantsClientFactory";

  public static final String SPARK_PLUGIN = "io.github.s3agrants.spark.AccessGrantsPlugin";
  public static final String TOKEN_BINDING = "io.github.s3agrants.AccessGrantsTokenBinding";

  /** The provider and the signer of a module of their own, for S3A of Hadoop 3.3. */
  public static final String HADOOP33_PROVIDER =
      "io.github.s3agrants.hadoop33.AccessGrantsV1CredentialsProvider";

  public static final String HADOOP33_SIGNER = "io.github.s3agrants.hadoop33.AccessGrantsV1Signer";

  /** Of a module of its own, for Iceberg's S3FileIO. */
  public static final String ICEBERG_CLIENT_FACTORY =
      "io.github.s3agrants.iceberg.AccessGrantsClientFactory";

  /**
   * The access key ID with which S3A signs a request that the interceptor has not seen. It has the
   * form of an AWS access key (API_AccessKey), but is none: those begin with AKIA or ASIA. S3 names
   * it in its refusal.
   */
  public static final String PLACEHOLDER_ACCESS_KEY_ID = "S3ACCESSGRANTSPLACEHOLDER";

  private EntryPoints() {}
}
