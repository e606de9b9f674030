package io.github.s3agrants;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.io.IOUtils;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;

/**
 * An emulator with the bucket {@code lake}, an administrator, and Alice and Bob, who may do nothing
 * on S3 with their own credentials; and real S3A file systems on it.
 */
final class S3AFixture implements AutoCloseable {
  /** Tag of tests in which S3A itself asks STS; in Hadoop 3.4.1 it can over HTTPS alone. */
  static final String STS_OVER_HTTP = "sts-over-http";

  static final String ACCOUNT = "111122223333";
  static final Principal ADMIN =
      principal("admin").asAdministrator().withS3("s3://*", Permission.READWRITE);
  static final Principal ALICE = principal("alice");
  static final Principal BOB = principal("bob");

  private static final String LOCATION = "s3://";

  final AccessGrantsEmulator emulator;

  private S3AFixture(AccessGrantsEmulator emulator) {
    this.emulator = emulator;
  }

  /** Somebody more, who may do nothing yet. */
  static Principal principal(String name) {
    return Principal.of(
        name,
        "AKIALAKEPRINCIPAL" + name.toUpperCase(java.util.Locale.ROOT),
        "secret-of-" + name + "-0123456789abcdef",
        "arn:aws:iam::" + ACCOUNT + ":user/" + name);
  }

  /** What a test adds to the emulator before it starts. */
  static S3AFixture start(Consumer<EmulatorBuilder> more) throws IOException {
    return start(Clock.systemUTC(), more);
  }

  static S3AFixture start(Clock clock, Consumer<EmulatorBuilder> more) throws IOException {
    EmulatorBuilder builder =
        AccessGrantsEmulator.builder()
            .region("us-east-1")
            .account(ACCOUNT)
            .principal(ADMIN)
            .principal(ALICE)
            .principal(BOB)
            .bucket("lake", "other")
            .location(LOCATION, "arn:aws:iam::" + ACCOUNT + ":role/s3ag-location-role")
            .clock(clock);
    more.accept(builder);
    return new S3AFixture(builder.start());
  }

  static Consumer<EmulatorBuilder> grant(Principal to, Permission permission, String... scopes) {
    return builder ->
        Arrays.stream(scopes)
            .forEach(scope -> builder.grant(LOCATION, scope, to.name(), permission));
  }

  /** S3A with the library, as a user would set it up; retries cut short. */
  Configuration grants(Principal who) {
    Configuration conf = plain(who);
    conf.set("fs.s3a.aws.credentials.provider", AccessGrantsCredentialsProvider.class.getName());
    conf.set("fs.s3a.audit.execution.interceptors", AccessGrantsInterceptor.class.getName());
    conf.set("fs.s3a.accessgrants.endpoint", emulator.endpoints().s3Control().toString());
    conf.set("fs.s3a.accessgrants.sts.endpoint", emulator.endpoints().sts().toString());
    return conf;
  }

  /** S3A with nothing but the principal's own credentials. */
  Configuration plain(Principal who) {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", emulator.endpoints().s3().toString());
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.setBoolean("fs.s3a.path.style.access", true);
    conf.set(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    conf.set("fs.s3a.access.key", who.accessKey());
    conf.set("fs.s3a.secret.key", who.secretKey());
    conf.setBoolean("fs.s3a.connection.expect.continue", false);
    conf.set("fs.s3a.fast.upload.buffer", "bytebuffer");
    conf.setInt("fs.s3a.attempts.maximum", 1);
    conf.setInt("fs.s3a.retry.limit", 2);
    conf.set("fs.s3a.retry.interval", "10ms");
    conf.setInt("fs.s3a.retry.throttle.limit", 2);
    conf.set("fs.s3a.retry.throttle.interval", "10ms");
    return conf;
  }

  S3AFileSystem open(Configuration conf) throws IOException {
    return (S3AFileSystem) FileSystem.newInstance(URI.create("s3a://lake/"), conf);
  }

  S3AFileSystem open(Principal who) throws IOException {
    return open(grants(who));
  }

  /** The library's provider for a client of the lake, for a test to close. */
  static AccessGrantsCredentialsProvider provider(Configuration conf) throws IOException {
    return new AccessGrantsCredentialsProvider(URI.create("s3a://lake/"), conf);
  }

  /** The library's interceptor, once there is a provider. */
  static AccessGrantsInterceptor interceptor(Configuration conf) {
    AccessGrantsInterceptor interceptor = new AccessGrantsInterceptor();
    interceptor.setConf(conf);
    return interceptor;
  }

  /** An S3 client on the emulator, with interceptors as S3A would add them. */
  <B extends S3BaseClientBuilder<B, C>, C> C client(
      B builder, AwsCredentialsProvider credentials, ExecutionInterceptor... interceptors) {
    return builder
        .endpointOverride(emulator.endpoints().s3())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .overrideConfiguration(
            o -> {
              for (ExecutionInterceptor each : interceptors) {
                o.addExecutionInterceptor(each);
              }
            })
        .build();
  }

  /** Puts an object with the administrator's own credentials, past all grants. */
  void upload(String path, String text) throws IOException {
    try (S3AFileSystem fs = open(plain(ADMIN))) {
      write(fs, path, text);
    }
  }

  static void write(FileSystem fs, String path, String text) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(path), true)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  static String read(FileSystem fs, String path) throws IOException {
    try (var in = fs.open(new Path(path))) {
      return new String(IOUtils.readFullyToByteArray(in), UTF_8);
    }
  }

  Journal s3CallsOf(Principal who) {
    return emulator.journal().service(Service.S3).principal(who.name());
  }

  /** The GetDataAccess calls of a principal, as {@code READ s3://…}. */
  List<String> vendsOf(Principal who) {
    return emulator.journal().operation("GetDataAccess").principal(who.name()).entries().stream()
        .map(call -> call.dataAccess())
        .map(call -> call == null ? "" : call.permission() + " " + call.target())
        .collect(Collectors.toList());
  }

  List<JournalEntry> signedByBaseOf(Principal who) {
    return s3CallsOf(who).signer(SignerKind.BASE).entries();
  }

  @Override
  public void close() throws IOException {
    emulator.close();
  }
}
