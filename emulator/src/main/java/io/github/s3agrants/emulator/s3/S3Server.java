package io.github.s3agrants.emulator.s3;

import com.google.common.io.ByteSource;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.domain.Blob;
import org.gaul.s3proxy.blobstore.options.CreateContainerOptions;
import org.gaul.s3proxy.blobstore.options.PutOptions;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** The S3 server: S3Proxy in memory, behind the authorization filter. */
public final class S3Server implements AutoCloseable {
  private final S3Proxy proxy;
  private final ExactKeyBlobStore store;

  private S3Server(S3Proxy proxy, ExactKeyBlobStore store) {
    this.proxy = proxy;
    this.store = store;
  }

  /**
   * Binds the address and starts to serve.
   *
   * @param address port 0 for a free one
   * @throws IOException if the server cannot be started, for example because the port is taken
   */
  public static S3Server start(
      InetSocketAddress address,
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
            .endpoint(uri(address))
            // Turns verification on. The locator below replaces this identity.
            .awsAuthentication(AuthenticationType.AWS_V4, "replaced", "replaced")
            // S3Proxy would reject x-amz-security-token, which the filter checks.
            .ignoreUnknownHeaders(true)
            // The filter checks the age of signatures, with a clock that can be skewed on purpose.
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
    AuthorizationFilter authorization = new AuthorizationFilter(region, store, services);
    S3ProxyFilters.install(
        proxy,
        services.audit().logsAccess()
            ? List.of(new AccessLogFilter(store, services.audit()), authorization)
            : List.of(authorization));
    try {
      proxy.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Declared by S3Proxy.
      throw new IOException("the S3 server cannot be started", e);
    }
    return new S3Server(proxy, store);
  }

  private static URI uri(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** The port that it listens on. */
  public int port() {
    return proxy.getPort();
  }

  /** Writes an object without a request, so that it is in no journal or log. */
  public void put(String bucket, String key, byte[] content) {
    var unused =
        store.putBlob(
            bucket,
            Blob.builder(key)
                .payload(ByteSource.wrap(content))
                .contentLength(content.length)
                .contentType("binary/octet-stream")
                .build(),
            PutOptions.NONE);
  }

  /** True if the bucket exists. */
  public boolean hasBucket(String name) {
    return store.containerExists(name);
  }

  /** The ACL of an object, as it was put. */
  public Optional<byte[]> acl(String bucket, String key) {
    return store.hasObject(bucket, key)
        ? store.attributes().get(bucket, key).acl().map(byte[]::clone)
        : Optional.empty();
  }

  /** Stops the server. Requests under way get a few seconds. */
  @Override
  public void close() throws IOException {
    try {
      proxy.stop();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Declared by S3Proxy.
      throw new IOException("the S3 server cannot be stopped", e);
    }
  }
}
