package io.github.s3agrants.emulator.junit;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.testkit.EmulatorClients;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The JUnit extension in a static field and in an instance field. */
final class EmulatorExtensionTest {
  @RegisterExtension
  static final AccessGrantsEmulatorExtension SHARED =
      AccessGrantsEmulatorExtension.with(
          builder ->
              builder
                  .principal(ADMIN)
                  .bucket("lake")
                  .fault(S3Operation.LIST_BUCKETS, Fault.throttling().times(1)));

  private static Optional<Endpoints> firstShared = Optional.empty();
  private static Optional<Endpoints> lastOwn = Optional.empty();

  @RegisterExtension
  final AccessGrantsEmulatorExtension own =
      AccessGrantsEmulatorExtension.with(builder -> builder.principal(ADMIN));

  private EmulatorClients clients = new EmulatorClients(SHARED.endpoints());

  @BeforeEach
  void connect() {
    clients = new EmulatorClients(SHARED.endpoints());
  }

  @AfterEach
  void disconnect() {
    clients.close();
  }

  /** Each repetition starts with an empty journal and the builder's fault. */
  @RepeatedTest(3)
  void journal_and_faults_are_reset_between_tests() {
    assertThat(SHARED.journal().isEmpty()).isTrue();
    assertThat(SHARED.faults().plan().operations()).containsOnlyKeys(S3Operation.LIST_BUCKETS);
    S3Client s3 = clients.s3(ADMIN);
    assertThatExceptionOfType(S3Exception.class).isThrownBy(s3::listBuckets);
    s3.listBuckets();
    assertThat(SHARED.journal().count("ListBuckets")).isEqualTo(2);
    SHARED.faults().set(S3Operation.GET_OBJECT, Fault.denied());
  }

  @RepeatedTest(2)
  void shared_or_its_own() {
    if (firstShared.isEmpty()) {
      firstShared = Optional.of(SHARED.endpoints());
    }
    assertThat(firstShared).hasValue(SHARED.endpoints());
    assertThat(own.endpoints()).isNotEqualTo(SHARED.endpoints());
    assertThat(lastOwn).isNotEqualTo(Optional.of(own.endpoints()));
    lastOwn = Optional.of(own.endpoints());
    assertThat(own.emulator().journal().isEmpty()).isTrue();
  }

  @Test
  void nothing_before_it_is_started() {
    AccessGrantsEmulatorExtension idle = AccessGrantsEmulatorExtension.with(builder -> {});
    assertThatIllegalStateException().isThrownBy(idle::endpoints);
  }

  /** Nested classes use the outer class's emulator. */
  @Nested
  final class Inside {
    @Test
    void the_same() {
      assertThat(SHARED.journal().isEmpty()).isTrue();
      clients.s3(ADMIN).headBucket(r -> r.bucket("lake"));
      assertThat(SHARED.journal().count("HeadBucket")).isEqualTo(1);
    }
  }
}
