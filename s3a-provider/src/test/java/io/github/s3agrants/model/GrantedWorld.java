package io.github.s3agrants.model;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;

import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.Tree;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Two trees with the same grants and objects: on one, the library knows the caller's grants; on the
 * other it asks path by path. A third view of the first tree has all permissions.
 */
final class GrantedWorld implements AutoCloseable {
  private static final String KNOWING = "trees/one/";
  private static final String ASKING = "trees/two/";

  /**
   * A grant below both trees.
   *
   * @param scope relative to the tree, such as {@code a/*}, or an object's name
   */
  record Grant(String scope, Permission permission) {
    void addTo(EmulatorBuilder builder) {
      for (String tree : List.of(KNOWING, ASKING)) {
        if (scope.endsWith("*")) {
          builder.grant(TestLake.LOCATION, "lake/" + tree + scope, ALICE.name(), permission);
        } else {
          builder.objectGrant(TestLake.LOCATION, "lake/" + tree + scope, ALICE.name(), permission);
        }
      }
    }
  }

  private final S3AFixture lake;
  private final S3Client administrator;
  private final boolean grantsObjects;

  /** Where the grants are known. */
  final Tree knowing;

  /** Where they are not. */
  final Tree asking;

  /** The tree of {@link #knowing}, as somebody sees it who may do anything. */
  final Tree truth;

  GrantedWorld(List<Grant> grants, List<String> objects, boolean listsGranted) throws IOException {
    grantsObjects = grants.stream().anyMatch(grant -> !grant.scope().endsWith("*"));
    lake =
        S3AFixture.start(
            builder -> {
              builder.missingKey(MissingKey.NOT_FOUND);
              grants.forEach(grant -> grant.addTo(builder));
            });
    administrator =
        EmulatorClients.s3(
            S3Client.builder(), lake.emulator.endpoints(), EmulatorClients.credentials(ADMIN));
    for (String object : objects) {
      for (String tree : List.of(KNOWING, ASKING)) {
        put(tree + object, object);
      }
    }
    Configuration on = classic(lake.grants(ALICE));
    on.setBoolean("fs.s3a.accessgrants.list.granted", listsGranted);
    knowing = new Tree(lake.open(on), KNOWING);
    asking = new Tree(lake.open(classic(lake.askingPathByPath(ALICE))), ASKING);
    truth = new Tree(lake.open(classic(lake.plain(ADMIN))), KNOWING);
  }

  /** The analytics stream hides the exception of a GET. */
  private static Configuration classic(Configuration conf) {
    conf.set("fs.s3a.input.stream.type", "classic");
    return conf;
  }

  private void put(String key, String text) {
    administrator.putObject(b -> b.bucket("lake").key(key), RequestBody.fromString(text));
  }

  /** Whether there is a grant on an object. */
  boolean grantsObjects() {
    return grantsObjects;
  }

  /** Keys with ETags, of the tree where the grants are known. */
  Map<String, String> objects() {
    return objects(KNOWING);
  }

  private Map<String, String> objects(String tree) {
    Map<String, String> objects = new TreeMap<>();
    for (S3Object object :
        administrator.listObjectsV2Paginator(b -> b.bucket("lake").prefix(tree)).contents()) {
      objects.put(object.key().substring(tree.length()), object.eTag());
    }
    return objects;
  }

  boolean treesAreEqual() {
    return objects(KNOWING).equals(objects(ASKING));
  }

  /** Makes the tree without known grants the same as the other. */
  void copyToAsking() {
    Map<String, String> wanted = objects(KNOWING);
    Map<String, String> there = objects(ASKING);
    there.keySet().stream()
        .filter(key -> !wanted.containsKey(key))
        .forEach(key -> administrator.deleteObject(b -> b.bucket("lake").key(ASKING + key)));
    wanted.forEach(
        (key, etag) -> {
          if (!etag.equals(there.get(key))) {
            administrator.copyObject(
                b ->
                    b.sourceBucket("lake")
                        .sourceKey(KNOWING + key)
                        .destinationBucket("lake")
                        .destinationKey(ASKING + key));
          }
        });
  }

  /** The requests that were signed wrongly: with base credentials, or with ones that S3 refused. */
  List<String> wronglySigned() {
    return lake.s3CallsOf(ALICE).entries().stream()
        .filter(call -> call.signer() != SignerKind.VENDED || call.status() == 403)
        .map(JournalEntry::toString)
        .toList();
  }

  @Override
  public void close() throws IOException {
    try (lake;
        administrator;
        truth;
        asking) {
      knowing.close();
    }
  }
}
