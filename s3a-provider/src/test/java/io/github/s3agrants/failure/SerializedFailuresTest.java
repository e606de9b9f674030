package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Spark sends what a task has failed with to the driver. If any field cannot be serialized, it
 * sends a text in its place, and the user's program gets no cause to catch.
 */
class SerializedFailuresTest {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/team/*"));
    lake.upload("/team/f", "text");
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  @Test
  void a_refusal_arrives_with_all_its_causes() throws Exception {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      arrives(() -> fs.create(new Path("/team/new")).close(), "VendingException");
      arrives(() -> fs.rename(new Path("/team/f"), new Path("/team/g")), "VendingException");
      arrives(() -> fs.open(new Path("/other/f")).close(), "VendingException");
    }
  }

  @Test
  void a_refusal_from_the_cache_of_refusals_arrives_too() throws Exception {
    try (S3AFileSystem fs = lake.open(BOB)) {
      arrives(() -> fs.open(new Path("/team/f")).close(), "AccessGrantsException");
      arrives(() -> fs.open(new Path("/team/f")).close(), "AccessGrantsException");
    }
  }

  private static void arrives(ThrowingCallable call, String cause) throws Exception {
    Throwable sent = catchThrowable(call);
    assertThat(sent).isNotNull();
    assertThat(texts(sent)).anyMatch(text -> text.contains(cause));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(texts((Throwable) in.readObject())).isEqualTo(texts(sent));
    }
  }

  private static List<String> texts(Throwable failure) {
    List<String> texts = new ArrayList<>();
    for (Throwable next = failure; next != null; next = next.getCause()) {
      texts.add(next.toString());
    }
    return texts;
  }
}
