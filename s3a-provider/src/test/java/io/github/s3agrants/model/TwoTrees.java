package io.github.s3agrants.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.Tree;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Makes the same calls on two trees of equal depth: {@code open/world} with base credentials that
 * may do anything, and {@code team/alice} with vended credentials of a grant of everything below
 * it.
 */
final class TwoTrees implements AutoCloseable {
  private static final String PLAIN = "open/world/";
  private static final String VENDED = "team/alice/";
  private static final int BETWEEN_CHECKPOINTS = 20;

  private final S3AFixture lake;
  private final S3Client administrator;
  private final Tree plain;
  private final Tree vended;

  /**
   * The set-up of both file systems.
   *
   * @param mayListGrants whether the caller may call ListCallerAccessGrants
   */
  record Setup(MissingKey missingKey, Map<String, String> options, boolean mayListGrants) {
    Setup withoutListOfGrants() {
      return new Setup(missingKey, options, false);
    }

    static Setup of(MissingKey missingKey, String... options) {
      Map<String, String> all = new TreeMap<>();
      for (String option : options) {
        all.put(option.split("=", 2)[0], option.split("=", 2)[1]);
      }
      return new Setup(missingKey, all, true);
    }
  }

  /**
   * The first difference between the trees.
   *
   * @param operations the number of operations made before
   */
  record Difference(int operations, String text) {}

  TwoTrees(Setup setup) throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              builder.missingKey(setup.missingKey());
              if (!setup.mayListGrants()) {
                builder.fault(ControlOperation.LIST_CALLER_ACCESS_GRANTS, Fault.denied());
              }
              S3AFixture.grant(TestPrincipals.ALICE, Permission.READWRITE, "lake/" + VENDED + "*")
                  .accept(builder);
            });
    administrator =
        EmulatorClients.s3(
            S3Client.builder(),
            lake.emulator.endpoints(),
            EmulatorClients.credentials(TestPrincipals.ADMIN));
    plain = new Tree(lake.open(with(setup, lake.plain(TestPrincipals.ADMIN))), PLAIN);
    vended = new Tree(lake.open(with(setup, lake.grants(TestPrincipals.ALICE))), VENDED);
  }

  private static Configuration with(Setup setup, Configuration conf) {
    setup.options().forEach(conf::set);
    return conf;
  }

  /** Makes the calls up to the first difference; empty if there is none. */
  Optional<Difference> firstDifference(List<TreeOperation> operations) throws IOException {
    for (int i = 0; i < operations.size(); i++) {
      TreeOperation operation = operations.get(i);
      String expected = operation.outcomeOn(plain);
      String actual = operation.outcomeOn(vended);
      if (!expected.equals(actual)) {
        return Optional.of(new Difference(i + 1, "plain " + expected + "\n  vended " + actual));
      }
      boolean last = i == operations.size() - 1;
      if (last || i % BETWEEN_CHECKPOINTS == 0) {
        Map<String, String> there = objects(PLAIN, last);
        Map<String, String> here = objects(VENDED, last);
        if (!there.equals(here)) {
          return Optional.of(
              new Difference(i + 1, "plain holds " + there + "\n  vended holds " + here));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The objects as the administrator sees them: keys with lengths and ETags, and with contents if
   * wanted.
   */
  private Map<String, String> objects(String prefix, boolean contents) {
    Map<String, String> objects = new TreeMap<>();
    for (S3Object object :
        administrator.listObjectsV2Paginator(b -> b.bucket("lake").prefix(prefix)).contents()) {
      String key = object.key();
      String text =
          contents
              ? administrator.getObjectAsBytes(b -> b.bucket("lake").key(key)).asString(UTF_8)
              : object.eTag();
      objects.put(key.substring(prefix.length()), object.size() + " " + text);
    }
    return objects;
  }

  @Override
  public void close() throws IOException {
    try (lake;
        administrator;
        plain) {
      vended.close();
    }
  }
}
