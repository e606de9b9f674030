package io.github.s3agrants.parts;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.s3a.impl.MultiObjectDeleteException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Bulk deletes whose keys are under several grants. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot
class DeletesOverGrantsTest {
  private S3AFixture lake;
  private S3AFileSystem fs;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/p/t/day=1/*", "lake/p/t/day=2/*")
                  .accept(builder);
              S3AFixture.grant(ALICE, Permission.READ, "lake/p/t/day=3/*").accept(builder);
            });
    for (int day = 1; day <= 4; day++) {
      lake.upload("/p/t/day=" + day + "/f", "x");
      lake.upload("/p/t/day=" + day + "/g", "x");
    }
    fs = lake.open(ALICE);
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    fs.close();
    lake.close();
  }

  private boolean isThere(String path) throws IOException {
    try (S3AFileSystem admin = lake.open(lake.plain(ADMIN))) {
      return admin.exists(new Path(path));
    }
  }

  private List<Map.Entry<Path, String>> bulkDelete(String... paths) throws IOException {
    try (BulkDelete bulk = fs.createBulkDelete(new Path("/p"))) {
      return bulk.bulkDelete(
          Arrays.stream(paths)
              .map(path -> fs.makeQualified(new Path(path)))
              .collect(Collectors.toList()));
    }
  }

  private S3Client client() {
    return fs.getS3AInternals().getAmazonS3Client("test");
  }

  private DeleteObjectsResponse delete(String... keys) {
    return client().deleteObjects(r -> r.bucket("lake").delete(d -> d.objects(objects(keys))));
  }

  private static List<ObjectIdentifier> objects(String... keys) {
    return Arrays.stream(keys)
        .map(key -> ObjectIdentifier.builder().key(key).build())
        .collect(Collectors.toList());
  }

  @Test
  void are_one_request_for_each_grant() throws IOException {
    assertThat(bulkDelete("/p/t/day=1/f", "/p/t/day=2/f", "/p/t/day=1/g")).isEmpty();
    assertThat(lake.s3CallsOf(ALICE).count("DeleteObjects")).isEqualTo(2);
    assertThat(isThere("/p/t/day=1/f")).isFalse();
    assertThat(isThere("/p/t/day=1/g")).isFalse();
    assertThat(isThere("/p/t/day=2/f")).isFalse();
    assertThat(isThere("/p/t/day=2/g")).isTrue();
  }

  @Test
  void of_keys_that_are_not_permitted_fail_for_those() throws IOException {
    List<Map.Entry<Path, String>> failed =
        bulkDelete("/p/t/day=1/f", "/p/t/day=3/f", "/p/t/day=2/f", "/p/t/day=4/f");
    assertThat(failed)
        .extracting(entry -> entry.getKey().toUri().getPath())
        .containsExactlyInAnyOrder("/p/t/day=3/f", "/p/t/day=4/f");
    assertThat(failed).allSatisfy(entry -> assertThat(entry.getValue()).contains("AccessDenied"));
    assertThat(isThere("/p/t/day=1/f")).isFalse();
    assertThat(isThere("/p/t/day=2/f")).isFalse();
    assertThat(isThere("/p/t/day=3/f")).isTrue();
    assertThat(isThere("/p/t/day=4/f")).isTrue();
  }

  @Test
  void are_answered_as_one() {
    DeleteObjectsResponse answer =
        delete("p/t/day=2/f", "p/t/day=3/f", "p/t/day=1/g", "p/t/day=1/f");
    assertThat(answer.deleted())
        .extracting(deleted -> deleted.key())
        .containsExactly("p/t/day=2/f", "p/t/day=1/g", "p/t/day=1/f");
    S3Error error = answer.errors().get(0);
    assertThat(answer.errors()).hasSize(1);
    assertThat(error.key()).isEqualTo("p/t/day=3/f");
    assertThat(error.code()).isEqualTo("AccessDenied");
    assertThat(error.message()).contains("WRITE on s3://lake/p/t/day=3/f").doesNotContain("\n");
  }

  @Test
  void under_one_grant_that_is_not_enough_are_refused_as_a_whole() {
    S3Exception e = assertThrows(S3Exception.class, () -> delete("p/t/day=3/f", "p/t/day=4/f"));
    assertThat(e.statusCode()).isEqualTo(403);
    assertThat(lake.s3CallsOf(ALICE).count("DeleteObjects")).isZero();
  }

  @Test
  void that_fail_before_anything_is_deleted_fail_as_a_whole() throws IOException {
    lake.emulator.faults().set(S3Operation.DELETE_OBJECTS, Fault.error(503, "SlowDown"));
    S3Exception e =
        assertThrows(S3Exception.class, () -> delete("p/t/day=3/f", "p/t/day=1/f", "p/t/day=2/f"));
    assertThat(e.statusCode()).isEqualTo(503);
    assertThrows(IOException.class, () -> bulkDelete("/p/t/day=1/f", "/p/t/day=2/f"));
    lake.emulator.faults().clear();
    assertThat(bulkDelete("/p/t/day=1/f", "/p/t/day=2/f")).isEmpty();
  }

  @Test
  void of_a_directory_under_one_grant_are_one_request() throws IOException {
    assertThat(fs.delete(new Path("/p/t/day=1"), true)).isTrue();
    assertThat(lake.s3CallsOf(ALICE).count("DeleteObjects")).isEqualTo(1);
    assertThat(fs.mkdirs(new Path("/p/t/day=2/d"))).isTrue();
    assertThat(fs.rename(new Path("/p/t/day=2/f"), new Path("/p/t/day=2/d/f"))).isTrue();
    assertThat(fs.rename(new Path("/p/t/day=2/d"), new Path("/p/t/day=2/e"))).isTrue();
    assertThat(S3AFixture.read(fs, "/p/t/day=2/e/f")).isEqualTo("x");
  }

  @Test
  void of_a_directory_above_grants_are_refused_naming_them() throws IOException {
    for (String path : List.of("/p/t", "/p")) {
      IOException e =
          assertThrows(AccessDeniedException.class, () -> fs.delete(new Path(path), true));
      assertThat(e)
          .hasMessageContaining(
              "The caller has grants below it: s3://lake/p/t/day=1/*, s3://lake/p/t/day=2/*");
      e =
          assertThrows(
              AccessDeniedException.class,
              () -> fs.rename(new Path(path), new Path("/p/t/day=1/x")));
      assertThat(e).hasMessageContaining("s3://lake/p/t/day=2/*");
    }
    assertThat(isThere("/p/t/day=1/f")).isTrue();
  }

  @Test
  void that_are_refused_in_part_are_an_access_denied_exception_in_s3a() throws IOException {
    MultiObjectDeleteException e =
        assertThrows(
            MultiObjectDeleteException.class,
            () -> fs.removeKeys(objects("p/t/day=1/f", "p/t/day=3/f"), false));
    assertThat(S3AUtils.translateException("delete", "p/t", e))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("p/t/day=3/f");
    assertThat(isThere("/p/t/day=1/f")).isFalse();
  }

  /** S3A does not repeat a delete of which it knows what is left. */
  @Test
  void that_fail_halfway_fail_for_the_keys_that_are_left() throws IOException {
    fs.exists(new Path("/p/t/day=1/f"));
    lake.emulator.faults().set(ControlOperation.GET_DATA_ACCESS, Fault.throttling());
    List<Map.Entry<Path, String>> failed =
        bulkDelete("/p/t/day=1/f", "/p/t/day=2/f", "/p/t/day=1/g");
    assertThat(failed)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getKey().toUri().getPath()).isEqualTo("/p/t/day=2/f");
              assertThat(entry.getValue()).contains("ServiceUnavailable");
            });
    assertThat(isThere("/p/t/day=1/g")).isFalse();
    assertThat(isThere("/p/t/day=2/f")).isTrue();
    MultiObjectDeleteException e =
        assertThrows(
            MultiObjectDeleteException.class,
            () -> fs.removeKeys(objects("p/t/day=1/f", "p/t/day=2/f"), false));
    assertThat(S3AUtils.translateException("delete", "p/t", e))
        .isNotInstanceOf(AccessDeniedException.class);
  }
}
