package io.github.s3agrants.emulator.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What Hadoop's S3A needs to be one of the emulator's principals. */
public final class HadoopConfiguration {
  private static final String S3A = "fs.s3a.";
  private static final String PROVIDERS = "org.apache.hadoop.fs.s3a.";

  private HadoopConfiguration() {}

  /**
   * All settings of a file system on S3A of Hadoop 3.4 or 3.5 with the library {@code
   * s3a-access-grants}: its two options, the endpoints, and the principal's keys as the caller's.
   *
   * @param endpoints the URLs of the emulator
   * @param region the emulator's Region
   * @param principal who calls
   * @return an unmodifiable map, sorted by key; it holds the principal's secret
   */
  public static Map<String, String> of(Endpoints endpoints, String region, Principal principal) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(
        S3A + "aws.credentials.provider", "io.github.s3agrants.AccessGrantsCredentialsProvider");
    settings.put(
        S3A + "audit.execution.interceptors", "io.github.s3agrants.AccessGrantsInterceptor");
    settings.put(S3A + "endpoint", endpoints.s3().toString());
    settings.put(S3A + "endpoint.region", region);
    settings.put(S3A + "path.style.access", "true");
    settings.put(S3A + "accessgrants.endpoint", endpoints.s3Control().toString());
    settings.put(S3A + "accessgrants.sts.endpoint", endpoints.sts().toString());
    settings.put(S3A + "access.key", principal.accessKey());
    settings.put(S3A + "secret.key", principal.secretKey());
    String provider = "SimpleAWSCredentialsProvider";
    String token = principal.sessionToken();
    if (token != null) {
      provider = "TemporaryAWSCredentialsProvider";
      settings.put(S3A + "session.token", token);
    }
    settings.put(S3A + "accessgrants.credentials.provider", PROVIDERS + provider);
    return Collections.unmodifiableMap(settings);
  }
}
