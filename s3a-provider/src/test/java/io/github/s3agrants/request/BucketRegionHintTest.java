package io.github.s3agrants.request;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.HttpRequest;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A redirect without a Region, after which the SDK asks for the Region with HeadBucket. */
class BucketRegionHintTest {
  /** Answers as an endpoint of us-east-1 does for a bucket in eu-west-1. */
  private static void answer(HttpRequest request, OutputStream out) throws IOException {
    String authorization = request.headers().getOrDefault("authorization", "");
    if (request.method().equals("HEAD") && authorization.isEmpty()) {
      ScriptedServer.write(out, 403, "x-amz-bucket-region: eu-west-1\r\n", "");
    } else if (authorization.contains("/eu-west-1/s3/")) {
      ScriptedServer.write(out, 200, "ETag: \"e\"\r\n", "text");
    } else {
      ScriptedServer.write(
          out,
          301,
          "x-amz-request-id: 1\r\n",
          "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>");
    }
  }

  @Test
  void needs_no_grant_of_the_whole_bucket() throws IOException {
    try (ScriptedServer s3 = new ScriptedServer(BucketRegionHintTest::answer);
        S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"))) {
      Configuration conf = lake.askingPathByPath(ALICE);
      conf.set("fs.s3a.endpoint", s3.uri().toString());
      AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
      try (provider) {
        AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
        try (S3Client client =
            S3Client.builder()
                .endpointOverride(s3.uri())
                .forcePathStyle(true)
                .crossRegionAccessEnabled(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(() -> provider.resolveCredentials())
                .overrideConfiguration(o -> o.addExecutionInterceptor(interceptor))
                .build()) {
          assertThat(
                  client
                      .getObject(
                          r -> r.bucket("lake").key("alice/f"), ResponseTransformer.toBytes())
                      .asUtf8String())
              .isEqualTo("text");
          // The answer remains a refusal.
          S3Exception e =
              assertThrows(S3Exception.class, () -> client.headBucket(r -> r.bucket("lake")));
          assertThat(e.statusCode()).isEqualTo(403);
        }
      }
      // One unsigned request asks for the Region.
      assertThat(s3.requests())
          .filteredOn(request -> request.method().equals("HEAD"))
          .singleElement()
          .satisfies(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
      assertThat(lake.vendsOf(ALICE)).contains("READ s3://lake/alice/f");
    }
  }
}
