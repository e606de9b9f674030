package io.github.s3agrants.emulator.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.error.AwsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** A bucket and its listings do what a bucket without an index does. */
final class BucketPropertyTest {
  // The greatest character before the surrogates, the one after them, and two beyond U+FFFF.
  private static final String[] LETTERS = {
    "a",
    "b",
    "/",
    "//",
    "\u0001",
    "\u001f",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "\ud83d\ude00",
    "\udbff\udfff"
  };

  // One instance runs all tries.
  private Bucket bucket = newBucket();
  private NaiveBucket model = new NaiveBucket();

  enum Action {
    PUT,
    DELETE,
    DELETE_VERSION,
    VERSIONS_ON,
    VERSIONS_OFF
  }

  /** A change; {@code number} chooses among the versions of the key. */
  record Step(Action action, String key, int number) {}

  @Property(tries = 3000)
  void agrees_with_the_naive_bucket(
      @ForAll("steps") List<Step> steps, @ForAll("queries") List<ListQuery> queries)
      throws Exception {
    bucket = newBucket();
    model = new NaiveBucket();
    for (Step step : steps) {
      apply(step);
    }
    for (Step step : steps) {
      sameHistory(step.key());
    }
    for (ListQuery query : queries) {
      sameListing(query);
    }
  }

  private static Bucket newBucket() {
    return new Bucket("lake", new VersionIds(), new PropertiesPool());
  }

  private void apply(Step step) throws AwsException {
    switch (step.action()) {
      case PUT -> {
        String content = "content " + step.number();
        String id = bucket.put(step.key(), object(content), WriteCondition.NONE).id();
        model.put(step.key(), id, content);
      }
      case DELETE -> {
        Deletion done = bucket.delete(step.key(), WriteCondition.NONE);
        model.delete(step.key(), Optional.ofNullable(done.versionId()).orElse(""));
      }
      case DELETE_VERSION -> {
        List<NaiveBucket.Version> history = model.history(step.key());
        String id = history.isEmpty() ? "absent" : history.get(step.number() % history.size()).id();
        boolean marker =
            !history.isEmpty() && history.get(step.number() % history.size()).content() == null;
        assertThat(bucket.deleteVersion(step.key(), id)).isEqualTo(new Deletion(id, marker));
        model.remove(step.key(), id);
      }
      case VERSIONS_ON -> {
        bucket.versioning(Versioning.ENABLED);
        model.versioning(Versioning.ENABLED);
      }
      case VERSIONS_OFF -> {
        if (bucket.versioning() != Versioning.OFF) {
          bucket.versioning(Versioning.SUSPENDED);
          model.versioning(Versioning.SUSPENDED);
        }
      }
    }
  }

  private void sameHistory(String key) throws IOException {
    List<NaiveBucket.Version> expected = model.history(key);
    assertThat(bucket.has(key)).isEqualTo(!expected.isEmpty() && expected.get(0).content() != null);
    List<NaiveBucket.Version> actual = new ArrayList<>();
    for (NaiveBucket.Version version : expected) {
      ObjectVersion found = bucket.find(key, version.id()).orElseThrow();
      actual.add(
          new NaiveBucket.Version(
              key, found.id(), found.isDeleteMarker() ? null : text(found.object())));
    }
    assertThat(actual).isEqualTo(expected);
  }

  private void sameListing(ListQuery query) {
    for (boolean all : new boolean[] {false, true}) {
      List<String> expected = model.list(query, all);
      ListPage<ObjectVersion> page = page(query, all);
      assertThat(names(page))
          .isEqualTo(expected.subList(0, Math.min(query.most(), expected.size())));
      assertThat(page.truncated()).isEqualTo(query.most() > 0 && expected.size() > query.most());

      List<String> paged = new ArrayList<>(names(page));
      while (page.truncated()) {
        ListPage.Entry<ObjectVersion> last = page.last();
        String afterId = all && !last.isCommonPrefix() ? last.get().id() : null;
        page =
            page(
                new ListQuery(
                    query.prefix(), query.delimiter(), last.name(), afterId, query.most()),
                all);
        paged.addAll(names(page));
      }
      assertThat(paged).isEqualTo(query.most() == 0 ? List.of() : expected);
    }
  }

  private ListPage<ObjectVersion> page(ListQuery query, boolean all) {
    return all ? bucket.listVersions(query) : bucket.list(query);
  }

  private static List<String> names(ListPage<ObjectVersion> page) {
    return page.entries().stream()
        .map(entry -> entry.name() + " " + (entry.isCommonPrefix() ? "-" : entry.get().id()))
        .toList();
  }

  private static StoredObject object(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Hasher md5 = Hasher.of("MD5");
    md5.write(bytes, 0, bytes.length);
    return StoredObject.of(
        Content.of(bytes), ETag.ofMd5(md5.finish()), ObjectProperties.NONE, null);
  }

  private static String text(StoredObject object) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    object.content().writeTo(out, 0, object.size());
    return out.toString(UTF_8);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(12, Action.PUT),
                Tuple.of(3, Action.DELETE),
                Tuple.of(2, Action.DELETE_VERSION),
                Tuple.of(1, Action.VERSIONS_ON),
                Tuple.of(1, Action.VERSIONS_OFF)),
            texts(1),
            Arbitraries.integers().between(0, 5))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<ListQuery>> queries() {
    return Combinators.combine(
            texts(0),
            Arbitraries.of("", "/", "a", "//", "\ud83d\ude00"),
            texts(0).injectNull(0.4),
            Arbitraries.integers().between(0, 6))
        .as(BucketPropertyTest::query)
        .list()
        .ofSize(6);
  }

  private static ListQuery query(
      String prefix, String delimiter, @Nullable String after, int most) {
    return new ListQuery(prefix, delimiter, after, null, most);
  }

  private static Arbitrary<String> texts(int least) {
    return Arbitraries.of(LETTERS)
        .list()
        .ofMinSize(least)
        .ofMaxSize(3)
        .map(all -> String.join("", all));
  }
}
