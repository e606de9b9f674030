package io.github.s3agrants.access;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.UngrantableException.Reason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for what a request needs, which apply to every front end and SDK. */
class AccessTest {
  private static void assertNeeds(Access access, Permission permission, String target) {
    assertThat(access.permission()).isEqualTo(permission);
    assertThat(access.path().toTarget()).isEqualTo(target);
    assertThat(access.operation()).isEqualTo("Op");
  }

  private static void assertRefused(Reason reason, Executable factory) {
    assertEquals(reason, assertThrows(UngrantableException.class, factory).reason());
  }

  private static Access copy(String source, String destination) throws UngrantableException {
    return Access.copy("Op", CopySource.of("b", source, null), "b", destination);
  }

  private static Access delete(@Nullable String... keys) throws UngrantableException {
    return Access.delete("Op", "b", Arrays.asList(keys));
  }

  @Test
  void an_object_needs_the_permission_on_itself() throws Exception {
    for (Permission permission : Permission.values()) {
      Access access = Access.object("Op", permission, "b", "p/k*");
      assertNeeds(access, permission, "s3://b/p/k*");
      assertThat(access.path().isPrefix()).isFalse();
      assertThat(access.probe()).isEqualTo(Probe.NONE);
      assertThat(access.urlKey()).isEqualTo("p/k*");
      assertThat(access.batchKeys()).isEmpty();
    }
  }

  @Test
  void a_head_reads_the_object_and_may_be_a_probe() throws Exception {
    Access head = Access.head("Op", "b", "d");
    assertNeeds(head, READ, "s3://b/d");
    assertThat(head.probe()).isEqualTo(Probe.HEAD);
    for (String key : List.of("*", "*d", "d*", "d/")) {
      assertThat(Access.head("Op", "b", key).probe()).as(key).isEqualTo(Probe.NONE);
    }
  }

  @Test
  void a_prefix_is_read_and_without_one_the_bucket_is() throws Exception {
    assertNeeds(Access.prefix("Op", "b", "p/"), READ, "s3://b/p/*");
    assertNeeds(Access.prefix("Op", "b", ""), READ, "s3://b/*");
    assertNeeds(Access.prefix("Op", "b", null), READ, "s3://b/*");
    assertThat(Access.prefix("Op", "b", "p/").probe()).isEqualTo(Probe.NONE);
    assertThat(Access.prefix("Op", "b", "p/").urlKey()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // prefix, delimiter, maximum, is a probe
    "d/, /, 2, true",
    "d/, /, 1, true",
    "d/e/, /, 2, true",
    "d/, /, 3, false",
    "d/, /, , false",
    "d/, , 2, false",
    "d/, |, 2, false",
    "d, /, 2, false",
    "/, /, 2, false",
    ", /, 2, false",
    "d*/, /, 2, false",
  })
  void a_list_of_two_keys_of_a_directory_is_a_probe(
      @Nullable String prefix, @Nullable String delimiter, @Nullable Integer keys, boolean probe)
      throws Exception {
    Access list = Access.list("Op", "b", prefix, delimiter, keys);
    assertThat(list.probe()).isEqualTo(probe ? Probe.LIST : Probe.NONE);
    assertThat(list.permission()).isEqualTo(READ);
    assertThat(list.path()).isEqualTo(S3Path.prefix("b", prefix == null ? "" : prefix));
  }

  @Test
  void a_bulk_delete_needs_write_on_the_common_ancestor() throws Exception {
    assertNeeds(delete("p/a", "p/b"), WRITE, "s3://b/p/*");
    assertNeeds(delete("aa/x", "aa"), WRITE, "s3://b/aa*");
    assertNeeds(delete("p/a"), WRITE, "s3://b/p/a");
    assertNeeds(delete(), WRITE, "s3://b/*");
    assertThat(delete("p/a", "p/b").urlKey()).isEmpty();
    assertThat(delete("p/a").written()).isEmpty();
    assertRefused(Reason.BAD_REQUEST, () -> delete("p/a", null));
    assertRefused(Reason.BAD_REQUEST, () -> delete("p/a", ""));
    assertRefused(Reason.BAD_REQUEST, () -> Access.delete("Op", null, List.of("k")));
  }

  @Test
  void a_copy_needs_both_on_the_common_ancestor() throws Exception {
    assertNeeds(copy("src/a", "dst/a"), READWRITE, "s3://b/*");
    assertNeeds(copy("dst/a", "dst/k"), READWRITE, "s3://b/dst/*");
    assertNeeds(copy("dst/k", "dst/k"), READWRITE, "s3://b/dst/k");
    assertThat(copy("src/a", "dst/a").urlKey()).isEqualTo("dst/a");
    assertThat(copy("src/a", "dst/a").written()).contains(S3Path.object("b", "dst/a"));
  }

