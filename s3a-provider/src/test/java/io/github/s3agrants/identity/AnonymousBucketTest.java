package io.github.s3agrants.identity;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A public bucket, read without credentials, beside a bucket with S3 Access Grants in one
 * configuration.
 */
class AnonymousBucketTest {
  private static final String ANONYMOUS =
      "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider";
  private static final String NO_INTERCEPTOR = "fs.s3a.bucket.open.audit.execution.interceptors";

  private S3AFixture lake;
  private ScriptedServer open;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "granted");
    open =
        new ScriptedServer(
            (request, out) ->
                ScriptedServer.write(
                    out,
                    200,
                    "ETag: \"e\"\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n",
                    "public!"));
  }

  @AfterEach
  void stop() throws IOException {
    open.close();
    lake.close();
  }

  private Configuration beside() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.bucket.open.aws.credentials.provider", ANONYMOUS);
    conf.set("fs.s3a.bucket.open.endpoint", open.uri().toString());
    // The scripted server does not support ranges.
    conf.set("fs.s3a.bucket.open.input.stream.type", "classic");
    return conf;
  }

  private static FileSystem open(Configuration conf, String bucket) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + bucket + "/"), conf);
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void what_is_said_of_it_works() throws IOException {
    Configuration conf = beside();
    Exception refusal = assertThrows(Exception.class, () -> open(conf, "open").close());
    assertThat(refusal)
        .hasStackTraceContaining("fs.s3a.bucket.open.aws.credentials.provider does not list")
        .hasStackTraceContaining("set " + NO_INTERCEPTOR + " to an empty value")
        .hasStackTraceContaining("<value> </value>");

    conf.set(NO_INTERCEPTOR, "");
    assertBothAreRead(conf);
  }

  /** In a file Hadoop drops an empty element, so the value is a space. */
  @Tag(S3AFixture.HADOOP_34)
  @Test
  void also_in_a_file() throws IOException {
    Configuration conf = beside();
    conf.addResource(
        new ByteArrayInputStream(
            ("<configuration><property><name>"
                    + NO_INTERCEPTOR
                    + "</name><value> </value></property></configuration>")
                .getBytes(StandardCharsets.UTF_8)));
    assertBothAreRead(conf);
  }

  private void assertBothAreRead(Configuration conf) throws IOException {
    try (FileSystem granted = open(conf, "lake");
        FileSystem anonymous = open(conf, "open")) {
      assertThat(S3AFixture.read(granted, "/alice/f")).isEqualTo("granted");
      assertThat(S3AFixture.read(anonymous, "/f")).isEqualTo("public!");
    }
    assertThat(open.requests())
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  /** The opposite case: the library's provider without its interceptor in one bucket's settings. */
  @Tag(S3AFixture.HADOOP_34)
  @Test
  void the_provider_alone_is_still_refused() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.bucket.lake.audit.execution.interceptors", "");
    assertThat(assertThrows(Exception.class, () -> open(conf, "lake").close()))
        .hasStackTraceContaining(
            "fs.s3a.bucket.lake.audit.execution.interceptors does not list "
                + AccessGrantsInterceptor.class.getName())
        .hasStackTraceContaining("set fs.s3a.bucket.lake.aws.credentials.provider");
    for (String key : List.of("aws.credentials.provider", "audit.execution.interceptors")) {
      Configuration ofAll = lake.grants(ALICE);
      ofAll.set("fs.s3a." + key, key.startsWith("aws") ? ANONYMOUS : "");
      assertThat(assertThrows(Exception.class, () -> open(ofAll, "lake").close()))
          .hasStackTraceContaining("fs.s3a." + key + " does not list")
          .hasStackTraceContaining("set fs.s3a.bucket.B.");
    }
  }
}
