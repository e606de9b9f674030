package io.github.s3agrants.stress;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * The library's own client on {@link OddAws}, with all faults in between: outages, throttling, and
 * exceptions and errors of every kind. Thread-safe.
 */
final class OddServices implements AccessGrantsClient {
  /** The current state of the services. */
  enum Mood {
    CALM(300),
    STORM(4),
    DOWN(1),
    THROTTLED(1);

    private final int oneIn;

    Mood(int oneIn) {
      this.oneIn = oneIn;
    }
  }

  /** All kinds but denials, which come from {@link OddAws}, so that their target is known. */
  private static final List<Kind> KINDS =
      Arrays.stream(Kind.values()).filter(kind -> kind != Kind.DENIED).toList();

  volatile Mood mood = Mood.CALM;

  private final ServiceRecord record;
  private final ThreadLocal<Random> randoms;
  private final OddAws aws;
  private final AccessGrantsClient client;

  OddServices(ServiceRecord record, ThreadLocal<Random> randoms, Clock clock) {
    this.record = record;
    this.randoms = randoms;
    this.aws = new OddAws(record, randoms, this::oddly);
    this.client = TestServices.client(aws, clock);
  }

  private boolean oddly() {
    return randoms.get().nextInt(mood == Mood.CALM ? 200 : 5) == 0;
  }

  /** An executor that sometimes rejects a task. */
  Executor failing(Executor executor) {
    return task -> {
      Random random = randoms.get();
      if (random.nextInt(mood == Mood.STORM ? 50 : 5_000) == 0) {
        record.odd(ServiceRecord.ANYBODY);
        if (random.nextBoolean()) {
          throw new OutOfMemoryError("unable to create native thread");
        }
        throw new RejectedExecutionException("closing");
      }
      executor.execute(task);
    };
  }

  private <T> T call(ServiceSettings settings, SigningCredentials base, Supplier<T> call) {
    String principal = record.principal(base.accessKeyId());
    ServiceRecord.Base known = record.bases.get(base.accessKeyId());
    String token = base.sessionToken().orElse("");
    if (known == null
        || !known.secret().equals(base.secretAccessKey())
        || !known.token().equals(token)) {
      throw exception(ServiceRecord.IMPOSTOR, Kind.CALLER_CREDENTIALS);
    } else if (record.revoked.contains(base.accessKeyId())) {
      throw exception(principal, Kind.CALLER_CREDENTIALS);
    }
    return call(settings, principal, call);
  }

  private <T> T call(ServiceSettings settings, String principal, Supplier<T> call) {
    boolean fails = randoms.get().nextInt(mood.oneIn) == 0;
    if (fails && (mood != Mood.STORM || randoms.get().nextBoolean())) {
      throw failure(principal);
    }
    aws.under.set(settings);
    T answer = call.get();
    if (fails) {
      // The service has done it, but its answer is lost.
      throw failure(principal);
    }
    return answer;
  }

  /**
   * A policy may forbid GetCallerIdentity or the look-up of the instance, which says nothing about
   * grants.
   */
  private <T> Supplier<T> forbidding(SigningCredentials base, Supplier<T> call) {
    return () -> {
      if (randoms.get().nextInt(10) == 0) {
        throw exception(record.principal(base.accessKeyId()), Kind.DENIED);
      }
      return call.get();
    };
  }

  private RuntimeException failure(String principal) {
    Random random = randoms.get();
    if (mood == Mood.DOWN || mood == Mood.THROTTLED) {
      return exception(principal, mood == Mood.DOWN ? Kind.UNAVAILABLE : Kind.THROTTLED);
    }
    if (random.nextInt(3) > 0) {
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      AccessGrantsException e = exception(principal, kind);
      return random.nextInt(4) == 0 ? new CompletionException(e) : e;
    }
    int what = random.nextInt(6);
    boolean mayPass = what == 0 || what == 1 || what == 3;
    String id = record.fail(principal, (mayPass ? Kind.UNAVAILABLE : Kind.BAD_RESPONSE).name());
    switch (what) {
      case 0 -> throw new StackOverflowError(id);
      case 1 -> throw new OutOfMemoryError(id);
      case 2 -> throw new NoClassDefFoundError(id);
      case 3 -> throw new AssertionError(id);
      case 4 -> {
        return new IllegalStateException(id);
      }
      default -> {
        return new NullPointerException(id);
      }
    }
  }

  private AccessGrantsException exception(String principal, Kind kind) {
    return new AccessGrantsException(kind, kind + " " + record.fail(principal, kind.name()));
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    return call(settings, base, forbidding(base, () -> client.identify(settings, region, base)));
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
    return call(
        settings,
        base,
        forbidding(
            base, () -> client.instanceAccount(settings, region, callerAccount, bucket, base)));
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    return call(settings, ServiceRecord.ANYBODY, () -> client.bucketRegion(settings, bucket));
  }

  @Override
  public VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base) {
    return call(
        settings, base, () -> client.getDataAccess(settings, instance, access, auditContext, base));
  }

  @Override
  public GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
      SigningCredentials base) {
    return call(
        settings,
        base,
        () -> client.callerGrants(settings, instance, fragment, token, timeout, base));
  }

  @Override
  public boolean isMissing(RefusedRead refused) {
    throw new UnsupportedOperationException("needs S3");
  }

  @Override
  public void close() {
    client.close();
  }
}
