package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Failures of tasks travel to Spark's driver and to MapReduce's. */
class SerializedFailuresTest {
  private static AccessGrantsException failure() {
    return new AccessGrantsException(Kind.DENIED, "refused", "request-1", new IOException("why"))
        .at(Optional.of(URI.create("https://s3-control.example")));
  }

  @Test
  void a_failed_call_arrives_with_what_it_says() throws Exception {
    AccessGrantsException arrived = serialized(failure().lasting(Duration.ofSeconds(7)));

    assertThat(arrived).hasMessage("refused");
    assertThat(arrived.kind()).isEqualTo(Kind.DENIED);
    assertThat(arrived.requestId()).contains("request-1");
    assertThat(arrived.asked()).contains(URI.create("https://s3-control.example"));
    assertThat(arrived.lasting()).contains(Duration.ofSeconds(7));
    assertThat(arrived.instance()).isEmpty();
  }

  @Test
  void a_failed_decision_arrives_with_its_cause_and_without_what_only_its_jvm_knows()
      throws Exception {
    VendingException arrived = serialized(TestFailures.of(failure()));

    assertThat(arrived).hasMessage("refused").hasRootCauseMessage("why");
    assertThat(arrived.kind()).isEqualTo(Kind.DENIED);
    assertThat(arrived.requestId()).contains("request-1");
    assertThat(arrived.credentialsSource()).startsWith("org.example.Provider");
    assertThat(arrived.access()).isEmpty();
    assertThat(arrived.owner()).isEmpty();
    assertThat(arrived.instance()).isEmpty();
    assertThat(arrived.parts()).isEmpty();
    assertThat(arrived.below()).isEmpty();
    assertThat(arrived.apart()).isEmpty();
  }

  @Test
  void a_request_that_no_grant_can_cover_arrives() throws Exception {
    UngrantableException arrived =
        serialized(new UngrantableException(UngrantableException.Reason.ACROSS_BUCKETS, "two"));

    assertThat(arrived).hasMessage("two");
    assertThat(arrived.reason()).isEqualTo(UngrantableException.Reason.ACROSS_BUCKETS);
  }

  @SuppressWarnings("unchecked") // the class of what went in
  private static <T> T serialized(T sent) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