  @Test
  void a_copy_across_buckets_is_refused_and_says_what_it_would_take() {
    UngrantableException e =
        assertThrows(
            UngrantableException.class,
            () -> Access.copy("Op", CopySource.of("a", "k", null), "b", "q"));
    assertThat(e.reason()).isEqualTo(Reason.ACROSS_BUCKETS);
    assertThat(e)
        .hasMessageContaining("READ on s3://a/k")
        .hasMessageContaining("WRITE on s3://b/q");
    assertRefused(
        Reason.ACCESS_POINT,
        () -> Access.copy("Op", CopySource.of("p-s3alias", "k", null), "b", "k"));
    assertRefused(
        Reason.BAD_REQUEST, () -> Access.copy("Op", CopySource.of("b", "k", null), "b", null));
  }

  @Test
  void what_spans_keys_tells_of_them_but_keeps_two_at_most() throws Exception {
    assertThat(delete("p/k").batchKeys()).isEmpty();
    assertThat(delete().batchKeys()).isEmpty();
    assertThat(copy("dst/k", "dst/k").batchKeys()).isEmpty();
    assertThat(delete("p/3", "p/2", "p/1").batchKeys().orElseThrow())
        .satisfies(
            keys -> {
              assertThat(keys.count()).isEqualTo(3);
              assertThat(keys.first()).isEqualTo("p/3");
              assertThat(keys.last()).isEqualTo("p/1");
            });
    assertThat(copy("a", "b").batchKeys().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void what_is_written_is_the_one_object_that_the_url_names() throws Exception {
    assertThat(Access.object("Op", WRITE, "b", "k").written()).contains(S3Path.object("b", "k"));
    assertThat(Access.object("Op", READ, "b", "k").written()).isEmpty();
    assertThat(Access.prefix("Op", "b", "p/").written()).isEmpty();
  }

  @Test
  void another_permission_is_one_on_the_same_path_and_no_probe() throws Exception {
    Access head = Access.head("Op", "b", "d");
    assertNeeds(head.with(READWRITE), READWRITE, "s3://b/d");
    assertThat(head.with(READWRITE).probe()).isEqualTo(Probe.NONE);
    Access delete = delete("p/a", "p/b");
    assertThat(delete.with(READWRITE).batchKeys()).isEqualTo(delete.batchKeys());
    assertThat(copy("a", "k").with(READ).urlKey()).isEqualTo("k");
    assertThat(head).hasToString("READ on s3://b/d for Op");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/p",
        "arn:aws:s3:::b",
        "p-metadata-s3alias",
        "p-metadata--ol-s3",
        "p-metadata--op-s3",
        "p--use1-az4--xa-s3",
        "mfzwi23gnjvgw.mrap"
      })
  void an_access_point_is_no_bucket(String bucket) {
    assertRefused(Reason.ACCESS_POINT, () -> Access.object("Op", READ, bucket, "k"));
    assertRefused(Reason.ACCESS_POINT, () -> Access.prefix("Op", bucket, "p/"));
    assertRefused(Reason.ACCESS_POINT, () -> Access.list("Op", bucket, "p/", "/", 2));
    assertRefused(Reason.ACCESS_POINT, () -> Access.head("Op", bucket, "k"));
    assertRefused(Reason.ACCESS_POINT, () -> Access.delete("Op", bucket, List.of("k")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a*", "a b", "a?", "a#", "a\u007f", "ä", ""})
  void a_bucket_has_a_name_of_characters_that_buckets_have(String bucket) {
    assertRefused(Reason.BAD_REQUEST, () -> Access.object("Op", READ, bucket, "k"));
  }

  @Test
  void a_directory_bucket_is_refused_as_one() throws Exception {
    assertRefused(
        Reason.DIRECTORY_BUCKET, () -> Access.object("Op", READ, "d--use1-az4--x-s3", "k"));
    assertThat(BucketName.directoryBucket("d--x-s3").reason()).isEqualTo(Reason.DIRECTORY_BUCKET);
    assertNeeds(Access.prefix("Op", "a!~", ""), READ, "s3://a!~/*");
  }

  @Test
  void an_object_has_a_key() {
    assertRefused(Reason.BAD_REQUEST, () -> Access.object("Op", READ, "b", null));
    assertRefused(Reason.BAD_REQUEST, () -> Access.object("Op", READ, "b", ""));
    assertRefused(Reason.BAD_REQUEST, () -> Access.head("Op", "b", null));
    assertRefused(Reason.BAD_REQUEST, () -> Access.object("Op", READ, null, "k"));
  }
}
