package io.github.s3agrants.emulator.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.FaultPlan;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes are persisted before they are applied, and replaying them restores the state. */
final class StateLogTest {
  private static final String ACCOUNT = "111122223333";
  private static final String ROLE = "arn:aws:iam::111122223333:role/r";
  private static final String CENTER = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
  private static final Principal ALICE = TestPrincipals.ALICE;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-04T03:02:01Z"), ZoneOffset.UTC);

  /** A log that can fail. */
  private static final class Log implements StateLog {
    private final List<StateChange> kept = new ArrayList<>();
    private boolean broken;

    @Override
    public void append(StateChange change) throws IOException {
      if (broken) {
        throw new IOException("disk full");
      }
      kept.add(change);
    }
  }

  private final Log log = new Log();
  private final CredentialRegistry credentials = new CredentialRegistry(List.of(ALICE));
  private final AccessGrantsState state = new AccessGrantsState("us-east-1", log, credentials);

  @BeforeEach
  void everyKindOfChange() throws AwsException {
    Instances instances = new Instances(state, CLOCK);
    IdentityCenters centers = new IdentityCenters(state);
    ResourcePolicies policies = new ResourcePolicies(state, CLOCK);
    Locations locations = new Locations(state, CLOCK);
    Grants grants = new Grants(state, "lake"::equals, CLOCK);
    ResourceTags tags = new ResourceTags(state);
    String policy =
        "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:TagResource\",\"Resource\":\"*\"}}";

    var unused1 = instances.create("444455556666", CENTER, Map.of("a", "b"));
    centers.dissociate("444455556666");
    instances.delete("444455556666");

    InstanceInfo instance = instances.create(ACCOUNT, null, Map.of("a", "b"));
    centers.associate(ACCOUNT, CENTER);
    var unused2 = policies.put(ACCOUNT, policy, null);
    policies.delete(ACCOUNT);
    var unused3 = policies.put(ACCOUNT, policy, "o-1234567890");
    var unused4 = locations.create(ACCOUNT, "s3://", ROLE, Map.of("c", "d"));
    var other = locations.create(ACCOUNT, "s3://lake", ROLE, Map.of());
    var unused5 = locations.update(ACCOUNT, "default", ROLE + "2");
    locations.delete(ACCOUNT, other.location().id());
    Grants.View first = grants.create(ACCOUNT, grant("lake/a*", false));
    Grants.View second = grants.create(ACCOUNT, grant("lake/a*b", true));
    grants.delete(ACCOUNT, first.grant().id());
    tags.add(ACCOUNT, instance.arn(), Map.of("e", "f"));
    tags.remove(ACCOUNT, instance.arn(), List.of("a"));
    tags.add(ACCOUNT, second.arn(), Map.of("g", "h"));
    Credential vended = vend();
    Credential session =
        new RoleSessions(List.of(Role.of(ROLE, "*")), state, credentials, CLOCK)
            .assume(ALICE, new RoleSessions.Request(ROLE, "x1", Duration.ofHours(1), null));
    assertThat(credentials.issued()).containsExactly(vended, session);
  }

  @Test
  void what_was_kept_makes_the_same_state() throws AwsException {
    CredentialRegistry others = new CredentialRegistry(List.of(ALICE));
    AccessGrantsState replayed = new AccessGrantsState("us-east-1", StateLog.none(), others);
    replayed.replay(log.kept);
    assertThat(replayed.snapshot()).isEqualTo(state.snapshot());
    assertThat(others.issued()).isEqualTo(credentials.issued());

    AccessGrantsState compacted =
        new AccessGrantsState("us-east-1", StateLog.none(), new CredentialRegistry(List.of(ALICE)));
    compacted.replay(state.snapshot());
    assertThat(compacted.snapshot()).isEqualTo(state.snapshot());
    assertThat(compacted.hasInstance(ACCOUNT)).isTrue();
    assertThat(compacted.hasInstance("444455556666")).isFalse();
  }

  @Test
  void every_change_was_kept() {
    assertThat(log.kept.stream().map(Object::getClass).distinct())
        .hasSize(StateChange.OfInstance.class.getPermittedSubclasses().length + 1);
  }

  @Test
  void what_cannot_be_kept_does_not_happen() {
    List<StateChange> before = state.snapshot();
    log.broken = true;
    Grants grants = new Grants(state, "lake"::equals, CLOCK);
    fails(() -> grants.create(ACCOUNT, grant("lake/c*", false)));
    fails(() -> new Locations(state, CLOCK).create(ACCOUNT, "s3://lake", ROLE, Map.of()));
    fails(() -> new IdentityCenters(state).dissociate(ACCOUNT));
    fails(this::vend);
    assertThat(state.snapshot()).isEqualTo(before);
  }

  private Credential vend() throws AwsException {
    return new DataAccess(
            state,
            credentials,
            List.of(),
            bucket -> Optional.empty(),
            MatchedGrantTarget.PLAIN,
            CLOCK,
            new Faults(Clock.systemUTC(), FaultPlan.NONE))
        .vend(
            ACCOUNT,
            ALICE,
            new DataAccess.Request(
                S3Scope.object("lake", "a*b"),
                Permission.READ,
                Duration.ofMinutes(15),
                Privilege.DEFAULT))
        .credential();
  }

  private static NewGrant grant(String subPrefix, boolean object) {
    return new NewGrant(
        "default",
        subPrefix,
        object,
        new Grantee(GranteeType.IAM, ALICE.arn()),
        Permission.READ,
        null,
        Map.of());
  }

  private static void fails(ThrowingCallable call) {
    assertThatExceptionOfType(AwsException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.error()).isEqualTo(AwsError.INTERNAL_ERROR));
  }
}
