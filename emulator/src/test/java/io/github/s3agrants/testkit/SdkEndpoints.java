package io.github.s3agrants.testkit;

import io.github.s3agrants.emulator.api.Endpoints;
import java.net.InetAddress;
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
    // The SDK prefixes the account ID (111122223333.localhost), so this must be a name, not an
    // address.
    String control = "http://localhost:" + endpoints.s3Control().getPort();
    requireHost(TestPrincipals.ACCOUNT + ".localhost");
    settings.put("aws.endpointUrlS3", endpoints.s3().toString());
    settings.put("aws.endpointUrlS3Control", control);
    settings.put("aws.endpointUrlSts", endpoints.sts().toString());
    settings.put("aws.region", "us-east-1");
    settings.forEach(System::setProperty);
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
