package io.github.s3agrants.testkit;

import io.github.s3agrants.emulator.api.Endpoints;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Points all SDK clients of this JVM at an emulator through the SDK's system properties, also those
 * that other code builds. Closing it removes the properties.
 */
public final class SdkEndpoints implements AutoCloseable {
  private final Map<String, String> settings = new LinkedHashMap<>();

  public SdkEndpoints(Endpoints endpoints) {
    this(
        Map.of(
            "aws.endpointUrlS3", endpoints.s3().toString(),
            "aws.endpointUrlS3Control", named(endpoints.s3Control()),
            "aws.endpointUrlSts", endpoints.sts().toString()));
  }

  private SdkEndpoints(Map<String, String> urls) {
    requireHost(TestPrincipals.ACCOUNT + ".localhost");
    settings.putAll(urls);
    settings.put("aws.region", "us-east-1");
    settings.forEach(System::setProperty);
  }

  /** The same with one endpoint for all services. */
  public static SdkEndpoints onOnePort(Endpoints endpoints) {
    return new SdkEndpoints(Map.of("aws.endpointUrl", named(endpoints.all())));
  }

  /**
   * With a name in place of the address: the SDK puts the account ID before the host of S3 Control
   * ({@code 111122223333.localhost}), and the bucket before that of S3.
   */
  private static String named(URI url) {
    return "http://localhost:" + url.getPort();
  }

  /** The account ID that the SDK puts before the host name of S3 Control. */
  public String account() {
    return TestPrincipals.ACCOUNT;
  }

  @Override
  public void close() {
    settings.keySet().forEach(System::clearProperty);
  }

  private static void requireHost(String name) {
    try {
      var unused = InetAddress.getAllByName(name);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "run the JVM with -Djdk.net.hosts.file=src/test/hosts, as the build does", e);
    }
  }
}
