package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.options.CreateContainerOptions;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** S3 in memory on loopback: S3Proxy behind the authorisation filter. */
public final class S3Server implements AutoCloseable {
  private final S3Proxy proxy;
  private final ExactKeyBlobStore store;

  private S3Server(S3Proxy proxy, ExactKeyBlobStore store) {
    this.proxy = proxy;
    this.store = store;
  }

  /**
   * Binds and serves.
   *
   * @param port 0 for a free one
   * @throws IOException if it cannot be started, such as for a port that is taken
   */
  public static S3Server start(
      int port,
      String region,
      Collection<String> buckets,
      CredentialRegistry credentials,
      S3Services services)
      throws IOException {
    ExactKeyBlobStore store = new ExactKeyBlobStore(new TransientNio2BlobStore());
    buckets.forEach(bucket -> store.createContainer(bucket, CreateContainerOptions.NONE));
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            // Turns verification on; the locator below replaces this one identity.
            .awsAuthentication(AuthenticationType.AWS_V4, "replaced", "replaced")
            // It would refuse x-amz-security-token, which the filter checks.
            .ignoreUnknownHeaders(true)
            // The filter checks it, by a clock that may be set wrong on purpose.
            .maximumTimeSkew(Integer.MAX_VALUE)
            .build();
    proxy.setBlobStoreLocator(
        (identity, container, key) ->
            identity == null
                ? null
                : credentials
                    .find(identity)
                    .map(Credential::secretKey)
                    .map(secret -> new AccessGrant(secret, store))
                    .orElse(null));
    S3ProxyFilters.install(proxy, new AuthorizationFilter(region, store, services));
    try {
      proxy.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // What S3Proxy declares.
      throw new IOException("the S3 server cannot be started", e);
    }
    return new S3Server(proxy, store);
  }

  /** The port it listens on. */
  public int port() {
    return proxy.getPort();
  }

  /** Whether there is a bucket of this name. */
  public boolean hasBucket(String name) {
    return store.containerExists(name);
  }

  /** The ACL that was put on an object, as it was sent. */
  public Optional<byte[]> acl(String bucket, String key) {
    return store.hasObject(bucket, key)
        ? store.attributes().get(bucket, key).acl().map(byte[]::clone)
        : Optional.empty();
  }

  /** Stops; requests under way get a few seconds. */
  @Override
  public void close() throws IOException {
    try {
      proxy.stop();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // What S3Proxy declares.
      throw new IOException("the S3 server cannot be stopped", e);
    }
  }
}
