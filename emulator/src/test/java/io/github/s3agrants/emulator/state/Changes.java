package io.github.s3agrants.emulator.state;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.grants.Grant;
import io.github.s3agrants.emulator.grants.Grantee;
import io.github.s3agrants.emulator.grants.GranteeType;
import io.github.s3agrants.emulator.grants.Location;
import io.github.s3agrants.emulator.grants.StateChange;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Changes of every type. */
final class Changes {
  static final String ACCOUNT = "111122223333";
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.006007008Z");

  private Changes() {}

  static StateChange grant(String id, String key) {
    return new StateChange.GrantCreated(
        ACCOUNT,
        new Grant(
            id,
            "default",
            key,
            new Grantee(GranteeType.IAM, "arn:aws:iam::111122223333:user/alice"),
            Permission.READWRITE,
            null,
            S3Scope.object("lake", key),
            THEN),
        Map.of());
  }

  static StateChange deleted(String id) {
    return new StateChange.GrantDeleted(ACCOUNT, id);
  }

  /** One change of each type, with characters that are hard to encode in the keys. */
  static List<StateChange> all() {
    S3Scope odd = S3Scope.object("lake", "a*b \"quoted\" \\ \n\t \u0000 ä 😀 %2F");
    DirectoryIdentity directory =
        new DirectoryIdentity(
            "12345678-1234-1234-1234-123456789012",
            List.of("12345678-1234-1234-1234-123456789013"),
            "arn:aws:sso::111122223333:application/ssoins-1/apl-1");
    return List.of(
        new StateChange.InstanceCreated(ACCOUNT, THEN, null, null, Map.of()),
        new StateChange.InstanceCreated(
            "444455556666",
            THEN,
            "arn:aws:sso:::instance/ssoins-1",
            "arn:aws:sso::111122223333:application/ssoins-1/apl-1",
            Map.of("key", "value")),
        new StateChange.IdentityCenterAssociated(
            ACCOUNT,
            "arn:aws:sso:::instance/ssoins-1",
            "arn:aws:sso::111122223333:application/ssoins-1/apl-1"),
        new StateChange.ResourcePolicyPut(ACCOUNT, "{\n \"Version\": \"2012-10-17\"}", null, THEN),
        new StateChange.ResourcePolicyPut(ACCOUNT, "{}", "o-1234567890", THEN),
        new StateChange.ResourcePolicyDeleted(ACCOUNT),
        new StateChange.LocationCreated(
            ACCOUNT,
            new Location("default", "s3://", "arn:aws:iam::111122223333:role/one", THEN),
            Map.of("b", "2", "a", "")),
        new StateChange.LocationUpdated(ACCOUNT, "default", "arn:aws:iam::111122223333:role/two"),
        new StateChange.GrantCreated(
            ACCOUNT,
            new Grant(
                "g-1",
                "default",
                null,
                new Grantee(GranteeType.DIRECTORY_GROUP, "12345678-1234-1234-1234-123456789013"),
                Permission.READ,
                "arn:aws:sso::111122223333:application/ssoins-1/apl-1",
                odd,
                THEN),
            Map.of("k", "v")),
        grant("g-2", odd.path()),
        deleted("g-1"),
        new StateChange.TagsSet(ACCOUNT, "arn:of:a:resource", Map.of("b", "2", "a", "1")),
        new StateChange.TagsSet(ACCOUNT, "arn:of:a:resource", Map.of()),
        new StateChange.CredentialIssued(
            "ASIAEMULATORSESSION1",
            "the secret",
            "the token",
            THEN,
            SignerKind.VENDED,
            "arn:aws:sts::111122223333:assumed-role/one/access-grants-1",
            "alice",
            "arn:aws:iam::111122223333:user/alice",
            false,
            directory,
            AccessPolicy.of(odd, Permission.WRITE)),
        new StateChange.CredentialIssued(
            "ASIAEMULATORSESSION2",
            "the secret",
            "the token",
            THEN,
            SignerKind.BASE,
            "arn:aws:sts::111122223333:assumed-role/one/session",
            "one/session",
            "arn:aws:sts::111122223333:assumed-role/one/session",
            true,
            null,
            new AccessPolicy(List.of())),
        new StateChange.IdentityCenterDissociated(ACCOUNT),
        new StateChange.LocationDeleted(ACCOUNT, "default"),
        new StateChange.InstanceDeleted(ACCOUNT));
  }

  /** Restores the changes that an open file holds, in their order. */
  static List<StateChange> restore(StateFile open) {
    List<StateChange> restored = new ArrayList<>();
    open.restore(restored::addAll, List::of);
    return restored;
  }
}
