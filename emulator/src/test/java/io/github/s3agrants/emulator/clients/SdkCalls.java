package io.github.s3agrants.emulator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3control.S3ControlAsyncClient;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantRequest;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantResponse;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessResponse;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantEntry;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The calls of a scenario, with the SDK's synchronous or asynchronous clients. */
interface SdkCalls extends AutoCloseable {
  String ACCOUNT = TestPrincipals.ACCOUNT;
  String BUCKET = "lake";

  /** The two kinds of clients. */
  enum Flavour {
    SYNC {
      @Override
      SdkCalls open(AwsCredentialsProvider credentials) {
        return new Sync(
            StsClient.builder().credentialsProvider(credentials).build(),
            S3ControlClient.builder().credentialsProvider(credentials).build(),
            new SyncData(S3Client.builder().credentialsProvider(credentials).build()));
      }
    },
    ASYNC {
      @Override
      SdkCalls open(AwsCredentialsProvider credentials) {
        return new Async(
            StsAsyncClient.builder().credentialsProvider(credentials).build(),
            S3ControlAsyncClient.builder().credentialsProvider(credentials).build(),
            new AsyncData(S3AsyncClient.builder().credentialsProvider(credentials).build()));
      }
    };

    abstract SdkCalls open(AwsCredentialsProvider credentials);
  }

  String account();

  String createInstance();

  String createLocation(String scope, String role);

  CreateAccessGrantResponse createGrant(CreateAccessGrantRequest request);

  List<ListAccessGrantEntry> grants();

  void deleteGrant(String id);

  GetDataAccessResponse vend(GetDataAccessRequest request);

  /** The S3 part of the scenario. */
  Data data();

  @Override
  void close();

  /** Calls on objects. */
  interface Data extends AutoCloseable {
    void put(String key, String content);

    String get(String key);

    List<String> list(String prefix);

    @Override
    void close();
  }

  /** The synchronous clients. */
  record Sync(StsClient sts, S3ControlClient control, SyncData data) implements SdkCalls {
    @Override
    public String account() {
      return sts.getCallerIdentity().account();
    }

    @Override
    public String createInstance() {
      return control
          .createAccessGrantsInstance(r -> r.accountId(ACCOUNT))
          .accessGrantsInstanceArn();
    }

    @Override
    public String createLocation(String scope, String role) {
      return control
          .createAccessGrantsLocation(
              r -> r.accountId(ACCOUNT).locationScope(scope).iamRoleArn(role))
          .accessGrantsLocationId();
    }

    @Override
    public CreateAccessGrantResponse createGrant(CreateAccessGrantRequest request) {
      return control.createAccessGrant(request);
    }

    @Override
    public List<ListAccessGrantEntry> grants() {
      return control.listAccessGrants(r -> r.accountId(ACCOUNT)).accessGrantsList();
    }

    @Override
    public void deleteGrant(String id) {
      control.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId(id));
    }

    @Override
    public GetDataAccessResponse vend(GetDataAccessRequest request) {
      return control.getDataAccess(request);
    }

    @Override
    public void close() {
      sts.close();
      control.close();
      data.close();
    }
  }

  /** The asynchronous clients. */
  record Async(StsAsyncClient sts, S3ControlAsyncClient control, AsyncData data)
      implements SdkCalls {
    @Override
    public String account() {
      return join(sts.getCallerIdentity()).account();
    }

    @Override
    public String createInstance() {
      return join(control.createAccessGrantsInstance(r -> r.accountId(ACCOUNT)))
          .accessGrantsInstanceArn();
    }

    @Override
    public String createLocation(String scope, String role) {
      return join(control.createAccessGrantsLocation(
              r -> r.accountId(ACCOUNT).locationScope(scope).iamRoleArn(role)))
          .accessGrantsLocationId();
    }

    @Override
    public CreateAccessGrantResponse createGrant(CreateAccessGrantRequest request) {
      return join(control.createAccessGrant(request));
    }

    @Override
    public List<ListAccessGrantEntry> grants() {
      return join(control.listAccessGrants(r -> r.accountId(ACCOUNT))).accessGrantsList();
    }

    @Override
    public void deleteGrant(String id) {
      join(control.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId(id)));
    }

    @Override
    public GetDataAccessResponse vend(GetDataAccessRequest request) {
      return join(control.getDataAccess(request));
    }

    @Override
    public void close() {
      sts.close();
      control.close();
      data.close();
    }
  }

  /** The synchronous S3 client. */
  record SyncData(S3Client s3) implements Data {
    @Override
    public void put(String key, String content) {
      s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    @Override
    public String get(String key) {
      return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    @Override
    public List<String> list(String prefix) {
      return s3.listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
          .map(S3Object::key)
          .toList();
    }

    @Override
    public void close() {
      s3.close();
    }
  }

  /** The asynchronous S3 client. */
  record AsyncData(S3AsyncClient s3) implements Data {
    @Override
    public void put(String key, String content) {
      join(s3.putObject(r -> r.bucket(BUCKET).key(key), AsyncRequestBody.fromString(content)));
    }

    @Override
    public String get(String key) {
      return join(s3.getObject(r -> r.bucket(BUCKET).key(key), AsyncResponseTransformer.toBytes()))
          .asString(UTF_8);
    }

    @Override
    public List<String> list(String prefix) {
      return join(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix))).contents().stream()
          .map(S3Object::key)
          .toList();
    }

    @Override
    public void close() {
      s3.close();
    }
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
