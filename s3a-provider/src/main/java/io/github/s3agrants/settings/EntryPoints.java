package io.github.s3agrants.settings;

/**
 * The classes that users name in their configuration. By name, so that what checks a configuration
 * does not depend on them; a test compares the names with the classes.
 */
public final class EntryPoints {
  public static final String PROVIDER = "io.github.s3agrants.AccessGrantsCredentialsProvider";
  public static final String INTERCEPTOR = "io.github.s3agrants.AccessGrantsInterceptor";
  public static final String TOKEN_BINDING = "io.github.s3agrants.AccessGrantsTokenBinding";

  /**
   * What S3A's requests are signed with before the interceptor has seen them. It has the form of an
   * AWS access key (API_AccessKey) and is none: those begin with AKIA or ASIA. S3 names it in its
   * refusal.
   */
  public static final String PLACEHOLDER_ACCESS_KEY_ID = "S3ACCESSGRANTSPLACEHOLDER";

  private EntryPoints() {}
}
