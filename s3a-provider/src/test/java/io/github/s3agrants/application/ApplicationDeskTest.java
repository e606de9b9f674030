package io.github.s3agrants.application;

import static io.github.s3agrants.access.Permission.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.settings.FileSystemIdentity;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A driver vends for executors: as many calls as grants, and only for whom it may. */
class ApplicationDeskTest {
  private final Application application = new Application();

  ApplicationDeskTest() throws Exception {}

  @BeforeEach
  void grant() {
    application.services.numberKeys();
    for (int i = 0; i < 8; i++) {
      application.services.grant("alice", READ, S3Path.prefix("b", "g" + i + "/"));
    }
  }

  @AfterEach
  void close() {
    application.close();
  }

  private static VendingException failure(CompletableFuture<Decision> decision) {
    return assertInstanceOf(
        VendingException.class,
        assertThrows(ExecutionException.class, () -> decision.get(60, TimeUnit.SECONDS))
            .getCause());
  }

  private VendingException refusalOf(Configuration conf) throws Exception {
    return failure(
        application.executor(conf, application::ask, Duration.ofSeconds(30)).get("g0/1"));
  }

  @Test
  void twenty_executors_under_eight_grants_cost_eight_calls_and_one_listing() throws Exception {
    assertEightCalls(Application.configuration());
    assertThat(application.services.vends())
        .allSatisfy(vend -> assertThat(vend).matches("READ s3://b/g\\d/\\*"));
    assertThat(application.services.listings()).containsExactly("s3://b*");
  }

  @Test
  void executors_that_do_not_know_the_grants_cost_eight_calls_too() throws Exception {
    assertEightCalls(Application.withoutDiscovery());
    assertThat(application.services.vends())
        .allSatisfy(vend -> assertThat(vend).matches("READ s3://b/g\\d/1"));
    assertThat(application.services.listings()).isEmpty();
  }

