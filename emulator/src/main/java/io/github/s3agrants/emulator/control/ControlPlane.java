package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.audit.AuditLogs;
import io.github.s3agrants.emulator.audit.ControlCall;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.fault.FaultInjector;
import io.github.s3agrants.emulator.grants.ResourcePolicies;
import io.github.s3agrants.emulator.identity.Authenticator;
import io.github.s3agrants.emulator.identity.Authorization;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.PayloadHash;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Processes calls to S3 Control and STS: routing, faults, authentication, authorization, operation,
 * journal. Thread-safe.
 */
public final class ControlPlane {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  /** Operations that the resource policy of the named account does not affect. */
  private static final Set<ControlOperation> OWN_ACCOUNT =
      EnumSet.of(
          ControlOperation.CREATE_ACCESS_GRANTS_INSTANCE,
          ControlOperation.LIST_ACCESS_GRANTS_INSTANCES);

  private final String region;
  private final Authenticator authenticator;
  private final Map<ControlOperation, Handler> handlers;
  private final ResourcePolicies policies;
  private final FaultInjector faults;
  private final JournalRecorder journal;
  private final AuditLogs audit;

  /** Creates the control plane. */
  public ControlPlane(
      String region,
      Authenticator authenticator,
      AccessGrantsService service,
      FaultInjector faults,
      JournalRecorder journal,
      AuditLogs audit) {
    this.region = region;
    this.authenticator = authenticator;
    this.handlers = service.handlers();
    this.policies = service.policies();
    this.faults = faults;
    this.journal = journal;
    this.audit = audit;
  }

  /** Ends the delays of injected faults. */
  void close() {
    faults.close();
  }

  ControlResponse answer(ControlRequest call, String requestId) {
    Protocol protocol = Route.protocol(call.path());
    CallRecord entry = new CallRecord(protocol.service());
    entry.userAgent(call.signed().header("user-agent"));
    ControlResponse reply;
    try {
      reply = dispatch(call, entry, requestId);
    } catch (AwsException e) {
      reply =
          refusal(
              protocol,
              protocol.status(e.error()),
              protocol.code(e.error()),
              protocol.message(e),
              requestId);
    }
    journal.record(entry, reply.status(), reply.errorCode());
    Credential caller = entry.signer();
    // As on AWS, a call of nobody known is in no log.
    if (caller != null && protocol == Protocol.S3_CONTROL) {
      audit.record(trail(call, entry, caller, reply, requestId));
    }
    return reply;
  }

  private static ControlCall trail(
      ControlRequest call,
      CallRecord entry,
      Credential caller,
      ControlResponse reply,
      String requestId) {
    String account = call.signed().header("x-amz-account-id");
    return new ControlCall(
        entry.operation(),
        caller,
        account != null && ACCOUNT.matcher(account).matches()
            ? account
            : caller.principal().account(),
        call.sourceIp(),
        call.signed().header("host"),
        call.signed().header("user-agent"),
        call.query(),
        requestId,
        reply.errorCode(),
        reply.errorMessage(),
        call.body().length,
        reply.body().length);
  }

  private ControlResponse dispatch(ControlRequest call, CallRecord entry, String requestId)
      throws AwsException {
    Route route = Route.of(call);
    entry.operation(route.operation().awsName());
    if (route.operation() == ControlOperation.GET_DATA_ACCESS) {
      entry.dataAccess(DataAccessParameters.asSent(call));
    }
    Optional<Fault> fault = faults.inject(route.operation());
    if (fault.isPresent()) {
      if (fault.get().drop()) {
        return ControlResponse.dropped();
      }
      String code = fault.get().code();
      if (code != null) {
        return refusal(
            route.protocol(), fault.get().status(), code, "An injected fault", requestId);
      }
    }
    Credential caller = authenticate(call, route.protocol(), entry);
    String account = route.protocol() == Protocol.S3_CONTROL ? account(call) : "";
    authorize(route.operation(), caller, account);
    return Objects.requireNonNull(handlers.get(route.operation()))
        .answer(
            new Handler.Request(
                call, account, route.resourceId(), route.form(), caller, requestId));
  }

  private static String account(ControlRequest call) throws AwsException {
    String sent =
        Fields.required(
            Optional.ofNullable(call.signed().header("x-amz-account-id")), "x-amz-account-id");
    if (!ACCOUNT.matcher(sent).matches()) {
      throw Fields.invalid("x-amz-account-id", "must be 12 digits");
    }
    return sent;
  }

  private Credential authenticate(ControlRequest call, Protocol protocol, CallRecord entry)
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

  /**
   * Authorizes a call. {@code administrator} stands for the caller's own IAM policies; the resource
   * policy is that of the instance's owner. Vended credentials are for S3 only.
   */
  private void authorize(ControlOperation operation, Credential caller, String account)
      throws AwsException {
    // Neither operation needs a permission. GetSessionToken itself rejects session credentials.
    if (operation == ControlOperation.GET_CALLER_IDENTITY
        || operation == ControlOperation.GET_SESSION_TOKEN) {
      return;
    }
    Principal principal = caller.principal();
    boolean allowed =
        caller.kind() == SignerKind.BASE
            && (principal.administrator() || !operation.administrative());
    if (allowed && OWN_ACCOUNT.contains(operation)) {
      allowed = principal.account().equals(account);
    } else if (allowed
        && operation != ControlOperation.ASSUME_ROLE
        && operation != ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX) {
      allowed = policies.permits(account, principal, "s3:" + operation.awsName());
    }
    if (!allowed) {
      String service = operation == ControlOperation.ASSUME_ROLE ? "sts:" : "s3:";
      throw new AwsException(
          AwsError.ACCESS_DENIED,
          "User: "
              + caller.arn()
              + " is not authorized to perform: "
              + service
              + operation.awsName());
    }
  }

  static ControlResponse refusal(
      Protocol protocol, int status, String code, String message, String requestId) {
    return ControlResponse.xml(status, protocol.errorDocument(status, code, message, requestId))
        .failedWith(code, message);
  }
}
