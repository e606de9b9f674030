package io.github.s3agrants.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.KeyOrder;
import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Pages that are put together of scopes, against a model: all keys, without those outside. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot, so that there are no parts
class GrantedListingTest implements AutoCloseable {
  private static final List<String> PIECES = List.of("a", "b", "/", "/", "é", "\uff5e", "😀");

  private final AccessGrantsEmulator emulator = TestLake.builder().start();
  private final EmulatorClients clients = new EmulatorClients(emulator.endpoints());
  private final S3Client s3 = clients.s3(TestPrincipals.ADMIN);
  private final List<String> keys = someKeys();

  GrantedListingTest() throws IOException {
    keys.forEach(key -> s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("x")));
  }

  /** jqwik calls this after each property. */
  @Override
  public void close() throws IOException {
    clients.close();
    emulator.close();
  }

  private static List<String> someKeys() {
    Random random = new Random(14);
    TreeSet<String> some = new TreeSet<>(KeyOrder::compare);
    while (some.size() < 150) {
      some.add(text(random, 1 + random.nextInt(6)));
    }
    return List.copyOf(some);
  }

  private static String text(Random random, int length) {
    return random
        .ints(length, 0, PIECES.size())
        .mapToObj(PIECES::get)
        .collect(Collectors.joining());
  }

  /** Scopes below a prefix, in order and none inside another, as the core gives them. */
  private List<S3Path> scopes(Random random, String prefix) {
    List<S3Path> scopes = new ArrayList<>();
    Stream.generate(
            () -> {
              String key = prefix + text(random, 1 + random.nextInt(3));
              return random.nextInt(3) == 0
                  ? S3Path.object("lake", keys.get(random.nextInt(keys.size())))
                  : S3Path.prefix("lake", key);
            })
        .limit(random.nextInt(12))
        .filter(scope -> S3Path.prefix("lake", prefix).isAbove(scope))
        .sorted((a, b) -> KeyOrder.compare(a.key(), b.key()))
        .forEach(
            scope -> {
              scopes.removeIf(scope::covers);
              if (scopes.stream().noneMatch(other -> other.covers(scope))) {
                scopes.add(scope);
              }
            });
    return scopes;
  }

  private List<String> model(List<S3Path> scopes, String prefix, String delimiter, String after) {
    return keys.stream()
        .filter(key -> key.startsWith(prefix))
        .filter(key -> Arrays.compareUnsigned(key.getBytes(UTF_8), after.getBytes(UTF_8)) > 0)
        .filter(key -> scopes.stream().anyMatch(s -> s.covers(S3Path.object("lake", key))))
        .map(
            key -> {
              int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
              return end < 0 ? key : key.substring(0, end + delimiter.length());
            })
        .distinct()
        .collect(Collectors.toList());
  }

  /**
   * A key to begin after; empty for none. Not inside a common prefix: no document says whether S3
   * shows that one.
   */
  private static String after(Random random, String prefix, String delimiter) {
    if (random.nextInt(3) > 0) {
      return "";
    }
    String after = prefix + text(random, 1 + random.nextInt(3));
    return delimiter.isEmpty() || after.indexOf(delimiter, prefix.length()) < 0 ? after : "";
  }

  private static List<String> entries(ListObjectsV2Response answer) {
    return Stream.concat(
            answer.contents().stream().map(object -> object.key()),
            answer.commonPrefixes().stream().map(found -> found.prefix()))
        .sorted((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)))
        .collect(Collectors.toList());
  }

  @Property(tries = 400)
  void pages_show_what_the_scopes_hold_in_order_and_nothing_else(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int maxKeys) {
    Random random = new Random(seed);
    String prefix = text(random, random.nextInt(3));
    String delimiter = List.of("/", "/", "", "a").get(random.nextInt(4));
    String after = after(random, prefix, delimiter);
    List<S3Path> scopes = scopes(random, prefix);
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket("lake")
            .prefix(prefix.isEmpty() ? null : prefix)
            .delimiter(delimiter.isEmpty() ? null : delimiter)
            .startAfter(after.isEmpty() ? null : after)
            .maxKeys(maxKeys)
            .build();
    List<String> shown = new ArrayList<>();
    ListQuery query = ListQuery.of(request, false);
    while (true) {
      ListPage page = new GrantedListing(s3, query, scopes).page();
      ListObjectsV2Response answer = page.answer(request, query);
      List<String> entries = entries(answer);
      assertThat(entries).hasSizeLessThanOrEqualTo(maxKeys).hasSize(answer.keyCount());
      shown.addAll(entries);
      if (!answer.isTruncated()) {
        break;
      }
      String token = answer.nextContinuationToken();
      assertThat(PageToken.isOne(token)).isTrue();
      String last = PageToken.entry(token, prefix).orElseThrow();
      assertThat(last).isEqualTo(entries.get(entries.size() - 1));
      query = ListQuery.of(request.toBuilder().startAfter(last).build(), true);
    }
    assertThat(shown).isEqualTo(model(scopes, prefix, delimiter, after));
  }

  @Property(tries = 200)
  void version_1_shows_the_same(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int maxKeys) {
    Random random = new Random(seed);
    String prefix = text(random, random.nextInt(3));
    List<S3Path> scopes = scopes(random, prefix);
    List<String> shown = new ArrayList<>();
    ListObjectsRequest request =
        ListObjectsRequest.builder()
            .bucket("lake")
            .prefix(prefix)
            .delimiter("/")
            .maxKeys(maxKeys)
            .build();
    while (true) {
      ListQuery query = ListQuery.of(request);
      ListObjectsResponse answer =
          new GrantedListing(s3, query, scopes).page().answer(request, query);
      answer.contents().forEach(object -> shown.add(object.key()));
      answer.commonPrefixes().forEach(found -> shown.add(found.prefix()));
      if (!answer.isTruncated()) {
        break;
      }
      request = request.toBuilder().marker(answer.nextMarker()).build();
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(model(scopes, prefix, "/", ""));
  }
}