  private void assertEightCalls(Configuration conf) throws Exception {
    List<Application.Executor> executors = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      executors.add(application.executor(conf));
    }
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int grant = 0; grant < 8; grant++) {
      for (Application.Executor executor : executors) {
        decisions.add(executor.get("g" + grant + "/1"));
      }
    }
    for (CompletableFuture<Decision> decision : decisions) {
      assertThat(decision.get(60, TimeUnit.SECONDS).kind()).isEqualTo(Decision.Kind.VENDED);
    }
    assertThat(application.services.vends()).hasSize(8).doesNotHaveDuplicates();
    assertThat(application.services.identified()).isEqualTo(1);
    assertThat(application.services.located()).isEqualTo(1);
    // No executor has called anything itself.
    assertThat(executors)
        .allSatisfy(
            executor -> {
              assertThat(executor.services.vends()).isEmpty();
              assertThat(executor.services.identified()).isZero();
              assertThat(executor.services.located()).isZero();
              assertThat(executor.services.listings()).isEmpty();
            });
  }

  @Test
  void an_executor_that_comes_late_gets_all_that_is_there_with_three_questions() throws Exception {
    // Who is the caller, its grants, and credentials.
    assertComesLate(Application.configuration(), 3);
    assertThat(application.services.listings()).hasSize(1);
  }

  @Test
  void an_executor_that_does_not_ask_for_the_grants_gets_it_with_two() throws Exception {
    assertComesLate(Application.withoutDiscovery(), 2);
    assertThat(application.services.listings()).isEmpty();
  }

  private void assertComesLate(Configuration conf, int messages) throws Exception {
    Application.Executor first = application.executor(conf);
    for (int grant = 0; grant < 8; grant++) {
      first.signer("g" + grant + "/1");
    }
    application.messages.set(0);
    Application.Executor late = application.executor(conf);
    for (int grant = 0; grant < 8; grant++) {
      assertThat(late.signer("g" + grant + "/2").accessKeyId()).startsWith("ASIAg" + grant + "/");
    }
    assertThat(application.messages).hasValue(messages);
    assertThat(application.services.vends()).hasSize(8);
  }

  @Test
  void each_grant_is_renewed_once_for_all_executors() throws Exception {
    List<Application.Executor> executors = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      executors.add(application.executor());
      executors.get(i).signer("g0/1");
    }
    for (int life = 2; life <= 4; life++) {
      application.clock.advance(Duration.ofMinutes(40));
      for (Application.Executor executor : executors) {
        executor.clock.advance(Duration.ofMinutes(40));
        executor.signer("g0/1");
      }
      String renewed = "ASIAg0/#" + life;
      for (Application.Executor executor : executors) {
        eventually(() -> executor.signer("g0/1").accessKeyId().equals(renewed));
      }
    }
    assertThat(application.services.vends()).hasSize(4);
  }

  /** Renewals run in the background. */
  private static void eventually(java.util.concurrent.Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void credentials_that_s3_rejected_in_an_executor_are_not_handed_out_again() throws Exception {
    Application.Executor executor = application.executor();
    Decision decision = executor.get("g0/1").get(60, TimeUnit.SECONDS);
    assertThat(executor.rejected(decision)).isTrue();
    assertThat(executor.signer("g0/1").accessKeyId()).isEqualTo("ASIAg0/#2");
    assertThat(application.executor().signer("g0/1").accessKeyId()).isEqualTo("ASIAg0/#2");
  }

  @Test
  void a_refusal_says_who_was_refused_by_which_instance_and_is_asked_once_for_all()
      throws Exception {
    for (int i = 0; i < 3; i++) {
      VendingException refused = failure(application.executor().get("secret/1"));
      assertThat(refused.kind()).isEqualTo(Kind.DENIED);
      assertThat(refused.owner().orElseThrow().caller().principal())
          .isEqualTo("arn:aws:iam::1:user/alice");
      assertThat(refused.instance().orElseThrow().account()).isEqualTo("111122223333");
    }
    assertThat(application.services.vends()).containsExactly("READ s3://b/secret/1");
  }

  @Test
  void one_refusal_lives_no_longer_in_driver_and_executor_together_than_in_one() throws Exception {
    failure(application.executor().get("new/1"));
    application.clock.advance(Duration.ofSeconds(50));
    Application.Executor executor = application.executor();
    failure(executor.get("new/1"));
    application.services.grant("alice", READ, S3Path.prefix("b", "new/"));
    application.clock.advance(Duration.ofSeconds(10));
    executor.clock.advance(Duration.ofSeconds(10));
    assertThat(executor.signer("new/1").accessKeyId()).startsWith("ASIAnew/");
  }

  // --- What the caller is granted -----------------------------------------------------------

  @Test
  void vends_under_different_grants_do_not_wait_for_one_another() throws Exception {
    Application.Executor executor = application.executor();
    executor.signer("g0/1");
    CountDownLatch slow = new CountDownLatch(1);
    application.services.before(slow);
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int grant = 1; grant < 8; grant++) {
      decisions.add(executor.get("g" + grant + "/1"));
    }
    try {
      eventually(() -> application.services.vends().size() == 8);
    } finally {
      slow.countDown();
    }
    for (CompletableFuture<Decision> decision : decisions) {
      assertThat(decision.get(60, TimeUnit.SECONDS).kind()).isEqualTo(Decision.Kind.VENDED);
    }
    assertThat(application.services.vends()).hasSize(8);
  }

  @Test
  void a_driver_that_does_not_know_the_grants_is_asked_path_by_path() throws Exception {
    application.driversConfiguration = Application.withoutDiscovery();
    Application.Executor executor = application.executor();
    assertThat(executor.signer("g0/1").accessKeyId()).startsWith("ASIAg0/");
    assertThat(whyUnknown(executor))
        .hasMessage("The driver does not know the caller's grants; its log says why.");
    assertThat(application.services.vends()).containsExactly("READ s3://b/g0/1");
    assertThat(application.services.listings()).isEmpty();
    // It is remembered as long as grants are.
    application.messages.set(0);
    executor.clock.advance(Duration.ofMinutes(4));
    executor.signer("g1/1");
    assertThat(application.messages).hasValueLessThan(10);
    assertThat(executor.engine.statistics().getGrantListings()).isZero();
    assertThat(executor.engine.statistics().getGrantListingFailures()).isEqualTo(1);
    executor.clock.advance(Duration.ofMinutes(1));
    executor.signer("g2/1");
    assertThat(executor.engine.statistics().getGrantListingFailures()).isEqualTo(2);
  }

  @Test
  void a_caller_who_may_not_list_grants_is_refused_once_for_all_executors() throws Exception {
    application.services.mayList(false);
    for (int i = 0; i < 3; i++) {
      assertThat(application.executor().signer("g0/1").accessKeyId()).startsWith("ASIAg0/");
    }
    assertThat(application.services.vends()).containsExactly("READ s3://b/g0/1");
    assertThat(application.services.listings()).hasSize(1);
  }

  @Test
  void grants_that_are_too_much_for_a_message_are_not_known_to_executors() throws Exception {
    for (int i = 0; i < 3000; i++) {
      String key = String.format("%04d", i) + "x".repeat(2000) + "/";
      application.services.grant("alice", READ, S3Path.prefix("b", key));
    }
    Application.Executor executor = application.executor();
    assertThat(executor.signer("g0/1").accessKeyId()).startsWith("ASIAg0/");
    assertThat(whyUnknown(executor)).hasMessageContaining("too much for a message to an executor");
    assertThat(application.services.vends()).containsExactly("READ s3://b/g0/1");
  }

  @Test
  void a_grant_that_was_made_a_moment_ago_works_at_once_and_is_known_soon() throws Exception {
    Application.Executor executor = application.executor();
    executor.signer("g0/1");
    application.services.grant("alice", READ, S3Path.prefix("b", "new/"));
    advance(executor, Duration.ofSeconds(10));
    assertThat(executor.signer("new/1").accessKeyId()).startsWith("ASIAnew/");
    assertThat(executor.signer("new/2").accessKeyId()).startsWith("ASIAnew/");
    advance(executor, Duration.ofSeconds(10));
    executor.signer("g1/1");
    assertThat(application.services.vends())
        .containsExactly("READ s3://b/g0/*", "READ s3://b/new/1", "READ s3://b/g1/*");
    assertThat(application.services.listings()).hasSize(2);
  }

  private void advance(Application.Executor executor, Duration duration) {
    application.clock.advance(duration);
    executor.clock.advance(duration);
  }

  /** Why the driver does not tell the grants, which it knows or has failed to read. */
  private AccessGrantsException whyUnknown(Application.Executor executor) throws Exception {
    Question question = Question.grants(executor.identity(), "b");
    byte[] answer = application.desk.answer(Messages.encode(List.of(question)));
    AccessGrantsException why =
        Messages.answers(answer, List.of(question), application.clock.instant())
            .get(0)
            .value(Answer.Kind.FAILED, AccessGrantsException.class);
    // It is no refusal: the executor's log must not name a permission that may be there.
    assertThat(why.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(why.lasting()).contains(Duration.ofDays(1));
    return why;
  }

  /** Invariant 3. */
  @Test
  void nobody_learns_the_grants_of_another_caller() throws Exception {
    application.executor().signer("g0/1");
    Configuration bob = Application.configuration();
    bob.set("fs.s3a.access.key", "bob");
    Application.Executor other = application.executor(bob);
    assertThat(failure(other.get("g1/1"))).hasMessageContaining("another value");
    FileSystemIdentity nobody =
        new FileSystemIdentity("nobody", java.util.Map.of(), java.util.Map.of());
    Question question = Question.grants(nobody, "b");
    byte[] answer = application.desk.answer(Messages.encode(List.of(question)));
    AccessGrantsException refused =
        assertThrows(
            AccessGrantsException.class,
            () ->
                Messages.answers(answer, List.of(question), application.clock.instant())
                    .get(0)
                    .value(Answer.Kind.GRANTS, GrantPage.class));
    assertThat(refused).hasMessageContaining("the driver vends for its own user only");
    assertThat(other.engine.statistics().getGrantListings()).isZero();
    assertThat(application.services.vends()).hasSize(1);
  }

  /** Two buckets, two lists. */
  @Test
  void the_grants_of_one_bucket_are_not_given_for_another() throws Exception {
    application.services.grant("alice", READ, S3Path.prefix("c", "other/"));
    Application.Executor executor = application.executor();
    executor.signer("g0/1");
    Decision other = executor.decide(TestAccess.get("c", "other/1")).get(60, TimeUnit.SECONDS);
    assertThat(other.kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(application.services.vends())
        .containsExactly("READ s3://b/g0/*", "READ s3://c/other/*");
    assertThat(application.services.listings()).containsExactly("s3://b*", "s3://c*");
  }

  // --- Who may ask ---------------------------------------------------------------------------

  /** Invariant 3. */
  @Test
  void a_file_system_with_another_access_key_is_not_served_as_the_application() throws Exception {
    Configuration other = Application.configuration();
    other.set("fs.s3a.access.key", "bob");
    assertThat(refusalOf(other)).hasMessageContaining("fs.s3a.access.key has another value");
    Configuration secret = Application.configuration();
    secret.set("fs.s3a.secret.key", "very-secret-of-somebody");
    assertThat(refusalOf(secret))
        .hasMessageContaining("fs.s3a.secret.key has another value")
        .hasMessageNotContaining("very-secret");
    Configuration bucket = Application.configuration();
    bucket.set("fs.s3a.bucket.b.access.key", "bob");
    assertThat(refusalOf(bucket)).hasMessageContaining("fs.s3a.access.key has another value");
    Configuration added = Application.configuration();
    added.set("fs.s3a.session.token", "t");
    assertThat(refusalOf(added)).hasMessageContaining("fs.s3a.session.token");
    assertThat(application.services.vends()).isEmpty();
  }

  @Test
  void an_executor_without_any_identity_is_the_application() throws Exception {
    Configuration none = Application.configuration();
    none.unset("fs.s3a.access.key");
    none.unset("fs.s3a.secret.key");
    assertThat(
            application
                .executor(none, application::ask, Duration.ofSeconds(30))
                .signer("g0/1")
                .accessKeyId())
        .startsWith("ASIAg0/");
  }

  @Test
  void settings_that_differ_are_refused_with_both_values() throws Exception {
    Configuration endpoint = Application.configuration();
    endpoint.set("fs.s3a.accessgrants.endpoint", "https://evil.example");
    assertThat(refusalOf(endpoint))
        .hasMessageContaining("fs.s3a.accessgrants.endpoint")
        .hasMessageContaining("\"https://evil.example\" in the executor's")
        .hasMessageContaining("\"\" in the driver's");
    Configuration duration = Application.configuration();
    duration.set("fs.s3a.accessgrants.duration", "12h");
    assertThat(refusalOf(duration)).hasMessageContaining("\"12h\"").hasMessageContaining("\"1h\"");
    assertThat(application.services.vends()).isEmpty();
  }

  @Test
  void the_drivers_configuration_is_read_again_when_it_has_changed() throws Exception {
    application.executor().signer("g0/1");
    Configuration changed = Application.configuration();
    changed.set("fs.s3a.accessgrants.duration", "2h");
    assertThat(refusalOf(changed).kind()).isEqualTo(Kind.BAD_REQUEST);
    application.driversConfiguration = changed;
    application.clock.advance(Duration.ofSeconds(5));
    assertThat(refusalOf(changed).kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(
            application
                .executor(changed, application::ask, Duration.ofSeconds(30))
                .signer("g0/1")
                .accessKeyId())
        .startsWith("ASIAg0/");
  }

  @Test
  void a_bucket_that_the_driver_has_no_access_grants_for_is_refused_with_the_reason()
      throws Exception {
    application.driversConfiguration = Application.configuration();
    application.driversConfiguration.unset("fs.s3a.audit.execution.interceptors");
    assertThat(refusalOf(Application.configuration()))
        .hasMessageContaining("The driver cannot vend for bucket b")
        .hasMessageContaining("fs.s3a.audit.execution.interceptors");
  }

  @Test
  void once_another_user_is_at_work_in_the_driver_nobody_is_served() throws Exception {
    Application.Executor executor = application.executor();
    executor.signer("g0/1");
    application.opened.add("bob");
    assertThat(failure(executor.get("g1/1")))
        .hasMessageContaining("User bob has opened file systems in the driver");
    assertThat(application.services.vends()).hasSize(1);
  }

  @Test
  void another_user_of_an_executor_is_not_served() {
    ApplicationUsers users = new ApplicationUsers(List.of("alice"), java.util.Set::of);
    assertThat(users.objectionTo("alice")).isEmpty();
    assertThat(users.objectionTo("bob"))
        .get()
        .asString()
        .contains("opened by user bob")
        .contains("runs as alice");
  }

  // --- What goes wrong on the way ------------------------------------------------------------

  @Test
  void the_thread_that_asks_is_never_kept_waiting() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    application.services.before(slow);
    Application.Executor executor = application.executor();
    CompletableFuture<Decision> waits = executor.get("g0/1");
    // Spark's thread: other questions are answered while the service hangs.
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      application.desk.answer(
          Messages.encode(
              List.of(
                  Question.caller(
                      new io.github.s3agrants.settings.FileSystemIdentity(
                          "nobody", java.util.Map.of(), java.util.Map.of()),
                      "b"))));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(waits.isDone()).isFalse();
    slow.countDown();
    assertThat(waits.get(60, TimeUnit.SECONDS).kind()).isEqualTo(Decision.Kind.VENDED);
  }

  @Test
  void an_outage_of_the_service_reaches_every_executor_and_ends_with_it() throws Exception {
    AccessGrantsException down = new AccessGrantsException(Kind.UNAVAILABLE, "down");
    application.services.failWith(down);
    Application.Executor executor = application.executor();
    assertThat(failure(executor.get("g0/1")).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(application.executor().get("g0/1")).kind()).isEqualTo(Kind.UNAVAILABLE);
    application.services.failWith(null);
    application.clock.advance(Duration.ofSeconds(5));
    assertThat(executor.signer("g0/1").accessKeyId()).startsWith("ASIAg0/");
  }

  @Test
  void a_driver_that_cannot_be_reached_is_an_outage() throws Exception {
    Application.Executor executor =
        application.executor(
            Application.configuration(),
            message -> {
              throw new IOException("driver gone");
            },
            Duration.ofSeconds(30));
    VendingException failure = failure(executor.get("g0/1"));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("driver gone");
  }

  @Test
  void a_driver_that_does_not_answer_is_waited_for_only_so_long() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Application.Executor executor =
        application.executor(
            Application.configuration(),
            message -> {
              never.await();
              return message;
            },
            Duration.ofMillis(200));
    long start = System.nanoTime();
    VendingException failure = failure(executor.get("g0/1"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("has not answered in time");
  }

  @Test
  void a_driver_that_answers_garbage_is_a_bad_response() throws Exception {
    Application.Executor executor =
        application.executor(
            Application.configuration(),
            message -> "hello".getBytes(StandardCharsets.UTF_8),
            Duration.ofSeconds(30));
    assertThat(failure(executor.get("g0/1")).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  /** Executors ride on what they hold until it ends. */
  @Test
  void while_the_driver_is_gone_credentials_that_are_held_serve_until_they_end() throws Exception {
    boolean[] gone = {false};
    Application.Executor executor =
        application.executor(
            Application.configuration(),
            message -> {
              if (gone[0]) {
                throw new IOException("driver gone");
              }
              return application.ask(message);
            },
            Duration.ofSeconds(30));
    executor.signer("g0/1");
    gone[0] = true;
    for (int minutes = 0; minutes < 59; minutes++) {
      assertThat(executor.signer("g0/1").accessKeyId()).isEqualTo("ASIAg0/#1");
      executor.clock.advance(Duration.ofMinutes(1));
    }
    executor.clock.advance(Duration.ofMinutes(1));
    assertThat(failure(executor.get("g0/1")).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void after_the_end_questions_fail_as_closed() throws Exception {
    Application.Executor executor = application.executor();
    executor.grants.close();
    assertThat(failure(executor.get("g0/1")).kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void a_message_of_anything_gets_an_answer() {
    byte[] answer = application.desk.answer("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(answer, StandardCharsets.UTF_8)).contains("protocol");
  }
}
