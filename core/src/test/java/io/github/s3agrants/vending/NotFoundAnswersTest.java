package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.testing.TestAccess;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An object that was reported missing without asking S3 is not overwritten afterwards. */
class NotFoundAnswersTest extends VendingFixture {
  private static final S3Path DATA = S3Path.object("b", "team/data");

  private CredentialVendor vendor = vendor(noFallback);

  /** An S3A operation that checks a path before it writes there. */
  private record Create(String id) implements RequestContext {
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
      return true;
    }

    @Override
    public boolean isInternalProbe(Probe probe) {
      return true;
    }
  }

  @BeforeEach
  void belowIsWarm() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "team/data/sub/"));
    decide(vendor, ALICE, put("team/data/sub/f"));
  }

  private void callMissing(String operation) {
    context = new Create(operation);
    assertThat(decide(vendor, ALICE, head("team/data")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
  }

  private void assertRefused(Access request) {
    assertThat(failure(vendor, ALICE, request).kind()).isEqualTo(Kind.DENIED);
  }

  @Test
  void a_refusal_of_writing_stands_whatever_else_is_asked_for() {
    callMissing("create");
    service.grant("alice", READWRITE, DATA);
    int vends = service.vends.size();
    assertRefused(put("team/data"));
    assertThat(service.vends).hasSize(vends);
    // That grant does not cover this copy.
    assertRefused(copy("team/data/sub/f", "team/data"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60})
  void the_operation_that_was_told_so_never_writes_there(int ttl) {
    vendor = engine.vendor(settings, new VendingPolicy(false, Duration.ofSeconds(ttl), true));
    decide(vendor, ALICE, put("team/data/sub/f"));
    callMissing("create");
    service.grant("alice", READWRITE, DATA);
    clock.advance(Duration.ofMinutes(2));
    for (int i = 0; i < 3; i++) {
      assertRefused(put("team/data"));
      assertRefused(TestAccess.createUpload("b", "team/data"));
    }
    // Credentials that were vended meanwhile for another operation change nothing.
    context = new Create("other");
    assertThat(decide(vendor, ALICE, get("team/data")).credentials()).isNotNull();
    context = new Create("create");
    assertRefused(put("team/data"));
  }

  @Test
  void nor_through_a_grant_of_all_around() {
    callMissing("rename");
    service.grant("alice", READWRITE, S3Path.prefix("b", "team/"));
    clock.advance(Duration.ofMinutes(2));
    decide(vendor, ALICE, put("team/beside"));
    assertRefused(copy("team/beside", "team/data"));
    assertRefused(put("team/data"));
    assertThat(decide(vendor, ALICE, put("team/database")).credentials()).isNotNull();
  }

  @Test
  void another_operation_is_stopped_once_and_then_looks_for_itself() {
    callMissing("exists");
    service.grant("alice", READWRITE, DATA);
    clock.advance(Duration.ofMinutes(2));
    context = new Create("create");
    assertRefused(put("team/data"));
    assertThat(decide(vendor, ALICE, put("team/data")).credentials()).isNotNull();
  }

  /** Credentials that are there already change nothing. */
  @Test
  void nor_does_another_operation_write_at_once_with_credentials_of_all_around() {
    callMissing("exists");
    assertThat(decide(vendor, ALICE, probe("team/data/")).kind())
        .isEqualTo(Decision.Kind.NOT_FOUND);
    service.grant("alice", READWRITE, S3Path.prefix("b", "team/"));
    clock.advance(Duration.ofMinutes(2));
    context = new Create("create");
    decide(vendor, ALICE, put("team/beside"));
    assertRefused(put("team/data"));
    assertThat(decide(vendor, ALICE, put("team/data")).credentials()).isNotNull();
  }

  @Test
  void what_s3_was_asked_about_is_no_longer_supposed() {
    callMissing("exists");
    service.grant("alice", READWRITE, DATA);
    clock.advance(Duration.ofMinutes(2));
    context = new Create("create");
    assertThat(decide(vendor, ALICE, head("team/data")).credentials()).isNotNull();
    assertThat(decide(vendor, ALICE, put("team/data")).credentials()).isNotNull();
  }

  @Test
  void nobody_else_is_stopped() {
    callMissing("create");
    service.grant("bob", READWRITE, DATA);
    context = new Create("other");
    assertThat(decide(vendor, BOB, put("team/data")).credentials()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAVAILABLE", "BAD_REQUEST", "THROTTLED", "CALLER_CREDENTIALS"})
  void what_is_no_refusal_is_no_reason(String kind) {
    context = new Create("create");
    service.failure =
        new io.github.s3agrants.credentials.AccessGrantsException(
            Kind.valueOf(kind), "not a refusal");
    assertThat(failure(vendor, ALICE, head("team/data")).kind()).isEqualTo(Kind.valueOf(kind));
  }

  @Test
  void a_refusal_to_read_beside_a_grant_to_write_is_no_reason() {
    service.grant("alice", io.github.s3agrants.access.Permission.WRITE, DATA);
    context = new Create("create");
    assertRefused(head("team/data"));
  }

  @Test
  void a_read_that_is_refused_says_nothing_of_writing() {
    service.grant("alice", READ, S3Path.object("b", "other"));
    assertRefused(get("team/data"));
    service.grant("alice", READWRITE, DATA);
    // READ is cached as refused, so no permission that includes it is requested.
    assertThat(decide(vendor, ALICE, put("team/data")).credentials()).isNotNull();
    assertThat(service.vends).endsWith("WRITE s3://b/team/data");
  }

  private static Access copy(String from, String to) {
    return TestAccess.copy("b", from, to);
  }
}
