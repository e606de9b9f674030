package io.github.s3agrants.settings;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import org.apache.hadoop.fs.s3a.S3ClientFactory;

/** The factory of a file system's S3 clients, which S3A reads after it has made the provider. */
public final class S3aClientFactory {
  private static final String DEFAULT = DefaultS3ClientFactory.class.getName();

  private S3aClientFactory() {}

  /**
   * Sets the factory in place of S3A's default one. One that the user has set stays; so does the
   * default, if S3A would not find this class, or another copy of it.
   *
   * @param conf the file system's own configuration
   */
  public static void replaceDefault(Configuration conf, Class<? extends S3ClientFactory> factory) {
    if (named(conf).equals(DEFAULT) && conf.getClassByNameOrNull(factory.getName()) == factory) {
      conf.set(
          Constants.S3_CLIENT_FACTORY_IMPL, factory.getName(), "set by S3 Access Grants for S3A");
    }
  }

  /** Whether the user has set a factory of their own. */
  static boolean isOfUser(Configuration conf) {
    String named = named(conf);
    return !named.equals(DEFAULT) && !named.equals(EntryPoints.CLIENT_FACTORY);
  }

  /** The name of the factory that is set, or of S3A's default one. */
  static String named(Configuration conf) {
    String named = conf.getTrimmed(Constants.S3_CLIENT_FACTORY_IMPL, "");
    return named.isEmpty() ? DEFAULT : named;
  }
}
