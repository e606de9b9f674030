package io.github.s3agrants;

import io.github.s3agrants.parts.PartsClient;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the S3 clients of a file system: those that S3A makes by default. The synchronous one
 * answers lists and bulk deletes in parts, if the caller's grants cover only parts of them.
 *
 * <p>Users do not name this class. {@link AccessGrantsCredentialsProvider} and {@link
 * AccessGrantsTokenBinding} set it in {@code fs.s3a.s3.client.factory.impl} of the file system,
 * unless another factory is set there.
 */
@InterfaceAudience.Private
@InterfaceStability.Unstable
public final class AccessGrantsClientFactory extends DefaultS3ClientFactory {
  /** Creates a factory without configuration. S3A looks for this constructor. */
  public AccessGrantsClientFactory() {}

  @Override
  public S3Client createS3Client(URI uri, S3ClientCreationParameters parameters)
      throws IOException {
    return new PartsClient(super.createS3Client(uri, parameters));
  }
}
