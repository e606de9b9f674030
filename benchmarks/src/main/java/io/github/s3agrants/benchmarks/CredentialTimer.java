package io.github.s3agrants.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;

/**
 * Measures, on the thread of a synchronous call, the time from the call to the moment at which the
 * signed request is about to be sent for the first time: the credential step, and what the SDK does
 * around it. Of an interceptor that promises the identity, also how long the promise took. Comes
 * after all other interceptors. Thread-safe.
 */
final class CredentialTimer implements ExecutionInterceptor {
  private static final long NOT_YET = -1;

  /** One call's times, in nanoseconds. */
  private static final class Times {
    final long begin = System.nanoTime();
    final AtomicLong sent = new AtomicLong(NOT_YET);
    final AtomicLong asked = new AtomicLong();
    final AtomicLong promised = new AtomicLong();
  }

  private final ThreadLocal<Times> times = ThreadLocal.withInitial(Times::new);

  /** To be called before the call. */
  void begin() {
    times.set(new Times());
  }

  /** After the call: how long it took until the request was sent; until now, if nothing was. */
  long nanos() {
    Times mine = times.get();
    return mine.sent.get() == NOT_YET ? System.nanoTime() - mine.begin : mine.sent.get();
  }

  /** After the call: how long the promised identity took; 0 if it was there at once. */
  long nanosToCredentials() {
    return times.get().promised.get();
  }

  /** After the call: when the identity was promised, on the clock of {@link System#nanoTime}. */
  long askedAt() {
    return times.get().asked.get();
  }

  /** Told by who keeps the promise: the caller's own thread may still sleep then. */
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
