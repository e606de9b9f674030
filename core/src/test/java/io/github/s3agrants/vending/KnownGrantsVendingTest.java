package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Parts;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.vending.GrantedParts.Purpose;
import io.github.s3agrants.vending.discovery.Discovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of a file system that knows the caller's grants. */
class KnownGrantsVendingTest extends VendingFixture {
  private static final Duration DENIED_TTL = Duration.ofMinutes(1);
  private static final Discovery DISCOVERY = new Discovery(Duration.ofMinutes(5), 100);

  private final CredentialVendor vendor = vendor(policy(false, DISCOVERY, false));

  /** What an S3A operation says about its requests. */
  private record Operation(String id, boolean writes, boolean internal, Parts parts, String what)
      implements RequestContext {
    @Override
    public Optional<String> auditContext() {
      return Optional.of(id);
    }

    @Override
    public Optional<String> operationId() {
      return Optional.of(id);
    }

    @Override
    public boolean isPartOfWrite() {
      return writes;
    }

    @Override
    public boolean isInternalProbe(Probe probe) {
      return internal;
    }

    @Override
    public boolean isListing() {
      return what.equals("listing");
    }

    @Override
    public boolean isQuestion() {
      return what.equals("question");
    }

    @Override
    public boolean isDelete() {
      return what.equals("delete");
    }

    Operation parts(Parts other) {
      return new Operation(id, writes, internal, other, what);
    }
  }

  private static final Operation GET_FILE_STATUS =
      new Operation("status", false, true, Parts.POSSIBLE, "question");
  private static final Operation MKDIRS =
      new Operation("mkdirs", true, true, Parts.POSSIBLE, "mkdirs");
  private static final Operation CREATE =
      new Operation("create", true, true, Parts.POSSIBLE, "create");
  private static final Operation OPEN = new Operation("open", false, false, Parts.POSSIBLE, "open");
  private static final Operation LIST =
      new Operation("list", false, false, Parts.POSSIBLE, "listing");
  private static final Operation DELETE =
      new Operation("delete", true, false, Parts.POSSIBLE, "delete");

  private static VendingPolicy policy(boolean fallback, Discovery discovery, boolean listsGranted) {
    return new VendingPolicy(fallback, DENIED_TTL, true, discovery, listsGranted);
  }

  private void grant(Permission permission, String prefix) {
    service.grant("alice", permission, S3Path.prefix("b", prefix));
  }

  private void grantObject(Permission permission, String key) {
    service.grant("alice", permission, S3Path.object("b", key));
  }

  private void assertSigned(Access request) {
    assertThat(decide(vendor, ALICE, request).kind()).isEqualTo(Decision.Kind.VENDED);
  }

  private void assertNotFound(Access request) {
    assertThat(decide(vendor, ALICE, request).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
  }

  private VendingException assertDenied(Access request) {
    VendingException failure = failure(vendor, ALICE, request);
    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    return failure;
  }

  private GrantedParts parts(CredentialVendor asked, Access request) {
    return failure(asked, ALICE, request).parts().orElseThrow();
  }

  @Test
  void each_grant_is_one_call() {
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int g = 0; g < 8; g++) {
      grant(READ, "team/g" + g + "/");
      for (int i = 0; i < 8; i++) {
        decisions.add(ask(vendor, ALICE, get("team/g" + g + "/x/" + i)));
      }
    }
    executor.runAll();
    for (int i = 0; i < decisions.size(); i++) {
      assertThat(requireNonNull(decisions.get(i).join().credentials()).scope())
          .isEqualTo(S3Path.prefix("b", "team/g" + i / 8 + "/"));
    }
    assertThat(service.vends)
        .containsExactlyInAnyOrder(
            "READ s3://b/team/g0/*",
            "READ s3://b/team/g1/*",
            "READ s3://b/team/g2/*",
            "READ s3://b/team/g3/*",
            "READ s3://b/team/g4/*",
            "READ s3://b/team/g5/*",
            "READ s3://b/team/g6/*",
            "READ s3://b/team/g7/*");
    assertThat(service.listings).containsExactly("s3://b*");
    assertThat(engine.statistics().getGrantListings()).isEqualTo(1);
  }

