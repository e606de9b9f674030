package io.github.s3agrants.credentials;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownGrantsTest {
  private final List<CallerGrant> grants = new ArrayList<>();

  private void grant(Permission permission, S3Path scope) {
    grants.add(new CallerGrant(scope, permission, false));
  }

  private void grantToApplication(Permission permission, S3Path scope) {
    grants.add(new CallerGrant(scope, permission, true));
  }

  private static S3Path prefix(String key) {
    return S3Path.prefix("b", key);
  }

  private static S3Path object(String key) {
    return S3Path.object("b", key);
  }

  private KnownGrants known() {
    return KnownGrants.of("b", grants);
  }

  /** The closest grant as text; empty if there is none. */
  private String closest(Permission needed, S3Path path) {
    return known().closest(path, needed).map(CallerGrant::toString).orElse("");
  }

  @Test
  void the_longest_scope_that_permits_it_wins() {
    grant(READWRITE, prefix(""));
    grant(READ, prefix("p/"));
    grant(WRITE, prefix("p/x/"));
    grant(READ, prefix("p/x/y"));
    assertThat(closest(READ, object("p/x/y1"))).isEqualTo("READ on s3://b/p/x/y*");
    assertThat(closest(READ, object("p/x/z"))).isEqualTo("READ on s3://b/p/*");
    assertThat(closest(WRITE, object("p/x/y1"))).isEqualTo("WRITE on s3://b/p/x/*");
    assertThat(closest(READWRITE, object("p/x/y1"))).isEqualTo("READWRITE on s3://b/*");
    assertThat(closest(READ, prefix("p"))).isEqualTo("READWRITE on s3://b/*");
    assertThat(closest(READ, S3Path.object("b2", "p/x"))).isEmpty();
  }

  @Test
  void only_what_a_grant_covers_is_permitted() {
    grant(READ, prefix("p/"));
    assertThat(known().permits(Access.of("GetObject", READ, object("p/x")))).isTrue();
    assertThat(known().permits(Access.of("PutObject", WRITE, object("p/x")))).isFalse();
    assertThat(known().permits(Access.of("GetObject", READ, object("q/x")))).isFalse();
  }

  /** A hundred thousand scopes would hold as many names of one bucket. */
  @Test
  void scopes_share_the_name_of_the_bucket() {
    String bucket = "b";
    grants.add(new CallerGrant(S3Path.prefix(new String("b"), "p/"), READ, false));
    grants.add(new CallerGrant(S3Path.object(new String("b"), "k*"), READ, false));
    KnownGrants known = KnownGrants.of(bucket, grants);
    assertThat(known.readableBelow(prefix("")))
        .containsExactly(object("k*"), prefix("p/"))
        .allSatisfy(scope -> assertThat(scope.bucket()).isSameAs(bucket));
  }

  /** Scopes that sort between a path and the one that covers it do not hide that one. */
  @Test
  void siblings_hide_nothing() {
    grant(READ, prefix("p/"));
    for (int i = 0; i < 100; i++) {
      grant(READ, prefix("p/a" + i + "/"));
      grant(READ, object("p/a" + i));
    }
    assertThat(closest(READ, object("p/a42x"))).isEqualTo("READ on s3://b/p/*");
    assertThat(closest(READ, object("p/a42"))).isEqualTo("READ on s3://b/p/a42");
    assertThat(closest(READ, object("p/a42/1"))).isEqualTo("READ on s3://b/p/a42/*");
    assertThat(closest(READ, object("p/b"))).isEqualTo("READ on s3://b/p/*");
    assertThat(closest(READ, object("q"))).isEmpty();
  }

  @Test
  void with_and_without_a_slash_are_two_scopes() {
    grant(READ, prefix("p/"));
    assertThat(closest(READ, object("p"))).isEmpty();
    assertThat(closest(READ, object("pq"))).isEmpty();
    grant(READ, prefix("p"));
    assertThat(closest(READ, object("p"))).isEqualTo("READ on s3://b/p*");
    assertThat(closest(READ, object("pq"))).isEqualTo("READ on s3://b/p*");
    assertThat(closest(READ, object("p/q"))).isEqualTo("READ on s3://b/p/*");
  }

  @Test
  void readwrite_is_asked_for_where_one_grant_has_it() {
    grant(READ, prefix("p/"));
    grant(WRITE, prefix("p/"));
    assertThat(closest(READ, object("p/1"))).isEqualTo("READ on s3://b/p/*");
    assertThat(closest(WRITE, object("p/1"))).isEqualTo("WRITE on s3://b/p/*");
    assertThat(closest(READWRITE, object("p/1"))).isEmpty();
    grant(READWRITE, prefix("p/"));
    for (Permission needed : Permission.values()) {
      assertThat(closest(needed, object("p/1"))).isEqualTo("READWRITE on s3://b/p/*");
    }
  }

  @Test
  void grants_of_applications_come_after_all_others() {
    grantToApplication(READWRITE, prefix("p/x/"));
    assertThat(closest(READ, object("p/x/1")))
        .isEqualTo("READWRITE on s3://b/p/x/*, for an application");
    grantToApplication(READ, prefix("p/x/"));
    grant(READ, prefix(""));
    assertThat(closest(READ, object("p/x/1"))).isEqualTo("READ on s3://b/*");
    assertThat(closest(WRITE, object("p/x/1")))
        .isEqualTo("READWRITE on s3://b/p/x/*, for an application");
  }

  @Test
  void an_object_and_a_prefix_may_have_the_same_key() {
    grant(READ, object("k"));
    grant(WRITE, prefix("k"));
    KnownGrants known = known();
    assertThat(known.size()).isEqualTo(2);
    assertThat(closest(READ, object("k"))).isEqualTo("READ on s3://b/k");
    assertThat(closest(WRITE, object("k"))).isEqualTo("WRITE on s3://b/k*");
    assertThat(closest(READ, prefix("k"))).isEmpty();
    assertThat(known.isObject(object("k"))).isTrue();
    assertThat(known.isObject(prefix("k"))).isFalse();
    assertThat(known.isObject(object("k1"))).isFalse();
    assertThat(known.readableBelow(prefix(""))).containsExactly(object("k"));
    grant(READ, prefix("k"));
    assertThat(known().readableBelow(prefix(""))).containsExactly(prefix("k"));
    assertThat(known().readableBelow(prefix("k"))).isEmpty();
  }

  @Test
  void below_an_object_is_what_follows_its_slash() {
    grant(WRITE, prefix("k-1/"));
    grant(WRITE, prefix("k/"));
    grant(WRITE, prefix("k0/"));
    KnownGrants known = known();
    assertThat(known.below(object("k"))).containsExactly(prefix("k/"));
    assertThat(known.below(prefix("k/"))).isEmpty();
    assertThat(known.areBelow(object("k"))).isTrue();
    assertThat(known.areBelow(prefix("k/"))).isFalse();
    assertThat(known.areBelow(object("k-"))).isFalse();
    assertThat(known.below(prefix("k"))).hasSize(3);
    assertThat(known.readableBelow(prefix(""))).isEmpty();
    assertThat(known.areReadableBelow(prefix(""))).isFalse();
    grant(READ, object("k/"));
    assertThat(known().areReadableBelow(object("k"))).isTrue();
    assertThat(known().areReadableBelow(prefix("k/"))).isFalse();
  }

  @Test
  void readable_scopes_come_in_the_order_of_s3_and_none_is_in_another() {
    grant(READ, prefix("t/\uD83D\uDE00/"));
    grantToApplication(READ, prefix("t/\uFFFD/"));
    grant(READWRITE, prefix("t/b/"));
    grant(READ, prefix("t/b/c/"));
    grant(READ, object("t/b/d"));
    grantToApplication(READWRITE, object("t/a"));
    grant(WRITE, prefix("t/w/"));
    grant(READ, prefix("u/"));
    assertThat(known().readableBelow(prefix("t/")))
        .containsExactly(
            object("t/a"), prefix("t/b/"), prefix("t/\uFFFD/"), prefix("t/\uD83D\uDE00/"));
  }

  @Test
  void grants_of_other_buckets_are_left_out() {
    grants.add(new CallerGrant(S3Path.prefix("a", "p/"), READ, false));
    grant(READ, prefix("p/"));
    grants.add(new CallerGrant(S3Path.prefix("c", "p/"), READ, false));
    assertThat(known().all()).hasToString("[READ on s3://b/p/*]");
    assertThat(known()).hasToString("1 known grants");
  }

  @Test
  void all_grants_are_told_in_the_order_of_their_scopes() {
    grantToApplication(WRITE, prefix("q/"));
    grant(READWRITE, prefix("q/"));
    grant(READ, prefix("q/"));
    grant(READ, prefix("q/"));
    grant(WRITE, object("p"));
    assertThat(known().all().stream().map(CallerGrant::toString))
        .containsExactly(
            "WRITE on s3://b/p",
            "READ on s3://b/q/*",
            "WRITE on s3://b/q/*, for an application",
            "READWRITE on s3://b/q/*");
  }
}
