package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.ManualClock;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.Grant;
import io.github.s3agrants.grants.GrantException.Kind;
import io.github.s3agrants.grants.ServiceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Many threads at once on one engine, while time runs, grants go and the service fails. */
class StressTest {
  private static final int THREADS = 8;
  private static final int REQUESTS = 5_000;

  private static final RequestContext CONTEXT =
      new RequestContext() {
        @Override
        public Optional<String> auditContext() {
          return Optional.empty();
        }

        @Override
        public boolean isPartOfWrite() {
          return false;
        }

        @Override
        public boolean isOwnWalk(Access.Probe probe) {
          return false;
        }
      };

  private final ManualClock clock = new ManualClock();
  private final ModelService service = new ModelService(clock);

  @Test
  void invariantsHoldUnderContention() throws Exception {
    for (String principal : List.of("alice", "bob")) {
      for (int i = 0; i < 6; i++) {
        service.rules.add(
            new ModelService.Rule(
                principal,
                i % 2 == 0 ? Permission.READ : Permission.READWRITE,
                S3Path.prefix("b", principal + "/" + i + "/")));
      }
    }
    ExecutorService calls = Executors.newFixedThreadPool(4);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    VendingEngine engine = new VendingEngine(service, calls, clock, 8, () -> 0.5);
    CredentialVendor vendor =
        new CredentialVendor(
            engine,
            ServiceSettings.builder().region(Optional.of("eu-central-1")).build(),
            new FallbackPolicy(false, engine.statistics()),
            Duration.ofSeconds(1),
            true);
    long seed = System.nanoTime();
    List<Future<Integer>> results = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Random random = new Random(seed + t);
      results.add(threads.submit(() -> run(vendor, random)));
    }
    int vended = 0;
    for (Future<Integer> result : results) {
      vended += result.get();
    }
    threads.shutdown();
    calls.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(calls.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(vended).as("seed %d", seed).isGreaterThan(THREADS * REQUESTS / 4);
    assertThat(engine.grants().size()).isLessThanOrEqualTo(8);
    assertThat(engine.statistics().getFallbacks()).isEmpty();
  }

  private int run(CredentialVendor vendor, Random random) {
    BaseIdentity alice = BaseIdentity.of(AwsBasicCredentials.create("alice", "s"), null);
    BaseIdentity bob = BaseIdentity.of(AwsBasicCredentials.create("bob", "s"), null);
    int vended = 0;
    for (int i = 0; i < REQUESTS; i++) {
      switch (random.nextInt(200)) {
        case 0 -> clock.advance(Duration.ofSeconds(random.nextInt(120)));
        case 1 -> service.outage = Kind.UNAVAILABLE;
        default -> service.outage = null;
      }
      boolean asAlice = random.nextBoolean();
      String principal = asAlice ? "alice" : "bob";
      boolean write = random.nextInt(4) == 0;
      String key = principal + "/" + random.nextInt(7) + "/" + random.nextInt(50);
      SdkRequest request =
          write
              ? PutObjectRequest.builder().bucket("b").key(key).build()
              : GetObjectRequest.builder().bucket("b").key(key).build();
      BaseIdentity base = asAlice ? alice : bob;
      Decision decision = vendor.decideNow(request, base, CONTEXT);
      if (decision == null) {
        try {
          decision = vendor.decide(request, base, CONTEXT).join();
        } catch (CompletionException e) {
          assertThat(e.getCause()).isInstanceOf(VendingException.class);
          continue;
        }
      }
      Grant grant = requireNonNull(decision.grant());
      ModelService.Issued issued =
          requireNonNull(service.issued.get(grant.credentials().accessKeyId()));
      assertThat(issued.principal()).isEqualTo(principal);
      assertThat(issued.scope().covers(S3Path.object("b", key))).isTrue();
      assertThat(issued.permission().covers(write ? Permission.WRITE : Permission.READ)).isTrue();
      vended++;
    }
    return vended;
  }
}
