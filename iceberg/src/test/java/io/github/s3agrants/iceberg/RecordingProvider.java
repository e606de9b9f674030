package io.github.s3agrants.iceberg;

import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Alice's base credentials, from a provider that tells which threads have made it. */
public final class RecordingProvider implements AwsCredentialsProvider {
  static final Queue<String> MADE_BY = new ConcurrentLinkedQueue<>();

  public RecordingProvider(Configuration conf) {
    MADE_BY.add(Thread.currentThread().getName());
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return EmulatorClients.awsCredentials(TestPrincipals.ALICE);
  }
}
