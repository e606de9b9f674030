package io.github.s3agrants.hadoop33;

import com.amazonaws.handlers.RequestHandler2;
import com.amazonaws.services.s3.AmazonS3;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;

/**
 * S3A's own factory, whose clients also answer lists and bulk deletes in parts, explain failures of
 * S3, and replace vended credentials that S3 no longer accepts. Without it these are missing, and
 * nothing is signed otherwise.
 *
 * <p>Not named by users: {@link AccessGrantsV1CredentialsProvider} sets it.
 */
@InterfaceAudience.Private
@InterfaceStability.Unstable
public final class AccessGrantsV1ClientFactory extends DefaultS3ClientFactory {
  /** Creates a factory. S3A looks for this constructor. */
  public AccessGrantsV1ClientFactory() {}

  @Override
  public AmazonS3 createS3Client(URI uri, S3ClientCreationParameters parameters)
      throws IOException {
    List<RequestHandler2> handlers = new ArrayList<>();
    if (parameters.getRequestHandlers() != null) {
      handlers.addAll(parameters.getRequestHandlers());
    }
    handlers.add(new S3Failures());
    return PartsOfRequests.over(
        super.createS3Client(uri, parameters.withRequestHandlers(handlers)),
        parameters.getCredentialSet());
  }
}
