package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteObjectsResult;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.MultiObjectDeleteException;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk deletes and lists of version 1 of the SDK, whose keys are under several grants. */
class DeletesOverGrantsIT {
  private S3AFixture lake;
  private S3AFileSystem fs;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/t/day=1/*", "lake/t/day=2/*")
                  .accept(builder);
              S3AFixture.grant(ALICE, Permission.READ, "lake/t/day=3/*").accept(builder);
            });
    for (int day = 1; day <= 4; day++) {
      lake.upload("/t/day=" + day + "/f", "x");
    }
    fs = lake.open(ALICE);
    lake.emulator.resetJournal();
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    fs.close();
    lake.close();
  }

  private static DeleteObjectsRequest of(String... keys) {
    return new DeleteObjectsRequest("lake").withKeys(keys);
  }

  private boolean isThere(String path) throws IOException {
    try (S3AFileSystem admin = lake.open(lake.plain(ADMIN))) {
      return admin.exists(new Path(path));
    }
  }

  @Test
  void are_one_request_for_each_grant() throws IOException {
    AmazonS3 client = V1Clients.of(fs);
    DeleteObjectsRequest request = of("t/day=1/f", "t/day=2/f");
    DeleteObjectsResult result = client.deleteObjects(request);
    assertThat(result.getDeletedObjects())
        .extracting(DeleteObjectsResult.DeletedObject::getKey)
        .containsExactlyInAnyOrder("t/day=1/f", "t/day=2/f");
    assertThat(lake.s3CallsOf(ALICE).count("DeleteObjects")).isEqualTo(2);
    assertThat(request.getKeys()).as("the caller's own request").hasSize(2);
  }

  @Test
  void of_keys_that_are_not_permitted_fail_for_those() throws IOException {
    AmazonS3 client = V1Clients.of(fs);
    MultiObjectDeleteException failed =
        assertThrows(
            MultiObjectDeleteException.class,
            () -> client.deleteObjects(of("t/day=1/f", "t/day=3/f", "t/day=4/f")));
    assertThat(failed.getErrors())
        .extracting(MultiObjectDeleteException.DeleteError::getKey)
        .containsExactlyInAnyOrder("t/day=3/f", "t/day=4/f");
    assertThat(failed.getErrors())
        .allSatisfy(error -> assertThat(error.getCode()).isEqualTo("AccessDenied"));
    assertThat(failed.getDeletedObjects())
        .extracting(DeleteObjectsResult.DeletedObject::getKey)
        .containsExactly("t/day=1/f");
    assertThat(isThere("/t/day=1/f")).isFalse();
    assertThat(isThere("/t/day=3/f")).isTrue();
  }

  /** What S3 itself answers is passed on as it came, the keys that it does not know included. */
  @Test
  void a_list_under_one_grant_is_s3s_own_answer() {
    AmazonS3 client = V1Clients.of(fs);
    var list =
        client.listObjectsV2(
            new ListObjectsV2Request().withBucketName("lake").withPrefix("t/day=1/"));
    assertThat(list.getObjectSummaries())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.getKey()).isEqualTo("t/day=1/f");
              assertThat(object.getOwner()).isNull();
              assertThat(object.getLastModified()).isNotNull();
            });
    assertThat(lake.s3CallsOf(ALICE).count("ListObjectsV2")).isEqualTo(1);
  }
}
