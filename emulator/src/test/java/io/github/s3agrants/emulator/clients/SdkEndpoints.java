package io.github.s3agrants.emulator.clients;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.s3agrants.emulator.api.Endpoints;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Points every client of the SDK at an emulator by the SDK's own settings, so that code which
 * builds its clients itself is reached too. Takes them back when it is closed.
 */
final class SdkEndpoints implements AutoCloseable {
  static final String ACCOUNT = "111122223333";

  private final Map<String, String> settings = new LinkedHashMap<>();

  SdkEndpoints(Endpoints endpoints) {
    // The SDK makes 111122223333.localhost of it, and an address could not take the prefix.
    String control = "http://localhost:" + endpoints.s3Control().getPort();
    assertThatCode(() -> InetAddress.getAllByName(ACCOUNT + ".localhost"))
        .as("run the JVM with -Djdk.net.hosts.file=src/test/hosts, as the build does")
        .doesNotThrowAnyException();
    settings.put("aws.endpointUrlS3", endpoints.s3().toString());
    settings.put("aws.endpointUrlS3Control", control);
    settings.put("aws.endpointUrlSts", endpoints.sts().toString());
    settings.put("aws.region", "us-east-1");
    settings.forEach(System::setProperty);
  }

  String account() {
    return ACCOUNT;
  }

  @Override
  public void close() {
    settings.keySet().forEach(System::clearProperty);
  }
}
