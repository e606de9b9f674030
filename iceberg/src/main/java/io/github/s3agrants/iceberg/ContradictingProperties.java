package io.github.s3agrants.iceberg;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.jspecify.annotations.Nullable;

/** The properties of a catalog with which S3 requests would be signed by something else. */
final class ContradictingProperties {
  private static final String CALLER =
      "The caller's own credentials come from fs.s3a.accessgrants.credentials.provider, else from"
          + " S3A's default chain. Remove the property.";

  private static final List<String> ANY_VALUE =
      List.of(
          S3FileIOProperties.ACCESS_KEY_ID,
          S3FileIOProperties.SECRET_ACCESS_KEY,
          S3FileIOProperties.SESSION_TOKEN,
          AwsProperties.CLIENT_ASSUME_ROLE_ARN);

  private ContradictingProperties() {}

  /**
   * Refuses such properties.
   *
   * @throws IllegalArgumentException naming one, and what to do; without its value, which may be a
   *     secret
   */
  static void refuse(Map<String, String> properties) {
    for (String key : ANY_VALUE) {
      require(!isSet(properties, key), key, "is set. " + CALLER);
    }
    require(
        !isSet(properties, AwsClientProperties.REFRESH_CREDENTIALS_ENDPOINT)
            || isFalse(properties.get(AwsClientProperties.REFRESH_CREDENTIALS_ENABLED)),
        AwsClientProperties.REFRESH_CREDENTIALS_ENDPOINT,
        "is set: the catalog's own server vends credentials. Use these, without client.factory; or"
            + " set "
            + AwsClientProperties.REFRESH_CREDENTIALS_ENABLED
            + "=false.");
    require(
        !isTrue(properties, S3FileIOProperties.S3_ACCESS_GRANTS_ENABLED),
        S3FileIOProperties.S3_ACCESS_GRANTS_ENABLED,
        "is true: AWS's plugin would choose the credentials of each request beside this library."
            + " Use one of them.");
    require(
        !isTrue(properties, S3FileIOProperties.REMOTE_SIGNING_ENABLED),
        S3FileIOProperties.REMOTE_SIGNING_ENABLED,
        "is true: the catalog's server would sign the requests. Remove it, or use it without"
            + " client.factory.");
    require(
        !isSet(properties, S3FileIOProperties.CLIENT_FACTORY),
        S3FileIOProperties.CLIENT_FACTORY,
        "is set: S3FileIO would take its clients from there. Remove it.");
  }

  private static void require(boolean holds, String key, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("S3 Access Grants: the property " + key + " " + otherwise);
    }
  }

  private static boolean isSet(Map<String, String> properties, String key) {
    @Nullable String value = properties.get(key);
    return value != null && !value.isEmpty();
  }

  private static boolean isTrue(Map<String, String> properties, String key) {
    return Boolean.parseBoolean(properties.get(key));
  }

  private static boolean isFalse(@Nullable String value) {
    return value != null && !Boolean.parseBoolean(value);
  }
}