  /** Without the list, the first call may be for all of them. */
  @Test
  void requests_under_different_grants_are_asked_for_together() {
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int g = 0; g < 8; g++) {
      grant(READ, "team/g" + g + "/");
      decisions.add(ask(vendor, ALICE, get("team/g" + g + "/1")));
    }
    while (service.listings.isEmpty()) {
      executor.runQueued();
    }
    assertThat(service.vends).isEmpty();
    assertThat(executor.queued()).isEqualTo(8);
    for (int g = 0; g < 8; g++) {
      assertThat(decisions.stream().filter(CompletableFuture::isDone)).hasSize(g);
      executor.runNext();
    }
    assertThat(decisions).allSatisfy(decision -> assertThat(decision).isCompleted());
  }

  @Test
  void readwrite_is_asked_for_at_once_where_a_grant_has_it() {
    grant(READWRITE, "p/");
    assertSigned(get("p/1"));
    assertSigned(put("p/2"));
    assertSigned(TestAccess.copy("b", "p/1", "p/3"));
    assertThat(service.vends).containsExactly("READWRITE s3://b/p/*");
  }

  @Test
  void a_grant_to_read_and_one_to_write_are_two_calls_and_none_is_refused() {
    grant(READ, "p/");
    grant(WRITE, "p/");
    context = CREATE;
    assertSigned(get("p/1"));
    assertSigned(put("p/1"));
    assertThat(service.vends).containsExactly("READ s3://b/p/*", "WRITE s3://b/p/*");
    assertDenied(TestAccess.copy("b", "p/1", "p/1x"));
    assertThat(service.vends).hasSize(3).last().isEqualTo("READWRITE s3://b/p/1*");
  }

  @Test
  void objects_are_asked_for_as_objects() {
    grantObject(READ, "in/one.csv");
    grantObject(READWRITE, "in/two.csv");
    assertSigned(head("in/one.csv"));
    assertSigned(get("in/one.csv"));
    assertSigned(put("in/two.csv"));
    assertSigned(get("in/two.csv"));
    assertThat(service.vends)
        .containsExactly("READ s3://b/in/one.csv", "READWRITE s3://b/in/two.csv");
  }

  @Test
  void a_grant_that_was_just_made_works_at_once() {
    grant(READ, "p/");
    assertSigned(get("p/1"));
    grant(READWRITE, "q/");
    context = CREATE;
    assertSigned(get("q/1"));
    assertThat(service.vends).containsExactly("READ s3://b/p/*", "READ s3://b/q/1");
    // The list is too young to be read again for that.
    assertSigned(put("q/1"));
    assertThat(service.listings).hasSize(1);
    assertThat(service.vends).hasSize(3).last().isEqualTo("WRITE s3://b/q/1");

    clock.advance(Duration.ofSeconds(10));
    grant(READWRITE, "r/");
    assertSigned(get("r/1"));
    assertThat(service.vends).hasSize(4).last().isEqualTo("READ s3://b/r/1");
    assertThat(service.listings).hasSize(1);
    // In the background: nobody waits for it.
    assertSigned(put("r/1"));
    assertThat(service.listings).hasSize(2);
    assertThat(service.vends).hasSize(5).last().isEqualTo("WRITE s3://b/r/1");
    assertSigned(TestAccess.copy("b", "r/1", "r/2"));
    assertThat(service.vends).hasSize(6).last().isEqualTo("READWRITE s3://b/r/*");
  }

  /** Spark looks at a path as a directory, then as a file. */
  @Test
  void a_file_and_a_directory_of_one_name_are_asked_for_once_and_refused_together() {
    grant(READ, "p/");
    assertThat(failure(vendor, ALICE, probe("q/")).kind()).isEqualTo(Kind.DENIED);
    assertThat(failure(vendor, ALICE, head("q")).kind()).isEqualTo(Kind.DENIED);
    assertThat(failure(vendor, ALICE, head("r")).kind()).isEqualTo(Kind.DENIED);
    assertThat(failure(vendor, ALICE, list("r/")).kind()).isEqualTo(Kind.DENIED);
    assertThat(service.vends)
        .containsExactly("READ s3://b/q/*", "READ s3://b/r", "READ s3://b/r/*");

    // What is read, and not only looked at, is asked for itself. So is everything once the refusal
    // is forgotten, or if refusals are not remembered.
    assertThat(failure(vendor, ALICE, get("q")).kind()).isEqualTo(Kind.DENIED);
    clock.advance(Duration.ofMinutes(1));
    assertThat(failure(vendor, ALICE, head("q")).kind()).isEqualTo(Kind.DENIED);
    assertThat(service.vends).hasSize(6).endsWith("READ s3://b/q", "READ s3://b/q/*");
  }

  /** The list does not have it yet. The file of its name is looked for first. */
  @Test
  void a_directory_that_was_just_granted_is_looked_into_at_once() {
    grant(READ, "p/");
    assertSigned(get("p/1"));
    grant(READWRITE, "q/t/");
    context = GET_FILE_STATUS;
    assertNotFound(head("q/t"));
    assertSigned(probe("q/t/"));
    context = CREATE;
    assertSigned(put("q/t/1"));
    assertThat(service.listings).hasSize(1);
  }

  @Test
  void what_no_grant_covers_is_asked_for_once_and_the_refusal_is_remembered() {
    grant(READ, "p/");
    context = CREATE;
    for (int i = 0; i < 5; i++) {
      assertDenied(get("q/1"));
      assertDenied(put("p/1"));
    }
    assertThat(service.vends).containsExactly("READ s3://b/q/1", "WRITE s3://b/p/1");
    clock.advance(DENIED_TTL.plusMillis(1));
    assertDenied(get("q/1"));
    assertThat(service.vends).hasSize(3);
    assertThat(service.listings).hasSize(1);
  }

  @Test
  void a_grant_that_was_revoked_since_is_asked_for_and_then_the_path_itself() {
    grant(READ, "p/");
    grant(READ, "q/");
    assertSigned(get("q/1"));
    service.revokeAll();
    clock.advance(Duration.ofSeconds(10));
    assertDenied(get("p/1"));
    assertThat(service.vends)
        .containsExactly("READ s3://b/q/*", "READ s3://b/p/*", "READ s3://b/p/1");
    assertThat(service.listings).hasSize(1);
    assertDenied(get("p/1"));
    assertThat(service.listings).hasSize(2);
    assertThat(service.vends).hasSize(3);
  }

  @Test
  void a_grant_with_less_permission_than_before_still_serves() {
    grant(READWRITE, "p/");
    grant(READ, "q/");
    assertSigned(get("q/1"));
    service.revokeAll();
    grant(READ, "p/");
    assertSigned(get("p/1"));
    assertThat(service.vends)
        .containsExactly("READ s3://b/q/*", "READWRITE s3://b/p/*", "READ s3://b/p/1");
  }

  /** An outage says nothing about grants. */
  @Test
  void an_outage_is_not_asked_about_twice() {
    grant(READ, "p/");
    grant(READ, "q/");
    assertSigned(get("q/1"));
    service.vendFailure = new AccessGrantsException(Kind.THROTTLED, "slow down");
    assertThat(failure(vendor, ALICE, get("p/1")).kind()).isEqualTo(Kind.THROTTLED);
    assertThat(service.vends).containsExactly("READ s3://b/q/*", "READ s3://b/p/*");
  }

  @Test
  void another_location_may_help_where_a_role_cannot_be_assumed() {
    grant(READ, "p/");
    grant(READWRITE, "");
    service.failures.put(
        "READ s3://b/p/*", new AccessGrantsException(Kind.LOCATION_ROLE, "no role"));
    assertSigned(get("p/1"));
    assertThat(service.vends).containsExactly("READ s3://b/p/*", "READWRITE s3://b/*");
  }

  @Test
  void a_role_that_cannot_be_assumed_is_asked_about_once_if_there_is_no_other_grant() {
    grant(READ, "p/");
    service.failures.put(
        "READ s3://b/p/*", new AccessGrantsException(Kind.LOCATION_ROLE, "no role"));
    assertThat(failure(vendor, ALICE, get("p/1")).kind()).isEqualTo(Kind.LOCATION_ROLE);
    assertThat(service.vends).containsExactly("READ s3://b/p/*");
  }

  /** The same requests to an engine that does not ask for the grants. */
  private List<String> vendsWithout() {
    VendingFixture without = new VendingFixture() {};
    without.service.mayList = service.mayList;
    without.service.listFailure = service.listFailure;
    script(without, without.vendor(noFallback));
    return without.service.vends;
  }

  private static void script(VendingFixture on, CredentialVendor asked) {
    on.service.grant("alice", READ, S3Path.prefix("b", "in/"));
    on.service.grant("alice", READWRITE, S3Path.prefix("b", "out/t/"));
    on.service.grant("alice", READ, S3Path.object("b", "one.csv"));
    for (Operation operation :
        List.of(GET_FILE_STATUS, MKDIRS, OPEN, LIST, DELETE, CREATE.parts(Parts.IMPOSSIBLE))) {
      on.context = operation;
      for (Access request :
          List.of(
              head("in"),
              probe("in/"),
              get("in/1"),
              head("out"),
              probe("out/"),
              head("one.csv"),
              list("one.csv/"),
              head("out/t/1"),
              put("out/t/1"),
              put("in/1"),
              TestAccess.delete("b", List.of("out/t/1", "out/t/2")))) {
        CompletableFuture<Decision> decision = on.ask(asked, ALICE, request);
        on.executor.runAll();
        assertThat(decision).isDone();
        // Whether it is signed is another test's matter; parts need a list.
        var unused =
            decision.exceptionally(
                failure -> {
                  assertThat(((VendingException) requireNonNull(failure)).parts()).isEmpty();
                  return null;
                });
      }
    }
  }

  @Test
  void without_permission_to_list_every_call_is_that_of_today() {
    service.mayList = false;
    script(this, vendor);
    assertThat(service.vends).isEqualTo(vendsWithout());
    assertThat(engine.statistics().getGrantListingFailures()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void with_a_list_that_fails_every_call_is_that_of_today(Kind kind) {
    service.listFailure = new AccessGrantsException(kind, "no");
    script(this, vendor);
    assertThat(service.vends).isEqualTo(vendsWithout());
    assertThat(engine.statistics().getGrantListings()).isZero();
  }

  @Test
  void with_too_many_grants_every_call_is_that_of_today() {
    script(this, vendor(policy(false, new Discovery(Duration.ofMinutes(5), 2), false)));
    assertThat(service.vends).isEqualTo(vendsWithout());
    assertThat(engine.statistics().getGrantListingFailures()).isEqualTo(1);
    assertThat(service.listings).contains("s3://b*");
  }

  @Test
  void if_it_is_off_every_call_is_that_of_today() {
    script(this, vendor(policy(false, Discovery.OFF, false)));
    assertThat(service.vends).isEqualTo(vendsWithout());
    assertThat(service.listings).doesNotContain("s3://b*");
  }

  @Test
  void minimal_privilege_asks_for_what_the_request_needs() {
    CredentialVendor minimal =
        engine.vendor(
            ServiceSettings.builder()
                .region(Optional.of("us-east-1"))
                .privilege(Privilege.MINIMAL)
                .build(),
            policy(false, DISCOVERY, false));
    grant(READWRITE, "p/");
    context = CREATE;
    assertThat(decide(minimal, ALICE, get("p/1")).kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(decide(minimal, ALICE, put("p/1")).kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(service.vends).containsExactly("READ s3://b/p/1", "WRITE s3://b/p/1");
  }

  @Test
  void the_status_of_the_directory_of_a_grant_is_one_call() {
    grant(READWRITE, "p/");
    context = GET_FILE_STATUS;
    assertNotFound(head("p"));
    assertThat(service.vends).isEmpty();
    assertSigned(probe("p/"));
    assertThat(service.vends).containsExactly("READWRITE s3://b/p/*");
    assertThat(service.listings).containsExactly("s3://b*");
  }

  /** Both are questions about {@code p/}, which the caller may read. */
  @Test
  void the_head_of_a_directory_that_is_listed_is_answered_without_a_call() {
    grant(READ, "p/");
    context = OPEN;
    assertNotFound(head("p"));
    assertThat(service.vends).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 40})
  void directories_of_any_depth_are_made_with_one_call(int levels) {
    grant(READWRITE, "p/");
    context = MKDIRS;
    List<String> paths = new ArrayList<>(List.of("p"));
    for (int level = 1; level <= levels; level++) {
      paths.add(paths.get(paths.size() - 1) + "/" + level);
    }
    for (int i = paths.size() - 1; i > 0; i--) {
      assertSigned(head(paths.get(i)));
      assertSigned(probe(paths.get(i) + "/"));
    }
    assertNotFound(head("p"));
    assertSigned(probe("p/"));
    assertSigned(put(paths.get(paths.size() - 1) + "/"));
    assertThat(service.vends).containsExactly("READWRITE s3://b/p/*");
  }

  /** S3A walks up from what is not there yet to what is, far above the grant. */
  @ParameterizedTest
  @ValueSource(ints = {3, 10, 40})
  void above_a_grant_of_any_depth_nothing_is_asked(int levels) {
    List<String> above = new ArrayList<>();
    StringBuilder path = new StringBuilder("t");
    for (int level = 1; level <= levels; level++) {
      above.add(0, path.toString());
      path.append("/").append(level);
    }
    grant(READWRITE, path + "/");
    context = MKDIRS.parts(Parts.IMPOSSIBLE);
    assertSigned(head(path + "/new"));
    assertSigned(probe(path + "/new/"));
    assertNotFound(head(path.toString()));
    assertSigned(probe(path + "/"));
    for (String directory : above) {
      assertNotFound(head(directory));
      assertNotFound(probe(directory + "/"));
    }
    assertSigned(put(path + "/new/"));
    assertThat(service.vends).containsExactly("READWRITE s3://b/" + path + "/*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "delete"})
  void whether_there_is_something_above_grants_is_seen_in_their_parts(String what) {
    grant(READ, "t/b/");
    grant(READWRITE, "t/a/");
    grant(WRITE, "t/w/");
    grant(READ, "t/a/x/");
    grant(READ, "u/");
    context = what.equals("status") ? GET_FILE_STATUS : DELETE;
    GrantedParts parts = parts(vendor, probe("t/"));
    assertThat(parts.purpose()).isEqualTo(Purpose.EXISTENCE);
    assertThat(parts.readable())
        .containsExactly(S3Path.prefix("b", "t/a/"), S3Path.prefix("b", "t/b/"));
    assertThat(service.vends).isEmpty();
  }

  /** Only S3A's own probe: a list that shows something must be a whole one. */
  @Test
  void a_list_above_grants_is_refused_unless_the_user_wants_what_is_granted() {
    grant(READ, "t/a/");
    for (Operation operation : List.of(LIST, OPEN)) {
      context = operation;
      VendingException failure = assertDenied(list("t/"));
      assertThat(failure.parts()).isEmpty();
      assertThat(failure.below()).containsExactly(S3Path.prefix("b", "t/a/"));
    }
    assertThat(service.vends).containsExactly("READ s3://b/t/*");

    CredentialVendor listing = vendor(policy(false, DISCOVERY, true));
    context = LIST;
    GrantedParts parts = parts(listing, list("t/"));
    assertThat(parts.purpose()).isEqualTo(Purpose.LISTING);
    assertThat(parts.readable()).containsExactly(S3Path.prefix("b", "t/a/"));
    assertThat(parts(listing, probe("t/")).purpose()).isEqualTo(Purpose.LISTING);
    context = OPEN;
    assertThat(failure(listing, ALICE, list("t/")).parts()).isEmpty();
    context = GET_FILE_STATUS;
    assertThat(parts(listing, probe("t/")).purpose()).isEqualTo(Purpose.EXISTENCE);
  }

  @Test
  void below_an_object_that_is_granted_there_is_nothing() {
    grantObject(READ, "in/one.csv");
    context = LIST;
    GrantedParts parts = parts(vendor, list("in/one.csv/"));
    assertThat(parts.purpose()).isEqualTo(Purpose.NOTHING_BELOW_OBJECT);
    assertThat(parts.readable()).isEmpty();
    assertThat(service.vends).isEmpty();
    // It is not known what is in other places.
    assertThat(assertDenied(list("in/")).parts()).isEmpty();
    assertThat(assertDenied(list("in/one.csv")).parts()).isEmpty();
    assertThat(assertDenied(list("in/two.csv/")).parts()).isEmpty();
    assertThat(assertDenied(list("/")).parts()).isEmpty();
  }

  @Test
  void below_an_object_with_a_grant_below_it_there_may_be_something() {
    grantObject(READ, "in/one.csv");
    grant(READ, "in/one.csv/x/");
    context = GET_FILE_STATUS;
    assertThat(parts(vendor, probe("in/one.csv/")).purpose()).isEqualTo(Purpose.EXISTENCE);
  }

  @Test
  void a_bulk_delete_is_made_in_parts() {
    grant(READWRITE, "t/a/");
    grant(WRITE, "t/b/");
    grant(READ, "t/r/");
    grantObject(WRITE, "t/c");
    context = DELETE;
    Access delete = TestAccess.delete("b", List.of("t/a/1", "t/b/1", "t/c", "t/r/1"));
    for (CredentialVendor asked : List.of(vendor, vendor(policy(true, DISCOVERY, false)))) {
      GrantedParts parts = parts(asked, delete);
      assertThat(parts.purpose()).isEqualTo(Purpose.DELETE);
      assertThat(parts.writable("t/a/1")).contains(S3Path.prefix("b", "t/a/"));
      assertThat(parts.writable("t/b/1")).contains(S3Path.prefix("b", "t/b/"));
      assertThat(parts.writable("t/c")).contains(S3Path.object("b", "t/c"));
      assertThat(parts.writable("t/r/1")).isEmpty();
    }
    assertThat(service.vends).isEmpty();
    // Under one grant it is one request.
    assertSigned(TestAccess.delete("b", List.of("t/a/1", "t/a/2")));
    assertThat(service.vends).containsExactly("READWRITE s3://b/t/a/*");
  }

  @ParameterizedTest
  @EnumSource(
      value = Parts.class,
      names = {"IMPOSSIBLE", "EMPTY"})
  void no_parts_for_a_front_end_that_cannot_make_them(Parts parts) {
    grant(READWRITE, "t/a/");
    grant(READWRITE, "t/b/");
    grantObject(READ, "one");
    context = DELETE.parts(parts);
    VendingException failure = assertDenied(TestAccess.delete("b", List.of("t/a/1", "t/b/1")));
    assertThat(failure.parts()).isEmpty();
    assertThat(failure.below())
        .containsExactly(S3Path.prefix("b", "t/a/"), S3Path.prefix("b", "t/b/"));
    assertThat(service.vends).containsExactly("WRITE s3://b/t/*");
    context = LIST.parts(parts);
    assertThat(assertDenied(list("one/")).parts()).isEmpty();
    assertThat(service.vends).hasSize(2).last().isEqualTo("READ s3://b/one/*");
    context = MKDIRS.parts(parts);
    assertNotFound(probe("t/"));
    assertThat(service.vends).hasSize(2);
    // The directory that contained what was deleted: nothing depends on the answer.
    context = DELETE.parts(parts);
    assertThat(assertDenied(probe("t/")).below()).hasSize(2);
    assertThat(service.vends).hasSize(2);
    // Somebody who asks just this gets a sure answer.
    context = GET_FILE_STATUS.parts(parts);
    assertNotFound(probe("t/"));
    assertThat(service.vends).hasSize(3).last().isEqualTo("READ s3://b/t/*");
  }

  /** Base credentials let S3 itself answer. */
  @Test
  void with_fallback_lists_are_not_answered_in_parts() {
    CredentialVendor falling = vendor(policy(true, DISCOVERY, true));
    grant(READ, "t/a/");
    grantObject(READ, "one");
    for (Operation operation : List.of(GET_FILE_STATUS, LIST, DELETE)) {
      context = operation;
      for (Access request : List.of(probe("t/"), list("t/"), list("one/"), head("t"))) {
        assertThat(decide(falling, ALICE, request).kind()).isEqualTo(Decision.Kind.BASE);
      }
    }
  }

  @Test
  void without_directory_probes_nothing_is_answered_here() {
    CredentialVendor plain = vendor(new VendingPolicy(false, DENIED_TTL, false, DISCOVERY, true));
    grant(READ, "t/a/");
    context = GET_FILE_STATUS;
    for (Access request : List.of(probe("t/"), head("t"), head("t/a"))) {
      VendingException failure = failure(plain, ALICE, request);
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure.parts()).isEmpty();
    }
    assertThat(service.vends).containsExactly("READ s3://b/t/*", "READ s3://b/t/a");
  }

  @Test
  void where_nothing_below_may_be_read_there_are_no_parts() {
    grant(WRITE, "t/w/");
    context = MKDIRS;
    assertNotFound(head("t"));
    assertNotFound(probe("t/"));
    assertThat(service.vends).isEmpty();
  }

  /** What is shown is what is granted. So a way to it is no refusal. */
  @Test
  void with_lists_of_what_is_granted_the_way_there_is_not_refused() {
    grant(READ, "t/a/");
    context = LIST;
    assertDenied(head("t"));
    CredentialVendor listing = vendor(policy(false, DISCOVERY, true));
    assertThat(decide(listing, ALICE, head("t")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    context = OPEN;
    assertThat(failure(listing, ALICE, head("t")).kind()).isEqualTo(Kind.DENIED);
  }

  @Test
  void what_is_deleted_is_asked_for_unless_it_is_only_above_grants() {
    grant(READ, "p/");
    context = DELETE;
    assertDenied(probe("q/"));
    assertThat(service.vends).containsExactly("READ s3://b/q/*");
  }

  @Test
  void where_there_is_no_grant_at_all_it_is_asked() {
    grant(READ, "p/");
    context = MKDIRS;
    assertDenied(head("q"));
    assertDenied(probe("q/"));
    assertThat(service.vends).containsExactly("READ s3://b/q", "READ s3://b/q/*");
  }

  /** Invariant 6: an object that the caller may overwrite is not taken for missing. */
  @Test
  void an_object_that_may_be_written_but_not_seen_is_not_missing() {
    grantObject(WRITE, "p/k");
    grant(READWRITE, "p/k/");
    context = CREATE;
    assertDenied(head("p/k"));
    assertThat(service.vends).containsExactly("READ s3://b/p/k");
  }

  @Test
  void what_was_answered_from_the_list_is_not_overwritten_with_a_grant_made_later() {
    grant(READWRITE, "p/k/sub/");
    context = CREATE;
    assertNotFound(head("p/k"));
    assertThat(service.vends).isEmpty();
    grantObject(READWRITE, "p/k");
    assertDenied(put("p/k"));
    assertDenied(put("p/k"));
    clock.advance(Duration.ofMinutes(6));
    assertDenied(put("p/k"));
    // Another operation is stopped once, and looks again.
    context = new Operation("other", true, true, Parts.POSSIBLE, "create");
    assertDenied(put("p/k"));
    assertSigned(put("p/k"));
  }

  @Test
  void what_was_answered_about_a_directory_is_not_overwritten_either() {
    grant(READWRITE, "p/k/sub/");
    context = CREATE.parts(Parts.EMPTY);
    assertNotFound(probe("p/k/"));
    grantObject(READWRITE, "p/k");
    assertDenied(put("p/k"));
  }

  /** Credentials that were vended since count like grants. */
  @Test
  void what_was_vended_since_is_known_too() {
    grant(READ, "p/");
    assertSigned(get("p/1"));
    grantObject(WRITE, "q/k");
    assertSigned(put("q/k"));
    context = GET_FILE_STATUS;
    assertDenied(head("q/k"));
    assertThat(service.vends)
        .containsExactly(
            "READ s3://b/p/*", "WRITE s3://b/q/k", "READ s3://b/q/k", "READ s3://b/q/k/*");
  }

  @Test
  void each_caller_has_its_own_grants() {
    service.grant("alice", READ, S3Path.prefix("b", "a/"));
    service.grant("bob", READ, S3Path.prefix("b", "b/"));
    assertSigned(get("a/1"));
    assertThat(decide(vendor, BOB, get("b/1")).kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(service.listings).hasSize(2);
    assertThat(service.vends).containsExactly("READ s3://b/a/*", "READ s3://b/b/*");
    assertThat(failure(vendor, BOB, get("a/1")).kind()).isEqualTo(Kind.DENIED);
    assertDenied(get("b/1"));
    assertThat(service.vends).endsWith("READ s3://b/a/1", "READ s3://b/b/1").hasSize(4);
    context = GET_FILE_STATUS;
    assertNotFound(head("a"));
    assertThat(failure(vendor, BOB, head("a")).kind()).isEqualTo(Kind.DENIED);
  }

  @Test
  void clear_forgets_the_grants() {
    grant(READ, "p/");
    assertSigned(get("p/1"));
    engine.clear();
    service.revokeAll();
    assertDenied(get("p/1"));
    assertThat(service.listings).hasSize(2);
    assertThat(service.vends).containsExactly("READ s3://b/p/*", "READ s3://b/p/1");
  }

  /** Nothing about the grants is read on the warm path, whatever became of them. */
  @Test
  void warm_requests_need_no_list() {
    grant(READ, "p/");
    assertSigned(get("p/1"));
    clock.advance(Duration.ofMinutes(20));
    assertThat(ask(vendor, ALICE, get("p/2"))).isCompleted();
    assertThat(executor.queued()).isZero();
    assertThat(service.listings).hasSize(1);
  }
}
