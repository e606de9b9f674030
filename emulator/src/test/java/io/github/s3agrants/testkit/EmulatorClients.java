package io.github.s3agrants.testkit;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Principal;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.S3ControlClientBuilder;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Makes SDK clients for one emulator and closes them all. */
public final class EmulatorClients implements AutoCloseable {
  private final Endpoints endpoints;
  private final SdkHttpClient http = ApacheHttpClient.builder().build();
  private final Deque<SdkAutoCloseable> opened = new ConcurrentLinkedDeque<>();

  public EmulatorClients(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  public static AwsCredentialsProvider credentials(Principal principal) {
    return StaticCredentialsProvider.create(awsCredentials(principal));
  }

  public static AwsCredentials awsCredentials(Principal principal) {
    String token = principal.sessionToken();
    return token == null
        ? AwsBasicCredentials.create(principal.accessKey(), principal.secretKey())
        : AwsSessionCredentials.create(principal.accessKey(), principal.secretKey(), token);
  }

  public static AwsCredentialsProvider credentials(Credentials vended) {
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            vended.accessKeyId(), vended.secretAccessKey(), vended.sessionToken()));
  }

  public S3Client s3(Principal principal) {
    return s3(credentials(principal));
  }

  public S3Client s3(Principal principal, ExecutionInterceptor interceptor) {
    return s3(credentials(principal), interceptor);
  }

  public S3Client s3(AwsCredentialsProvider credentials) {
    return s3(credentials, new ExecutionInterceptor() {});
  }

  private S3Client s3(AwsCredentialsProvider credentials, ExecutionInterceptor interceptor) {
    return open(
        S3Client.builder()
            .endpointOverride(endpoints.s3())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClient(http)
            .forcePathStyle(true)
            .overrideConfiguration(
                o -> o.retryStrategy(r -> r.maxAttempts(1)).addExecutionInterceptor(interceptor))
            .build());
  }

  /**
   * An S3 client from any builder of the SDK.
   *
   * @param builder such as {@code S3AsyncClient.builder()}
   */
  public static <B extends S3BaseClientBuilder<B, C>, C> C s3(
      B builder,
      Endpoints endpoints,
      AwsCredentialsProvider credentials,
      ExecutionInterceptor... interceptors) {
    return builder
        .endpointOverride(endpoints.s3())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .overrideConfiguration(o -> List.of(interceptors).forEach(o::addExecutionInterceptor))
        .build();
  }

  public S3AsyncClient asyncS3(AwsCredentialsProvider credentials) {
    return open(
        s3(
            S3AsyncClient.builder().httpClientBuilder(NettyNioAsyncHttpClient.builder()),
            endpoints,
            credentials));
  }

  public S3ControlClient control(Principal principal) {
    return control(credentials(principal), Region.US_EAST_1);
  }

  public S3ControlClient control(AwsCredentialsProvider credentials, Region region) {
    return open(
        control(endpoints)
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .build());
  }

  /** An S3 Control client with the SDK's own HTTP client and retries; the caller closes it. */
  public static S3ControlClient control(Endpoints endpoints, AwsCredentialsProvider credentials) {
    return control(endpoints).region(Region.US_EAST_1).credentialsProvider(credentials).build();
  }

  /** The endpoint provider omits the account ID, which the SDK would put before the host name. */
  private static S3ControlClientBuilder control(Endpoints endpoints) {
    Endpoint endpoint = Endpoint.builder().url(endpoints.s3Control()).build();
    return S3ControlClient.builder()
        .endpointProvider(parameters -> CompletableFuture.completedFuture(endpoint));
  }

  public StsClient sts(AwsCredentialsProvider credentials) {
    return open(
        StsClient.builder()
            .endpointOverride(endpoints.sts())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClient(http)
            .build());
  }

  /** Vends credentials for a prefix or bucket. */
  public Credentials vend(Principal principal, String target, Permission permission) {
    return control(principal).getDataAccess(request(target, permission)).credentials();
  }

  /** Vends credentials for one object. */
  public Credentials vendObject(Principal principal, String target, Permission permission) {
    return control(principal)
        .getDataAccess(
            request(target, permission).toBuilder().targetType(S3PrefixType.OBJECT).build())
        .credentials();
  }

  public static GetDataAccessRequest request(String target, Permission permission) {
    return GetDataAccessRequest.builder()
        .accountId(TestPrincipals.ACCOUNT)
        .target(target)
        .permission(permission)
        .build();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    http.close();
  }

  private <T extends SdkAutoCloseable> T open(T client) {
    opened.push(client);
    return client;
  }
}
