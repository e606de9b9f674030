package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A caller who may not look up the instance. */
class AccessGrantsInstancesTest extends VendingFixture {
  /** {@code dir} may be read, so it must not be missing because the look-up was refused. */
  @Test
  void a_refusal_to_tell_the_instance_is_no_refusal_of_what_was_to_be_read() {
    service.grant("alice", Permission.READ, S3Path.prefix("b", "dir"));
    CredentialVendor vendor = vendor(noFallback);
    CompletableFuture<Decision> decision = ask(vendor, ALICE, head("dir"));
    executor.runQueued();
    service.failure = new AccessGrantsException(Kind.DENIED, "AccessDenied: not authorized");
    executor.runQueued();
    service.failure = null;
    executor.runAll();

    assertThat(service.located).hasValue(1);
    Throwable cause = assertThrows(CompletionException.class, decision::join).getCause();
    VendingException failure = assertInstanceOf(VendingException.class, cause);
    assertThat(failure.kind()).isEqualTo(Kind.NOT_AUTHORIZED);
    assertThat(failure)
        .hasMessageContaining("s3:GetAccessGrantsInstanceForPrefix")
        .hasMessageContaining("AccessDenied: not authorized");
    // Nor is it cached as a refusal.
    assertThat(decide(vendor, ALICE, head("dir")).kind()).isEqualTo(Decision.Kind.VENDED);
  }
}
