package io.github.s3agrants.iceberg;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Iceberg's {@code S3FileIO} with the {@link AccessGrantsClientFactory}, and with the options of
 * S3A that the engine has: in Spark those of {@code spark.hadoop.fs.s3a.…}.
 *
 * <p>Name this class in the catalog property {@code io-impl}. Iceberg hands Hadoop's configuration
 * to a file IO, but not to a client factory. The options of S3A that are set there become
 * properties of this file IO, and so go to the executors with it, secrets among them, as they do
 * with Iceberg's {@code HadoopFileIO}.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsFileIO extends S3FileIO implements Configurable {
  private transient @Nullable Configuration conf;

  /** Creates a file IO without properties. Iceberg looks for this constructor. */
  public AccessGrantsFileIO() {}

  @Override
  public void setConf(Configuration conf) {
    this.conf = conf;
  }

  @Override
  public @Nullable Configuration getConf() {
    return conf;
  }

  /**
   * Takes the properties of a catalog. They win over the options of Hadoop's configuration.
   *
   * @throws IllegalArgumentException if a property contradicts S3 Access Grants; the message names
   *     it and says what to do
   */
  @Override
  public void initialize(Map<String, String> ofCatalog) {
    String factory = AccessGrantsClientFactory.class.getName();
    String set = ofCatalog.getOrDefault(AwsProperties.CLIENT_FACTORY, factory);
    if (!set.equals(factory)) {
      throw new IllegalArgumentException(
          String.format(
              "S3 Access Grants: %s is \"%s\", and this file IO takes its clients from %s. Remove"
                  + " the property.",
              AwsProperties.CLIENT_FACTORY, set, factory));
    }
    Configuration present = conf;
    Map<String, String> all =
        present == null ? new HashMap<>() : CatalogOptions.propertiesOf(present);
    all.putAll(ofCatalog);
    all.put(AwsProperties.CLIENT_FACTORY, factory);
    super.initialize(all);
  }
}
