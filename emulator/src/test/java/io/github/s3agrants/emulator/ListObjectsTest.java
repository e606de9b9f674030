package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testkit.EmulatorClients;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Prefix, delimiter and start of a listing, in all combinations, against what the API reference of
 * S3 says of them.
 */
final class ListObjectsTest {
  /** A table of Delta Lake beside others; a prefix without a slash covers several of them. */
  private static final TreeSet<String> KEYS =
      new TreeSet<>(
          List.of(
              "team/n",
              "team/n/own",
              "team/n/own/",
              "team/n/own/_delta_log/0.json",
              "team/n/own/_delta_log/1.json",
              "team/n/own/a=1/part",
              "team/n/own/part",
              "team/n/own-er",
              "team/n/own2/_delta_log/0.json",
              "team/n/x/y"));

  private static final String[] PREFIXES = {null, "team/n/own", "team/n/own/", "team/n/own/_", "z"};
  private static final String[] DELIMITERS = {null, "/", "own"};
  private static final String[] STARTS = {
    null,
    "team/n/",
    "team/n/own",
    "team/n/own/",
    "team/n/own/ ",
    "team/n/own/_delta_log/",
    "team/n/own/_delta_log/0.json",
    "team/n/own2/_",
    "z"
  };

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client s3;

  /**
   * @param after where the listing starts: StartAfter, Marker or KeyMarker
   */
  record Query(
      @Nullable String prefix,
      @Nullable String delimiter,
      @Nullable String after,
      @Nullable EncodingType encoding,
      int most) {

    /** Keys and common prefixes, as the API reference says. */
    List<String> expected() {
      Set<String> found = new LinkedHashSet<>();
      for (String key : KEYS) {
        if (prefix == null || key.startsWith(prefix)) {
          String entry = rolledUp(key);
          // "S3 starts listing after this specified key", and "CommonPrefixes is filtered out from
          // results if it is not lexicographically greater than the StartAfter value".
          if (after == null || (key.compareTo(after) > 0 && entry.compareTo(after) > 0)) {
            found.add(entry);
          }
        }
      }
      return List.copyOf(found);
    }

    private String rolledUp(String key) {
      if (delimiter == null) {
        return key;
      }
      int at = key.indexOf(delimiter, prefix == null ? 0 : prefix.length());
      return at < 0 ? key : key.substring(0, at + delimiter.length());
    }
  }

  static List<Query> queries() {
    List<Query> all = new ArrayList<>();
    for (String prefix : PREFIXES) {
      for (String delimiter : DELIMITERS) {
        for (String start : STARTS) {
          for (EncodingType encoding : new EncodingType[] {null, EncodingType.URL}) {
            all.add(new Query(prefix, delimiter, start, encoding, 1));
            all.add(new Query(prefix, delimiter, start, encoding, 1000));
          }
        }
      }
    }
    return all;
  }

  @BeforeAll
  static void start() throws Exception {
    emulator = AccessGrantsEmulator.builder().principal(ADMIN).bucket("lake").start();
    clients = new EmulatorClients(emulator.endpoints());
    s3 = clients.s3(ADMIN);
    for (String key : KEYS) {
      s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString(key));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_objects_v2(Query query) {
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      // As the SDK's paginator: a continuation token takes the place of StartAfter.
      String from = token;
      ListObjectsV2Response page =
          s3.listObjectsV2(
              r ->
                  r.bucket("lake")
                      .prefix(query.prefix())
                      .delimiter(query.delimiter())
                      .startAfter(query.after())
                      .continuationToken(from)
                      .encodingType(query.encoding())
                      .maxKeys(query.most()));
      List<String> entries =
          entries(page.contents().stream().map(S3Object::key), page.commonPrefixes());
      assertThat(page.keyCount()).isEqualTo(entries.size()).isLessThanOrEqualTo(query.most());
      found.addAll(entries);
      assertThat(found).hasSizeLessThanOrEqualTo(KEYS.size());
      token = page.nextContinuationToken();
      assertThat(page.isTruncated()).isEqualTo(token != null);
    } while (token != null);
    assertThat(found).isEqualTo(query.expected());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_objects(Query query) {
    List<String> found = new ArrayList<>();
    String marker = query.after();
    ListObjectsResponse page;
    do {
      String from = marker;
      page =
          s3.listObjects(
              r ->
                  r.bucket("lake")
                      .prefix(query.prefix())
                      .delimiter(query.delimiter())
                      .marker(from)
                      .encodingType(query.encoding())
                      .maxKeys(query.most()));
      found.addAll(entries(page.contents().stream().map(S3Object::key), page.commonPrefixes()));
      assertThat(found).hasSizeLessThanOrEqualTo(KEYS.size());
      marker = page.nextMarker();
    } while (page.isTruncated());
    assertThat(found).isEqualTo(query.expected());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void list_object_versions(Query query) {
    List<String> found = new ArrayList<>();
    String marker = query.after();
    ListObjectVersionsResponse page;
    do {
      String from = marker;
      page =
          s3.listObjectVersions(
              r ->
                  r.bucket("lake")
                      .prefix(query.prefix())
                      .delimiter(query.delimiter())
                      .keyMarker(from)
                      .encodingType(query.encoding())
                      .maxKeys(query.most()));
      found.addAll(
          entries(page.versions().stream().map(ObjectVersion::key), page.commonPrefixes()));
      assertThat(found).hasSizeLessThanOrEqualTo(KEYS.size());
      marker = page.nextKeyMarker();
    } while (page.isTruncated());
    assertThat(found).isEqualTo(query.expected());
  }

  @Test
  void a_prefix_without_slash_and_delimiter_finds_all_that_starts_with_it() {
    // What Delta Lake's fast listing sends for the folder team/n/own.
    assertThat(
            s3.listObjectsV2(r -> r.bucket("lake").prefix("team/n/own").startAfter("team/n/own/"))
                .contents())
        .extracting(S3Object::key)
        .containsExactly(
            "team/n/own/_delta_log/0.json",
            "team/n/own/_delta_log/1.json",
            "team/n/own/a=1/part",
            "team/n/own/part",
            "team/n/own2/_delta_log/0.json");
  }

  private static List<String> entries(Stream<String> keys, List<CommonPrefix> groups) {
    return Stream.concat(keys, groups.stream().map(CommonPrefix::prefix)).sorted().toList();
  }
}
