package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.DenialCache;
import io.github.s3agrants.grants.Grant;
import io.github.s3agrants.grants.GrantCache;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantException.Kind;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.KeptGrant;
import io.github.s3agrants.grants.TenantBucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gets a grant from the cache or from the service, renews it before it expires, and sees to it that
 * what one call can bring is not asked for twice.
 *
 * <p>A request cannot know which grant will cover it. So while a call for the same tenant, bucket
 * and permission is under way, it waits and looks again; if that brought nothing for it, it waits
 * from then on only for calls that agree with it one path element further than what came back.
 * Under one grant a cold start is one call; under many, one each, all but the first at the same
 * time.
 *
 * <p>Thread-safe. Only the executor's threads ever wait for the service.
 */
final class GrantBroker {
  private final GrantsClient client;
  private final Instances instances;
  private final GrantCache grants;
  private final DenialCache denials;
  private final Statistics statistics;
  private final UnexpectedScopes unexpectedScopes;
  private final Calls calls;
  private final Clock clock;
  private final Object lock = new Object();
  private final Map<TenantBucket, List<Vend>> underWay = new HashMap<>();

  GrantBroker(
      GrantsClient client,
      Instances instances,
      GrantCache grants,
      DenialCache denials,
      Statistics statistics,
      Calls calls,
      Clock clock) {
    this.client = client;
    this.instances = instances;
    this.grants = grants;
    this.denials = denials;
    this.statistics = statistics;
    this.unexpectedScopes = new UnexpectedScopes(statistics);
    this.calls = calls;
    this.clock = clock;
  }

  /** The grant to use, or a failure with a {@link GrantException}. */
  CompletableFuture<KeptGrant> grant(VendRequest request) {
    return grant(request, 0);
  }

  /**
   * Asks anew for what was asked for when {@code kept} was vended, in the background. To be called
   * by whoever claimed the renewal.
   */
  void renew(KeptGrant kept, VendRequest request) {
    try {
      VendRequest again = request.with(kept.asked());
      Vend vend = new Vend(again, kept.grant().scope());
      TenantBucket place = again.place();
      synchronized (lock) {
        underWay.computeIfAbsent(place, key -> new ArrayList<>()).add(vend);
      }
      ask(vend, again, place, kept);
    } catch (Throwable e) {
      // The request at hand has its credentials, and another will see to the renewal.
      kept.renewLater(clock.millis());
    }
  }

  private CompletableFuture<KeptGrant> grant(VendRequest request, int agreed) {
    TenantBucket place = request.place();
    Vend vend;
    synchronized (lock) {
      // A call that ends puts what it brought into the caches before it leaves the list: whoever
      // finds neither here must ask.
      KeptGrant kept = grants.find(request.tenant(), request.access());
      if (kept != null) {
        return CompletableFuture.completedFuture(kept);
      }
      Optional<GrantException> refused = refusal(request);
      if (refused.isPresent()) {
        return CompletableFuture.failedFuture(refused.get());
      }
      List<Vend> vends = underWay.computeIfAbsent(place, key -> new ArrayList<>());
      for (Vend other : vends) {
        if (other.mayServe(request.access(), agreed)) {
          return waitFor(other, request, agreed);
        }
      }
      vend = new Vend(request);
      vends.add(vend);
    }
    ask(vend, request, place, null);
    return vend.outcome();
  }

  /**
   * The remembered refusal of what is asked for. Whoever may not read a path, or may not write it,
   * may not do both: else a permission that has just been refused could be had by another name.
   */
  private Optional<GrantException> refusal(VendRequest request) {
    Access access = request.access();
    Optional<GrantException> same = remembered(request, access);
    return access.permission() != Permission.READWRITE
        ? same
        : same.or(() -> denied(request, access.with(Permission.READ)))
            .or(() -> denied(request, access.with(Permission.WRITE)));
  }

  /** Of a grant that there is not: another one's location may have another role. */
  private Optional<GrantException> denied(VendRequest request, Access access) {
    return remembered(request, access).filter(refusal -> refusal.kind() == Kind.DENIED);
  }

  private Optional<GrantException> remembered(VendRequest request, Access access) {
    return denials.find(request.tenant(), access, request.deniedTtl());
  }

  private CompletableFuture<KeptGrant> waitFor(Vend vend, VendRequest request, int agreed) {
    return Futures.compose(
        vend.outcome(), (kept, failure) -> lookAgain(vend, request, agreed, kept, failure));
  }

  private CompletableFuture<KeptGrant> lookAgain(
      Vend vend,
      VendRequest request,
      int agreed,
      @Nullable KeptGrant kept,
      @Nullable Throwable failure) {
    S3Path path = request.access().path();
    S3Path seen = vend.access().path();
    if (failure != null) {
      GrantException e = Futures.asGrantException(failure);
      if (e.kind().isAboutAsker() && !vend.isSignedLike(request)) {
        // Another session of the same caller has ended, and says nothing about this one.
        return grant(request, agreed);
      }
      if (!e.kind().isAboutTarget() || vend.asks(request.access())) {
        return CompletableFuture.failedFuture(e);
      }
    } else if (kept != null) {
      if (kept.grant().scope().covers(path)) {
        return CompletableFuture.completedFuture(kept);
      }
      seen = kept.grant().scope();
    }
    return grant(request, Vend.agreedAfter(seen, path.key()));
  }

