package io.github.s3agrants.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.error.AwsException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that empty a bucket delete what a page has before they get the next page. */
final class ListingAfterDeletesTest {
  private final Bucket bucket = new Bucket("lake", new VersionIds(), new PropertiesPool());

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void versions(int most) throws Exception {
    put("a");
    bucket.versioning(Versioning.ENABLED);
    for (int i = 0; i < 5; i++) {
      put("a");
      put("b");
    }
    bucket.versioning(Versioning.SUSPENDED);
    put("b");
    bucket.versioning(Versioning.ENABLED);
    put("b");
    List<String> deleted = new ArrayList<>();
    ListPage<ObjectVersion> page = versions(null, null, most);
    deleteAll(page, deleted);
    while (page.truncated()) {
      page = versions(page.last().name(), page.last().get().id(), most);
      deleteAll(page, deleted);
    }
    assertThat(deleted).doesNotHaveDuplicates().hasSize(13);
    assertThat(bucket.keys()).isZero();
  }

  @Test
  void newer_versions_are_not_listed_again() throws Exception {
    bucket.versioning(Versioning.ENABLED);
    String oldest = put("a");
    String marker = put("a");
    put("a");
    bucket.deleteVersion("a", marker);
    assertThat(versions("a", marker, 10).entries())
        .extracting(entry -> entry.get().id())
        .containsExactly(oldest);
  }

  @Test
  void the_first_version_of_a_key_is_its_newest_whatever_is_written_meanwhile() throws Exception {
    bucket.versioning(Versioning.ENABLED);
    put("a");
    put("a");
    ListPage<ObjectVersion> page = versions(null, null, 10);
    put("a");
    assertThat(page.entries()).extracting(ListPage.Entry::first).containsExactly(true, false);
    String newest = page.entries().get(0).get().id();
    assertThat(versions("a", newest, 10).entries()).noneMatch(ListPage.Entry::first);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void uploads(int most) throws Exception {
    for (String key : List.of("a", "b", "a", "b", "a")) {
      bucket.uploads().create(key, ObjectProperties.NONE, null, ChecksumType.COMPOSITE);
    }
    int aborted = 0;
    ListPage<Upload> page = bucket.uploads().list(new ListQuery("", "", null, null, most));
    while (true) {
      for (ListPage.Entry<Upload> entry : page.entries()) {
        bucket.uploads().abort(entry.name(), entry.get().id());
        aborted++;
      }
      if (!page.truncated()) {
        break;
      }
      ListPage.Entry<Upload> last = page.last();
      page = bucket.uploads().list(new ListQuery("", "", last.name(), last.get().id(), most));
    }
    assertThat(aborted).isEqualTo(5);
  }

  private String put(String key) throws AwsException {
    StoredObject object =
        StoredObject.of(Content.empty(), new ETag(0, 0, 0), ObjectProperties.NONE, null);
    return bucket.put(key, object, WriteCondition.NONE).id();
  }

  private ListPage<ObjectVersion> versions(
      @Nullable String after, @Nullable String afterId, int most) {
    return bucket.listVersions(new ListQuery("", "", after, afterId, most));
  }

  private void deleteAll(ListPage<ObjectVersion> page, List<String> deleted) throws AwsException {
    for (ListPage.Entry<ObjectVersion> entry : page.entries()) {
      Deletion done = bucket.deleteVersion(entry.name(), entry.get().id());
      deleted.add(entry.name() + " " + done.versionId());
    }
  }
}
