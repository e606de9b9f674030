package io.github.s3agrants.benchmarks;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.s3accessgrants.plugin.S3AccessGrantsPlugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The ways to put an S3 client under Access Grants. The clients are otherwise equal. */
enum Side {
  /** This library, with its provider and its interceptor on the client as in S3A. */
  OURS {
    @Override
    Session open(EmulatorEndpoints lake, AwsCredentialsProvider base, ExecutionInterceptor... more)
        throws IOException {
      return open(hadoop(lake, base), lake, more);
    }
  },

  /** AWS's plugin, one per client, as Hadoop 3.5.0 and Iceberg configure it. */
  PLUGIN {
    @Override
    Session open(
        EmulatorEndpoints lake, AwsCredentialsProvider base, ExecutionInterceptor... more) {
      // The plugin makes its own clients of S3 Control, STS and S3, which read the SDK's system
      // properties.
      System.setProperty("aws.endpointUrlS3", lake.s3().toString());
      System.setProperty(
          "aws.endpointUrlS3Control", "http://localhost:" + lake.control().getPort());
      System.setProperty("aws.endpointUrlSts", lake.sts().toString());
      System.setProperty("aws.region", BenchmarkPrincipals.REGION);
      S3AccessGrantsPlugin plugin = S3AccessGrantsPlugin.builder().enableFallback(false).build();
      return new Session(
          client(lake, base, List.of(more)).addPlugin(plugin).build(), Side::nothingMore);
    }
  },

  /** Neither: the cost of the client and the machine alone. */
  PLAIN {
    @Override
    Session open(
        EmulatorEndpoints lake, AwsCredentialsProvider base, ExecutionInterceptor... more) {
      return new Session(client(lake, base, List.of(more)).build(), Side::nothingMore);
    }
  };

  /**
   * Opens a client.
   *
   * @param base the base credentials
   * @param more interceptors that come last
   */
  abstract Session open(
      EmulatorEndpoints lake, AwsCredentialsProvider base, ExecutionInterceptor... more)
      throws IOException;

  /** Opens a client with this library and a configuration from {@link #hadoop}. */
  static Session open(Configuration conf, EmulatorEndpoints lake, ExecutionInterceptor... more)
      throws IOException {
    AccessGrantsCredentialsProvider provider =
        new AccessGrantsCredentialsProvider(
            URI.create("s3a://" + BenchmarkPrincipals.BUCKET + "/"), conf);
    AccessGrantsInterceptor interceptor = new AccessGrantsInterceptor();
    interceptor.setConf(conf);
    S3ClientBuilder builder = client(lake, provider, List.of());
    builder.overrideConfiguration(
        o -> {
          o.addExecutionInterceptor(interceptor);
          List.of(more).forEach(o::addExecutionInterceptor);
        });
    return new Session(builder.build(), provider);
  }

  /** The configuration of S3A with this library, as users set it up. */
  static Configuration hadoop(EmulatorEndpoints lake, AwsCredentialsProvider base) {
    BaseCredentials.use(base);
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", lake.s3().toString());
    conf.set("fs.s3a.endpoint.region", BenchmarkPrincipals.REGION);
    conf.setBoolean("fs.s3a.path.style.access", true);
    conf.set("fs.s3a.aws.credentials.provider", AccessGrantsCredentialsProvider.class.getName());
    conf.set("fs.s3a.audit.execution.interceptors", AccessGrantsInterceptor.class.getName());
    conf.set("fs.s3a.accessgrants.credentials.provider", BaseCredentials.class.getName());
    conf.set("fs.s3a.accessgrants.endpoint", lake.control().toString());
    conf.set("fs.s3a.accessgrants.sts.endpoint", lake.sts().toString());
    conf.setBoolean("fs.s3a.connection.expect.continue", false);
    conf.set("fs.s3a.fast.upload.buffer", "bytebuffer");
    return conf;
  }

  private static S3ClientBuilder client(
      EmulatorEndpoints lake,
      AwsCredentialsProvider credentials,
      List<ExecutionInterceptor> interceptors) {
    return S3Client.builder()
        .endpointOverride(lake.s3())
        .forcePathStyle(true)
        .region(Region.of(BenchmarkPrincipals.REGION))
        .credentialsProvider(credentials)
        .overrideConfiguration(o -> interceptors.forEach(o::addExecutionInterceptor));
  }

  private static void nothingMore() {}
}
