package io.github.s3agrants.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.settings.EntryPoints;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.TestLevels;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * If the interceptor is missing for any reason, no request is signed with base credentials, which
 * here may read everything.
 */
class MissingInterceptorTest {
  private static final Principal READER =
      TestPrincipals.named("reader").withS3("s3://lake/*", Permission.READWRITE);

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(builder -> builder.principal(READER));
    lake.upload("/f", "text");
    lake.emulator.resetJournal();
  }

  @AfterEach
  void nothingWasSignedByAnybody() throws IOException {
    assertThat(lake.emulator.journal().service(Service.S3).entries())
        .extracting(JournalEntry::signer)
        .doesNotContain(SignerKind.BASE, SignerKind.VENDED);
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    lake.close();
  }

  /** A client factory that adds no interceptors. */
  public static final class WithoutInterceptors extends DefaultS3ClientFactory {
    @Override
    public S3Client createS3Client(URI uri, S3ClientCreationParameters parameters)
        throws IOException {
      return super.createS3Client(uri, parameters.withExecutionInterceptors(List.of()));
    }

    @Override
    public S3AsyncClient createS3AsyncClient(URI uri, S3ClientCreationParameters parameters)
        throws IOException {
      return super.createS3AsyncClient(uri, parameters.withExecutionInterceptors(List.of()));
    }
  }

  /** S3A's own factory, whose logger is at TRACE when it makes a client. */
  public static final class Tracing extends DefaultS3ClientFactory {
    @Override
    public S3Client createS3Client(URI uri, S3ClientCreationParameters parameters)
        throws IOException {
      AtomicReference<S3Client> made = new AtomicReference<>();
      TestLevels.whileTracing(
          LOG,
          () -> {
            try {
              made.set(super.createS3Client(uri, parameters));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      return requireNonNull(made.get());
    }
  }

  @Test
  void a_client_factory_that_drops_interceptors_fails_closed() throws IOException {
    Configuration conf = lake.grants(READER);
    conf.set("fs.s3a.s3.client.factory.impl", WithoutInterceptors.class.getName());
    for (boolean fallback : new boolean[] {false, true}) {
      conf.setBoolean("fs.s3a.accessgrants.fallback", fallback);
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThat(assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/f")))
            .hasMessageContaining("403");
        assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, "/g", "x"));
        assertThrows(AccessDeniedException.class, () -> fs.delete(new Path("/f"), false));
        assertThrows(AccessDeniedException.class, () -> fs.listStatus(new Path("/")));
      }
    }
    assertThat(lake.emulator.journal().service(Service.S3).entries())
        .isNotEmpty()
        .allSatisfy(
            call ->
                assertThat(call.accessKeyId()).isEqualTo(EntryPoints.PLACEHOLDER_ACCESS_KEY_ID));
  }

  @Test
  void under_delegation_tokens_too() throws IOException {
    Configuration conf = lake.grants(READER);
    conf.set("fs.s3a.s3.client.factory.impl", WithoutInterceptors.class.getName());
    conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    conf.set(
        "fs.s3a.accessgrants.delegation.token.binding",
        "org.apache.hadoop.fs.s3a.auth.delegation.FullCredentialsTokenBinding");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/f"));
    }
    assertThat(lake.emulator.journal().service(Service.S3).entries()).isNotEmpty();
  }

  @Test
  @Tag("sdk-metrics-at-trace") // S3A has them from Hadoop 3.4.2 on
  void tracing_the_client_factory_is_refused_at_the_start_and_fails_closed_after_it()
      throws IOException {
    var factory = LoggerFactory.getLogger(DefaultS3ClientFactory.class);
    Configuration conf = lake.grants(READER);
    TestLevels.whileTracing(
        factory,
        () ->
            assertThat(assertThrows(IOException.class, () -> lake.open(conf).close()))
                .hasMessageContaining(DefaultS3ClientFactory.class.getName())
                .hasMessageContaining("TRACE"));
    // Log levels may change at any time.
    conf.set("fs.s3a.s3.client.factory.impl", Tracing.class.getName());
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/f"));
    }
    assertThat(lake.emulator.journal().service(Service.S3).entries()).isNotEmpty();
    assertThat(lake.emulator.journal().count("GetDataAccess")).isZero();
  }

  @Test
  void what_this_file_system_shares_signs_nothing() throws IOException {
    try (S3AFileSystem fs = lake.open(READER);
        AWSCredentialProviderList shared = fs.getS3AInternals().shareCredentials("somebody else")) {
      assertThat(shared.resolveCredentials().accessKeyId())
          .isEqualTo(EntryPoints.PLACEHOLDER_ACCESS_KEY_ID);
      // The clients do not close the provider.
      AwsCredentialsProvider credentials = () -> shared.resolveCredentials();
      try (S3Client s3 =
              EmulatorClients.s3(S3Client.builder(), lake.emulator.endpoints(), credentials);
          S3AsyncClient async =
              EmulatorClients.s3(S3AsyncClient.builder(), lake.emulator.endpoints(), credentials)) {
        assertThat(
                assertThrows(
                    S3Exception.class, () -> s3.getObjectAsBytes(r -> r.bucket("lake").key("f"))))
            .extracting(e -> e.awsErrorDetails().errorCode())
            .isEqualTo("InvalidAccessKeyId");
        assertThrows(
            CompletionException.class,
            () -> async.headObject(r -> r.bucket("lake").key("f")).join());
      }
      try (S3Presigner presigner =
          S3Presigner.builder()
              .endpointOverride(lake.emulator.endpoints().s3())
              .region(Region.US_EAST_1)
              .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
              .credentialsProvider(credentials)
              .build()) {
        URL url =
            presigner
                .presignGetObject(
                    p ->
                        p.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(r -> r.bucket("lake").key("f")))
                .url();
        assertThat(url.toString()).contains(EntryPoints.PLACEHOLDER_ACCESS_KEY_ID);
        assertThat(((HttpURLConnection) url.openConnection()).getResponseCode())
            .isBetween(400, 499);
      }
    }
  }

  @Test
  void an_interceptor_whose_client_has_credentials_from_elsewhere_refuses() throws IOException {
    Configuration conf = lake.grants(READER);
    AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
    try (provider) {
      AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
      try (S3Client s3 =
          EmulatorClients.s3(
              S3Client.builder(),
              lake.emulator.endpoints(),
              EmulatorClients.credentials(READER),
              interceptor)) {
        S3Exception e =
            assertThrows(S3Exception.class, () -> s3.headObject(r -> r.bucket("lake").key("f")));
        assertThat(e.getMessage()).contains("AccessGrantsCredentialsProvider");
        assertThrows(S3Exception.class, s3::listBuckets);
      }
    }
    assertThat(lake.emulator.journal().service(Service.S3).entries()).isEmpty();
  }

  @Test
  void the_interceptor_listed_twice_is_as_good_as_once() throws IOException {
    Configuration conf = lake.grants(READER);
    String name = AccessGrantsInterceptor.class.getName();
    conf.set("fs.s3a.audit.execution.interceptors", name + "," + name);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/f")))
          .hasMessageContaining("Needed: a grant of READ");
    }
    assertThat(lake.emulator.journal().service(Service.S3).entries()).isEmpty();
  }
}
