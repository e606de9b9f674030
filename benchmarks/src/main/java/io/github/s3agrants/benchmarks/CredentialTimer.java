package io.github.s3agrants.benchmarks;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Measures, on the thread of a synchronous call, the time from the call to the moment at which the
 * signed request is about to be sent for the first time: the credential step, and what the SDK does
 * around it. Comes after all other interceptors. Thread-safe.
 */
final class CredentialTimer implements ExecutionInterceptor {
  private static final long NOT_SENT = -1;

  /** Start and end of the call of each thread. */
  private final ThreadLocal<long[]> times = ThreadLocal.withInitial(() -> new long[2]);

  /** To be called before the call. */
  void begin() {
    long[] mine = times.get();
    mine[0] = System.nanoTime();
    mine[1] = NOT_SENT;
  }

  /** After the call: how long it took; until now, if nothing was sent. */
  long nanos() {
    long[] mine = times.get();
    return mine[1] == NOT_SENT ? System.nanoTime() - mine[0] : mine[1];
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    long[] mine = times.get();
    if (mine[1] == NOT_SENT) {
      mine[1] = System.nanoTime() - mine[0];
    }
  }
}
