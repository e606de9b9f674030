package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantEntry;
import software.amazon.awssdk.services.s3control.model.Permission;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the executable jar repeatedly while grants are created and deleted and credentials are
 * vended. After each restart, everything that was acknowledged must be there.
 */
final class CrashIT {
  private static final int ROUNDS = 24;
  private static final int CALLERS = 3;
  private static final int MOST_CALLS = 150;
  private static final String CONFIG =
      """
      principals:
        - name: admin
          accessKey: AKIAEMULATORADMIN001
          secretKey: admin-secret
          arn: arn:aws:iam::111122223333:user/admin
          administrator: true
        - name: alice
          accessKey: AKIAEMULATORALICE001
          secretKey: alice-secret
          arn: arn:aws:iam::111122223333:user/alice
      buckets: [lake]
      locations: [{scope: "s3://", iamRoleArn: "arn:aws:iam::111122223333:role/s3ag-location-role"}]
      grants: [{location: "s3://", subPrefix: "lake/alice/*", grantee: alice, permission: READWRITE}]
      """;

  @TempDir private Path folder;

  /** The acknowledgements that the callers of all rounds received. */
  private static final class Told {
    final Set<String> there = new HashSet<>();
    final Set<String> gone = new HashSet<>();
    final List<Credentials> vended = new ArrayList<>();
    long calls;

    synchronized void created(String id) {
      there.add(id);
      calls++;
    }

    /** From here on the grant may be gone, whether the call is answered or not. */
    synchronized void deleting(String id) {
      there.remove(id);
    }

    synchronized void deleted(String id) {
      gone.add(id);
      calls++;
    }

    synchronized void vended(Credentials credentials) {
      vended.add(credentials);
      calls++;
    }
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void what_was_acknowledged_is_there_after_sigkill() throws Exception {
    long seed = Long.getLong("crash.seed", new Random().nextLong());
    System.out.println("CrashIT: repeat with -Dcrash.seed=" + seed);
    Random random = new Random(seed);
    Path config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
    Told told = new Told();
    int checked = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Process process = start(config);
      try (BufferedReader out = process.inputReader(UTF_8);
          EmulatorClients clients = new EmulatorClients(endpoints(out.readLine()))) {
        assertRemembers(clients, told, checked, "before round " + round + " of seed " + seed);
        checked = told.vended.size();
        callUntilKilled(process, clients, told, random);
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    Process process = start(config);
    try (BufferedReader out = process.inputReader(UTF_8);
        EmulatorClients clients = new EmulatorClients(endpoints(out.readLine()))) {
      assertRemembers(clients, told, 0, "after all rounds of seed " + seed);
    } finally {
      process.destroyForcibly();
    }
    System.out.printf(
        "CrashIT: %d rounds, %d calls acknowledged, %d grants, %d credentials%n",
        ROUNDS, told.calls, told.there.size(), told.vended.size());
    assertThat(told.calls).isGreaterThan(ROUNDS);
  }

  private static void callUntilKilled(
      Process process, EmulatorClients clients, Told told, Random random)
      throws InterruptedException {
    CountDownLatch acknowledged = new CountDownLatch(1 + random.nextInt(MOST_CALLS));
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Random own = new Random(random.nextLong());
      Thread caller = new Thread(() -> call(clients, told, own, acknowledged), "crash-caller-" + i);
      callers.add(caller);
      caller.start();
    }
    // When this call is answered, the other callers are in the middle of theirs.
    boolean enough = acknowledged.await(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    for (Thread caller : callers) {
      caller.join(30_000);
    }
    assertThat(enough).isTrue();
    assertThat(callers).noneMatch(Thread::isAlive);
  }

  /** Calls until the emulator stops answering. */
  private static void call(
      EmulatorClients clients, Told told, Random random, CountDownLatch acknowledged) {
    S3ControlClient admin = clients.control(TestPrincipals.ADMIN);
    S3ControlClient alice = clients.control(TestPrincipals.ALICE);
    List<String> own = new ArrayList<>();
    try {
      while (true) {
        int dice = random.nextInt(10);
        if (dice < 5 || own.isEmpty()) {
          String id = create(admin, "lake/" + Long.toHexString(random.nextLong()) + "/*");
          told.created(id);
          own.add(id);
        } else if (dice < 8) {
          String id = own.remove(random.nextInt(own.size()));
          told.deleting(id);
          admin.deleteAccessGrant(r -> r.accountId(TestPrincipals.ACCOUNT).accessGrantId(id));
          told.deleted(id);
        } else {
          told.vended(
              alice
                  .getDataAccess(EmulatorClients.request("s3://lake/alice/*", Permission.READ))
                  .credentials());
        }
        acknowledged.countDown();
      }
    } catch (SdkException e) {
      // The process was killed. If the call failed for another reason, there are too few
      // acknowledgements.
      assertThat(e.getMessage()).isNotNull();
    }
  }

  private static String create(S3ControlClient admin, String subPrefix) {
    return admin
        .createAccessGrant(
            r ->
                r.accountId(TestPrincipals.ACCOUNT)
                    .accessGrantsLocationId("default")
                    .accessGrantsLocationConfiguration(c -> c.s3SubPrefix(subPrefix))
                    .grantee(
                        g ->
                            g.granteeType(GranteeType.IAM)
                                .granteeIdentifier(TestPrincipals.ALICE.arn()))
                    .permission(Permission.READ))
        .accessGrantId();
  }

  private static void assertRemembers(EmulatorClients clients, Told told, int from, String when) {
    Set<String> found =
        clients
            .control(TestPrincipals.ADMIN)
            .listAccessGrantsPaginator(r -> r.accountId(TestPrincipals.ACCOUNT))
            .stream()
            .flatMap(page -> page.accessGrantsList().stream())
            .map(ListAccessGrantEntry::accessGrantId)
            .collect(Collectors.toSet());
    Set<String> lost = new HashSet<>(told.there);
    lost.removeAll(found);
    found.retainAll(told.gone);
    assertThat(lost).as("lost %s", when).isEmpty();
    assertThat(found).as("back again %s", when).isEmpty();
    for (Credentials credentials : told.vended.subList(from, told.vended.size())) {
      assertThat(
              clients
                  .sts(EmulatorClients.credentials(credentials))
                  .getCallerIdentity()
                  .sdkHttpResponse()
                  .isSuccessful())
          .as(when)
          .isTrue();
    }
  }

  private Process start(Path config) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-jar",
            Path.of("target", "access-grants-emulator.jar").toString(),
            "--state",
            folder.resolve("state").toString(),
            "--config",
            config.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Endpoints endpoints(String ready) {
    JsonNode line = JsonMapper.shared().readTree(ready);
    return new Endpoints(uri(line, "s3"), uri(line, "s3control"), uri(line, "sts"));
  }

  private static URI uri(JsonNode line, String name) {
    return URI.create(line.get(name).asString());
  }
}
