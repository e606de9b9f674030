package io.github.s3agrants.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A listing looks at what it returns, however many keys the bucket has. */
final class ListingCostTest {
  private static final int FOLDERS = 20;
  private static final int KEYS = 500;

  private static final Bucket BUCKET = new Bucket("lake", new VersionIds(), new PropertiesPool());

  @BeforeAll
  static void fill() throws Exception {
    StoredObject object =
        StoredObject.of(Content.empty(), new ETag(0, 0, 0), ObjectProperties.NONE, null);
    for (int folder = 0; folder < FOLDERS; folder++) {
      for (int key = 0; key < KEYS; key++) {
        BUCKET.put("f%02d/%03d".formatted(folder, key), object, WriteCondition.NONE);
      }
    }
  }

  @Test
  void common_prefixes() {
    ListPage<ObjectVersion> page = list("", "/", null, 2);
    assertThat(page.entries()).extracting(ListPage.Entry::name).containsExactly("f00/", "f01/");
    assertThat(page.truncated()).isTrue();
    assertThat(page.visited()).isEqualTo(3);
    assertThat(list("", "/", null, 1000).visited()).isEqualTo(FOLDERS);
    assertThat(list("", "/", "f07/", 2).visited()).isEqualTo(3);
    assertThat(list("", "/", "f07/250", 2).visited()).isEqualTo(3);
  }

  @Test
  void a_missing_prefix() {
    assertThat(list("f07/a", "/", null, 1000).visited()).isEqualTo(1);
    assertThat(list("z", "", null, 1000).visited()).isZero();
    assertThat(list("", "", null, 0).visited()).isZero();
  }

  @Test
  void keys() {
    assertThat(list("f07/", "/", null, 1000).visited()).isEqualTo(KEYS + 1);
    assertThat(list("", "", "f07/250", 10).visited()).isEqualTo(11);
    assertThat(BUCKET.listVersions(new ListQuery("", "/", null, null, 2)).visited()).isEqualTo(3);
  }

  private static ListPage<ObjectVersion> list(
      String prefix, String delimiter, @Nullable String after, int most) {
    return BUCKET.list(new ListQuery(prefix, delimiter, after, null, most));
  }
}
