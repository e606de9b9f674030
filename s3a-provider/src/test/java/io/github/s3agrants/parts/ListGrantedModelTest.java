package io.github.s3agrants.parts;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Random grants and lists of S3A, against a model: all keys, without those that are not granted.
 */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot
class ListGrantedModelTest {
  private static String directory(Random random, int depth) {
    return random.ints(depth, 0, 3).mapToObj(i -> "d" + i + "/").collect(Collectors.joining());
  }

  private static Set<String> keys(Random random) {
    Set<String> keys = new TreeSet<>();
    while (keys.size() < 25) {
      keys.add(directory(random, random.nextInt(4)) + "f" + random.nextInt(30));
    }
    return keys;
  }

  private static Set<S3Path> grants(Random random, Set<String> keys) {
    Set<S3Path> grants = new TreeSet<>();
    for (int i = random.nextInt(9); i >= 0; i--) {
      switch (random.nextInt(4)) {
        case 0 ->
            grants.add(S3Path.object("lake", List.copyOf(keys).get(random.nextInt(keys.size()))));
        case 1 -> grants.add(S3Path.prefix("lake", directory(random, random.nextInt(3)) + "f1"));
        default -> grants.add(S3Path.prefix("lake", directory(random, 1 + random.nextInt(3))));
      }
    }
    return grants;
  }

  @Property(tries = 25)
  void shows_what_is_granted_and_nothing_else(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Set<String> keys = keys(random);
    Set<S3Path> grants = grants(random, keys);
    Set<String> readable =
        keys.stream()
            .filter(key -> grants.stream().anyMatch(g -> g.covers(S3Path.object("lake", key))))
            .collect(Collectors.toCollection(TreeSet::new));
    try (S3AFixture lake =
            S3AFixture.start(
                builder -> {
                  for (S3Path grant : grants) {
                    String scope = "lake/" + grant.key() + (grant.isPrefix() ? "*" : "");
                    if (grant.isPrefix()) {
                      builder.grant("s3://", scope, ALICE.name(), Permission.READ);
                    } else {
                      builder.objectGrant("s3://", scope, ALICE.name(), Permission.READ);
                    }
                  }
                });
        EmulatorClients clients = new EmulatorClients(lake.emulator.endpoints())) {
      S3Client admin = clients.s3(ADMIN);
      keys.forEach(
          key -> admin.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("x")));
      Configuration conf = lake.grants(ALICE);
      conf.setBoolean("fs.s3a.accessgrants.list.granted", true);
      conf.setInt("fs.s3a.paging.maximum", 1 + random.nextInt(6));
      conf.setInt("fs.s3a.list.version", 1 + random.nextInt(2));
      try (S3AFileSystem fs = lake.open(conf)) {
        if (!readable.isEmpty()) {
          assertLists(fs, "", readable);
          for (String directory : directories(readable)) {
            assertLists(fs, directory, readable);
          }
        }
      }
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
      assertThat(lake.s3CallsOf(ALICE).entries())
          .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
    }
  }

  private static Set<String> directories(Set<String> keys) {
    Set<String> directories = new TreeSet<>();
    for (String key : keys) {
      for (int end = key.indexOf('/'); end >= 0; end = key.indexOf('/', end + 1)) {
        directories.add(key.substring(0, end + 1));
      }
    }
    return directories;
  }

  private static void assertLists(S3AFileSystem fs, String directory, Set<String> readable)
      throws IOException {
    Path path = new Path("/" + directory);
    List<String> inside =
        readable.stream().filter(key -> key.startsWith(directory)).collect(Collectors.toList());
    List<String> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> found = fs.listFiles(path, true);
    while (found.hasNext()) {
      files.add(found.next().getPath().toUri().getPath().substring(1));
    }
    assertThat(files).as("files in %s", path).isEqualTo(inside);
    assertThat(
            Arrays.stream(fs.listStatus(path))
                .map(
                    s -> s.getPath().toUri().getPath().substring(1) + (s.isDirectory() ? "/" : "")))
        .as("list of %s", path)
        .containsExactlyInAnyOrderElementsOf(
            inside.stream()
                .map(
                    key -> {
                      int end = key.indexOf('/', directory.length());
                      return end < 0 ? key : key.substring(0, end + 1);
                    })
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(fs.exists(path)).isTrue();
    assertThat(fs.getFileStatus(path).isDirectory()).isTrue();
  }
}