  /** Whatever is thrown, and wherever, the vend gets its outcome and leaves the list. */
  private void ask(
      Vend vend, VendRequest request, TenantBucket place, @Nullable KeptGrant renewed) {
    Calls.Lane lane = renewed == null ? Calls.Lane.REQUEST : Calls.Lane.RENEWAL;
    try {
      var unused =
          instances
              .locate(place, request.base())
              .thenCompose(
                  instance ->
                      // Whatever keeps the instance from answering, a failure names it.
                      Futures.recover(
                          calls.make(
                              lane,
                              Endpoint.s3Control(
                                  request.tenant().settings(),
                                  instance.region(),
                                  instance.account()),
                              place.bucket(),
                              () -> call(request, instance)),
                          failure ->
                              CompletableFuture.failedFuture(
                                  Futures.asGrantException(failure).of(instance))))
              .whenComplete(
                  (grant, failure) -> settle(vend, request, place, renewed, grant, failure));
    } catch (Throwable e) {
      settle(vend, request, place, renewed, null, e);
    }
  }

  private Grant call(VendRequest request, Instance instance) {
    Instant asked = clock.instant();
    Grant grant =
        client.getDataAccess(
            request.tenant().settings(),
            instance,
            request.access(),
            request.auditContext(),
            request.base());
    if (!grant.covers(request.access().path(), request.access().permission(), clock.millis())) {
      throw new GrantException(
          Kind.BAD_RESPONSE,
          "GetDataAccess gave credentials that have expired already ("
              + grant
              + "): by its own Date header, or where it sends none, by this machine's clock.");
    }
    statistics.vended(Duration.between(asked, clock.instant()));
    grant.unexpectedScope().ifPresent(text -> unexpectedScopes.note(text, request.access().path()));
    return grant;
  }

  private void settle(
      Vend vend,
      VendRequest request,
      TenantBucket place,
      @Nullable KeptGrant renewed,
      @Nullable Grant grant,
      @Nullable Throwable failure) {
    KeptGrant kept = null;
    Throwable why = failure;
    try {
      if (grant != null) {
        kept = succeed(request, grant, renewed);
      } else {
        GrantException refusal =
            failure == null
                ? new GrantException(Kind.BAD_RESPONSE, "GetDataAccess gave nothing.")
                : Futures.asGrantException(failure);
        why = refusal;
        fail(request, refusal, renewed);
      }
    } catch (Throwable e) {
      if (why == null) {
        why = e;
      }
      if (renewed != null) {
        renewed.renewLater(clock.millis());
      }
    } finally {
      leave(vend, place);
      if (kept != null) {
        vend.outcome().complete(kept);
      } else {
        vend.outcome().completeExceptionally(requireNonNull(why));
      }
    }
    if (why instanceof GrantException && ((GrantException) why).kind() == Kind.NO_INSTANCE) {
      instances.forget(place);
    }
  }

  private KeptGrant succeed(VendRequest request, Grant grant, @Nullable KeptGrant renewed) {
    KeptGrant kept = grants.put(request.tenant(), grant, request.access());
    if (renewed != null) {
      statistics.renewed();
      if (renewed.isRefused()) {
        // Perhaps another grant matches now, and those that S3 refused would still be found.
        grants.drop(renewed);
      }
    }
    return kept;
  }

  private void fail(VendRequest request, GrantException failure, @Nullable KeptGrant renewed) {
    Kind kind = failure.kind();
    // Whoever may not even ask for the instance has not been refused by it.
    boolean refused = kind.isRefusal() && failure.instance().isPresent();
    if (renewed != null) {
      if (kind == Kind.NO_INSTANCE || (refused && kind != Kind.LOCATION_ROLE)) {
        // The service has taken the grant back, or IAM the right to ask for it.
        grants.drop(renewed);
      } else {
        // It could not be asked, or may not assume the role of which these are a session: then the
        // grant still stands, and S3 holds against the role what they may do. What was vended
        // serves until it really ends.
        renewed.renewLater(clock.millis());
      }
    }
    if (refused) {
      denials.put(request.tenant(), request.access(), failure, request.deniedTtl());
    }
    if (kind.isRefusalOfCaller()) {
      statistics.denied();
    } else {
      statistics.vendFailed();
    }
  }

  /** Makes nothing new, since it must not fail for want of memory. */
  private void leave(Vend vend, TenantBucket place) {
    synchronized (lock) {
      List<Vend> vends = underWay.get(place);
      if (vends != null) {
        vends.remove(vend);
        if (vends.isEmpty()) {
          underWay.remove(place);
        }
      }
    }
  }
}
