package io.github.s3agrants.hadoop33;

import com.amazonaws.Request;
import com.amazonaws.SignableRequest;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.services.s3.internal.AWSS3V4Signer;
import java.util.Date;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;

/**
 * Signs each S3 request of S3A of Hadoop 3.3 with credentials that S3 Access Grants vends for its
 * path and permission.
 *
 * <p>Set {@code fs.s3a.custom.signers} to {@code
 * AccessGrants:io.github.s3agrants.hadoop33.AccessGrantsV1Signer}, and {@code
 * fs.s3a.s3.signing-algorithm} to {@code AccessGrants}. The SDK makes an instance for each request,
 * and calls it before each attempt, on the thread that sends the request: the caller's, or one of
 * S3A's own pools. So it may wait there. Nothing happens to a request between the signature and the
 * network.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsV1Signer extends AWSS3V4Signer {
  /** Creates a signer. The SDK looks for this constructor. */
  public AccessGrantsV1Signer() {}

  /**
   * Decides which credentials sign a request, waits for them, and signs.
   *
   * @param credentials what {@link AccessGrantsV1CredentialsProvider} has supplied
   * @throws com.amazonaws.AmazonClientException if the request must not be sent
   */
  @Override
  public void sign(SignableRequest<?> request, AWSCredentials credentials) {
    if (!(credentials instanceof PlaceholderCredentials) || !(request instanceof Request)) {
      throw V1Exceptions.refused(
          "S3 Access Grants: the client does not get its credentials from"
              + " AccessGrantsV1CredentialsProvider; nothing was sent. For a bucket without S3 Access"
              + " Grants, set fs.s3a.bucket.B.s3.signing-algorithm to AWSS3V4SignerType.",
          V1Requests.originOf(request));
    }
    PlaceholderCredentials placeholder = (PlaceholderCredentials) credentials;
    super.sign(request, placeholder.door().signer((Request<?>) request, placeholder.base()));
  }

  /** Refuses: whoever has the URL could use it for as long as the credentials live. */
  @Override
  public void presignRequest(
      SignableRequest<?> request, AWSCredentials credentials, Date expiration) {
    throw V1Exceptions.refused(
        "S3 Access Grants: presigned URLs are not supported.", V1Requests.originOf(request));
  }
}
