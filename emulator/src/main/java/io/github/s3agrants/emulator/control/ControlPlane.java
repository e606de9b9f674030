package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.AccessGrantsInstance;
import io.github.s3agrants.emulator.grants.DataAccess;
import io.github.s3agrants.emulator.identity.Authenticator;
import io.github.s3agrants.emulator.identity.Authorization;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.PayloadHash;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Answers calls to S3 Control and STS: route, faults, authentication, authorisation, operation,
 * journal. Thread-safe.
 */
public final class ControlPlane {
  private final String region;
  private final String account;
  private final Authenticator authenticator;
  private final GrantOperations operations;
  private final Faults faults;
  private final JournalRecorder journal;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Puts the parts together.
   *
   * @param bucketExists whether S3 has a bucket of this name
   */
  public ControlPlane(
      String region,
      String account,
      Authenticator authenticator,
      AccessGrantsInstance instance,
      DataAccess dataAccess,
      Predicate<String> bucketExists,
      Faults faults,
      JournalRecorder journal) {
    this.region = region;
    this.account = account;
    this.authenticator = authenticator;
    this.operations = new GrantOperations(account, instance, dataAccess, bucketExists);
    this.faults = faults;
    this.journal = journal;
  }

  /** Ends the waits of calls that a fault delays. */
  void close() {
    closed.countDown();
  }

  JournalRecorder journal() {
    return journal;
  }

  HttpReply answer(HttpCall call, String requestId) {
    Protocol protocol = Route.protocol(call.path());
    CallRecord entry = new CallRecord(protocol.service());
    HttpReply reply;
    try {
      reply = dispatch(call, entry, requestId);
    } catch (AwsException e) {
      reply =
          refusal(
              protocol,
              protocol.status(e.error()),
              protocol.code(e.error()),
              e.describe(),
              requestId);
    }
    journal.record(entry, reply.status(), reply.errorCode());
    return reply;
  }

  private HttpReply dispatch(HttpCall call, CallRecord entry, String requestId)
      throws AwsException {
    Route route = Route.of(call);
    entry.operation(route.operation().awsName());
    if (route.operation() == ControlOperation.GET_DATA_ACCESS) {
      entry.dataAccess(DataAccessParameters.asSent(call));
    }
    Optional<Fault> fault = faults.take(route.operation());
    if (fault.isPresent()) {
      sleep(fault.get().latency());
      String code = fault.get().code();
      if (code != null) {
        return refusal(
            route.protocol(), fault.get().status(), code, "An injected fault", requestId);
      }
    }
    Credential caller = authenticate(call, route.protocol(), entry);
    authorize(route.operation(), caller);
    return execute(call, route, caller, requestId);
  }

  private Credential authenticate(HttpCall call, Protocol protocol, CallRecord entry)
      throws AwsException {
    Authorization authorization = Authorization.parse(call.signed().header("authorization"));
    entry.accessKeyId(authorization.accessKeyId());
    if (protocol == Protocol.S3_CONTROL && !authorization.region().equals(region)) {
      throw new AwsException(
          AwsError.AUTHORIZATION_HEADER_MALFORMED,
          "The authorization header is malformed; the region '"
              + authorization.region()
              + "' is wrong; expecting '"
              + region
              + "'");
    }
    String payloadHash = PayloadHash.checked(call.signed(), call.body());
    Credential caller =
        authenticator.authenticate(
            call.signed(), authorization, protocol.signingName(), payloadHash);
    entry.signer(caller);
    return caller;
  }

  private static void authorize(ControlOperation operation, Credential caller) throws AwsException {
    boolean allowed =
        operation == ControlOperation.GET_CALLER_IDENTITY
            || (caller.kind() == SignerKind.BASE
                && (caller.principal().administrator() || !operation.administrative()));
    if (!allowed) {
      throw new AwsException(
          AwsError.ACCESS_DENIED,
          caller.principal().name() + " is not authorized to perform: s3:" + operation.awsName());
    }
  }

  private HttpReply execute(HttpCall call, Route route, Credential caller, String requestId)
      throws AwsException {
    return switch (route.operation()) {
      case CREATE_ACCESS_GRANTS_INSTANCE -> operations.createInstance(call);
      case CREATE_ACCESS_GRANTS_LOCATION -> operations.createLocation(call);
      case CREATE_ACCESS_GRANT -> operations.createGrant(call);
      case LIST_ACCESS_GRANTS -> operations.listGrants(call);
      case DELETE_ACCESS_GRANT -> operations.deleteGrant(call, route.resourceId());
      case GET_DATA_ACCESS -> operations.getDataAccess(call, caller.principal());
      case GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX -> operations.getInstanceForPrefix(call);
      case GET_CALLER_IDENTITY -> StsOperations.getCallerIdentity(caller, account, requestId);
    };
  }

  static HttpReply refusal(
      Protocol protocol, int status, String code, String message, String requestId) {
    return HttpReply.xml(status, protocol.errorDocument(status, code, message, requestId))
        .failedWith(code);
  }

  private void sleep(Duration latency) {
    try {
      // Ends early when the emulator is closed.
      boolean ignored = closed.await(latency.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
