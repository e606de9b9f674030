package io.github.s3agrants.emulator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.access.AccessRules.Payment;
import io.github.s3agrants.emulator.access.AccessRules.Signer;
import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what. */
final class AccessRulesTest {
  private static final String OWNER = "111122223333";
  private static final String OTHER = "444455556666";
  private static final Map<String, Bucket> BUCKETS =
      Map.of(
          "open", Bucket.named("open").withPublicRead(),
          "paid", Bucket.named("paid").withRequesterPays(),
          "both", Bucket.named("both").withPublicRead().withRequesterPays(),
          "theirs", Bucket.named("theirs").ownedBy(OTHER).withRequesterPays());
  private static final AccessRules RULES = new AccessRules(BUCKETS, OWNER, MissingKey.LISTING);

  @ParameterizedTest
  @EnumSource
  void a_grant_carries_what_the_table_says_and_a_policy_all_of_its_level(S3Action action) {
    for (Permission permission : Permission.values()) {
      assertThat(RULES.allow(vended("s3://lake/p/*", permission), on("lake", "p/k", action)))
          .isEqualTo(action.isGrantedBy(permission));
      assertThat(RULES.allow(base("s3://lake/p/*", permission), on("lake", "p/k", action)))
          .isEqualTo(action.isAllowedBy(permission));
    }
    assertThat(RULES.allow(base("s3://lake/p/*", Permission.READWRITE), on("lake", "p", action)))
        .isFalse();
    assertThat(RULES.allow(base("s3://*", Permission.READWRITE), List.of(Need.everything())))
        .isTrue();
    assertThat(RULES.allow(base("s3://lake/*", Permission.READWRITE), List.of(Need.everything())))
        .isFalse();
  }

  /** A request may be allowed by several statements together. */
  @Test
  void each_action_needs_one_statement() {
    Signer signer =
        signer(
            SignerKind.BASE,
            OWNER,
            new AccessPolicy(
                List.of(
                    new AccessPolicy.Statement(S3Scope.parse("s3://lake/a/*"), Permission.READ),
                    new AccessPolicy.Statement(S3Scope.parse("s3://lake/b/*"), Permission.WRITE))));
    assertThat(
            RULES.allow(
                signer,
                List.of(
                    Need.on("lake", "a/k", S3Action.GET_OBJECT),
                    Need.on("lake", "b/k", S3Action.PUT_OBJECT))))
        .isTrue();
    assertThat(
            RULES.allow(
                signer,
                List.of(
                    Need.on("lake", "b/k", S3Action.GET_OBJECT),
                    Need.on("lake", "b/k", S3Action.PUT_OBJECT))))
        .isFalse();
  }

  @Test
  void anybody_reads_a_public_bucket_and_does_nothing_else() {
    for (S3Action action : S3Action.values()) {
      boolean reads = action == S3Action.GET_OBJECT || action == S3Action.LIST_BUCKET;
      assertThat(RULES.allow(Signer.ANONYMOUS, on("open", "k", action))).isEqualTo(reads);
      assertThat(RULES.allow(base("s3://lake/*", Permission.READ), on("open", "k", action)))
          .isEqualTo(reads);
      // The policy of the session is for another scope.
      assertThat(RULES.allow(vended("s3://lake/*", Permission.READ), on("open", "k", action)))
          .isFalse();
      assertThat(RULES.allow(Signer.ANONYMOUS, on("lake", "k", action))).isFalse();
      // Nobody could be charged.
      assertThat(RULES.allow(Signer.ANONYMOUS, on("both", "k", action))).isFalse();
      assertThat(RULES.allow(base("s3://lake/*", Permission.READ), on("both", "k", action)))
          .isEqualTo(reads);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LISTING, s3://lake/p/*, READ, p/k, false",
    "LISTING, s3://lake/*, READ, p/k, false",
    "LISTING, s3://lake/p/k, READ, p/k, true",
    "LISTING, s3://lake/p/*, WRITE, p/k, true",
    "LISTING, s3://lake/p/*, READ, q, true",
    "NOT_FOUND, s3://lake/p/k, READ, p/k, false",
    "FORBIDDEN, s3://lake/p/*, READ, p/k, true",
    "FORBIDDEN, s3://lake/*, READ, p/k, false",
  })
  void missing_keys(
      MissingKey answer, String scope, Permission permission, String key, boolean hidden) {
    AccessRules rules = new AccessRules(BUCKETS, OWNER, answer);
    assertThat(rules.hidesMissing(vended(scope, permission), "lake", key)).isEqualTo(hidden);
    // The principals' own policies count the same, unless only grants are meant.
    assertThat(rules.hidesMissing(base(scope, permission), "lake", key))
        .isEqualTo(hidden && answer == MissingKey.LISTING);
  }

  @Test
  void missing_keys_of_a_public_bucket() {
    assertThat(RULES.hidesMissing(Signer.ANONYMOUS, "open", "k")).isFalse();
    assertThat(RULES.hidesMissing(Signer.ANONYMOUS, "lake", "k")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "lake, 444455556666, , OWNER",
    "open, , , OWNER",
    "paid, 111122223333, , OWNER",
    "paid, 111122223333, requester, OWNER",
    "paid, 444455556666, requester, REQUESTER",
    "paid, 444455556666, , REFUSED",
    "paid, 444455556666, owner, REFUSED",
    "paid, , requester, REFUSED",
    "both, , , REFUSED",
    "theirs, 444455556666, , OWNER",
    "theirs, 111122223333, requester, REQUESTER",
    "theirs, 111122223333, , REFUSED",
  })
  void payment(String bucket, @Nullable String account, @Nullable String payer, Payment expected) {
    Signer signer =
        account == null
            ? Signer.ANONYMOUS
            : signer(SignerKind.BASE, account, new AccessPolicy(List.of()));
    assertThat(RULES.payment(signer, bucket, payer)).isEqualTo(expected);
  }

  private static List<Need> on(String bucket, String key, S3Action... actions) {
    return Arrays.stream(actions).map(action -> Need.on(bucket, key, action)).toList();
  }

  private static Signer vended(String scope, Permission permission) {
    return signer(SignerKind.VENDED, OWNER, AccessPolicy.of(S3Scope.parse(scope), permission));
  }

  private static Signer base(String scope, Permission permission) {
    return signer(SignerKind.BASE, OWNER, AccessPolicy.of(S3Scope.parse(scope), permission));
  }

  private static Signer signer(SignerKind kind, String account, AccessPolicy policy) {
    return new Signer(kind, policy, account);
  }
}
