package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Parts;
import io.github.s3agrants.advice.Advice;
import io.github.s3agrants.advice.FailureText;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingException;
import io.github.s3agrants.vending.concurrent.Futures;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.store.audit.AuditSpan;

/**
 * Decides on requests that are not sent, to tell a user what would become of them. Credentials are
 * vended as for a request. Thread-safe.
 */
public final class DryRun {
  private final CredentialVendor vendor;
  private final BaseIdentity base;

  /**
   * For requests of one caller.
   *
   * @param base the caller's own credentials
   */
  public DryRun(CredentialVendor vendor, BaseIdentity base) {
    this.vendor = requireNonNull(vendor, "vendor");
    this.base = requireNonNull(base, "base");
  }

  /** What would become of a request. Immutable. */
  public static final class Outcome {
    private final Optional<Decision> decision;
    private final String answer;
    private final String advice;

    private Outcome(Optional<Decision> decision, String answer, String advice) {
      this.decision = decision;
      this.answer = answer;
      this.advice = advice;
    }

    /** What would sign the request; empty if it would fail. */
    public Optional<Decision> decision() {
      return decision;
    }

    /** Why it would fail, mostly in the words of a service; empty if it would not. */
    public String answer() {
      return answer;
    }

    /** What the message of the exception advises the user to do; empty if there is none. */
    public String advice() {
      return advice;
    }
  }

  /**
   * Decides on a request of an S3A operation.
   *
   * @param operation its name, as in {@code StoreStatisticNames}
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Outcome of(Access access, String operation) throws InterruptedException {
    RequestOrigin origin =
        RequestOrigin.of(Optional.of(new NamedSpan(operation)), Parts.IMPOSSIBLE);
    try {
      Decision now = vendor.decideNow(access, base, origin);
      return new Outcome(
          Optional.of(
              now != null ? now : vendor.await(vendor.decide(access, base, origin), access, base)),
          "",
          "");
    } catch (ExecutionException e) {
      Throwable failure = Futures.causeOf(e);
      return new Outcome(
          Optional.empty(),
          failure instanceof VendingException
              ? FailureText.answer((VendingException) failure)
              : String.valueOf(failure),
          failure instanceof VendingException ? Advice.on((VendingException) failure, origin) : "");
    }
  }

  /** A span of an operation that is not running. */
  private static final class NamedSpan implements AuditSpan {
    private final String operation;

    NamedSpan(String operation) {
      this.operation = requireNonNull(operation, "operation");
    }

    @Override
    public String getSpanId() {
      return "doctor";
    }

    @Override
    public String getOperationName() {
      return operation;
    }

    @Override
    public long getTimestamp() {
      return 0;
    }

    @Override
    public AuditSpan activate() {
      return this;
    }

    @Override
    public void deactivate() {}
  }
}
