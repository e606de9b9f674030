package io.github.s3agrants.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;

/**
 * Measures a synchronous call's time until the signed request is about to be sent for the first
 * time: the credential step and the SDK's work around it. If an interceptor sets a future identity,
 * it also measures how long that took to complete. It must be the last interceptor. Thread-safe.
 */
final class CredentialTimer implements ExecutionInterceptor {
  private static final long NOT_YET = -1;

  /** The times of one call, in nanoseconds. */
  private static final class Times {
    final long begin = System.nanoTime();
    final AtomicLong sent = new AtomicLong(NOT_YET);
    final AtomicLong asked = new AtomicLong();
    final AtomicLong promised = new AtomicLong();
  }

  private final ThreadLocal<Times> times = ThreadLocal.withInitial(Times::new);

  /** Starts the measurement; called before the call. */
  void begin() {
    times.set(new Times());
  }

  /**
   * The time until the request was sent, or until now if it was not sent; called after the call.
   */
  long nanos() {
    Times mine = times.get();
    return mine.sent.get() == NOT_YET ? System.nanoTime() - mine.begin : mine.sent.get();
  }

  /**
   * The time until the future identity completed; 0 if it was complete at once. Called after the
   * call.
   */
  long nanosToCredentials() {
    return times.get().promised.get();
  }

  /**
   * The time at which the future identity was set, from {@link System#nanoTime}; called after the
   * call.
   */
  long askedAt() {
    return times.get().asked.get();
  }

  /**
   * Measured by the thread that completes the future, because the caller's thread may still sleep
   * then.
   */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Times mine = times.get();
    mine.asked.set(System.nanoTime());
    SelectedAuthScheme<?> scheme =
        attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME);
    if (scheme != null && !scheme.identity().isDone()) {
      var unused =
          scheme
              .identity()
              .whenComplete(
                  (identity, failure) -> mine.promised.set(System.nanoTime() - mine.asked.get()));
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    Times mine = times.get();
    mine.sent.compareAndSet(NOT_YET, System.nanoTime() - mine.begin);
  }
}
