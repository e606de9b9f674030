package io.github.s3agrants.vending.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.testing.CollidingKeys;
import io.github.s3agrants.testing.Keys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which answers about a directory are kept apart. */
class DescendantsKeyTest {
  private static List<DescendantsKey> directories() {
    S3Path path = S3Path.prefix("b", "d/");
    Duration life = Duration.ofMinutes(1);
    return List.of(
        new DescendantsKey(TestCredentials.owner("alice"), path, life),
        new DescendantsKey(TestCredentials.owner("bob"), path, life),
        new DescendantsKey(TestCredentials.owner("alice"), S3Path.prefix("b", "e/"), life),
        new DescendantsKey(TestCredentials.owner("alice"), path, Duration.ofMinutes(2)));
  }

  @Test
  void directories_above_grants() {
    Keys.assertAllApart(directories(), directories());
    for (int i = 0; i < directories().size(); i++) {
      for (int j = 0; j < directories().size(); j++) {
        int order = directories().get(i).compareTo(directories().get(j));
        assertThat(order == 0).isEqualTo(i == j);
        assertThat(Integer.signum(order))
            .isEqualTo(-Integer.signum(directories().get(j).compareTo(directories().get(i))));
      }
    }
  }

  @Test
  void directories_with_the_same_hash_code_are_found_as_others_are() {
    var owner = TestCredentials.owner("alice");
    Function<String, DescendantsKey> key =
        name -> new DescendantsKey(owner, S3Path.object("b", name), Duration.ofMinutes(1));
    CollidingKeys.assertBounded(
        names -> {
          var answers = new ConcurrentHashMap<DescendantsKey, String>();
          names.forEach(name -> answers.put(key.apply(name), name));
          return CollidingKeys.nanosOf(names, key, answers::containsKey);
        });
  }
}
