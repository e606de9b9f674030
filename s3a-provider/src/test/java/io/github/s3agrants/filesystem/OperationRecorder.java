package io.github.s3agrants.filesystem;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.Tree;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Makes each call in {@code team/alice} on the same few objects: as Alice with a READWRITE grant,
 * as Bob with a READ grant, and as the administrator with base credentials.
 */
final class OperationRecorder implements AutoCloseable {
  static final String ROOT = "team/alice/";
  static final int BIG = 12 << 20;

  /** Names and lengths of the objects before each call. */
  static final Map<String, Integer> OBJECTS =
      Map.of("file", 4, "dir/a", 4, "dir/sub/b", 4, "empty/", 0);

  private final S3AFixture lake;
  private final Path local;
  private final S3Client administrator;
  private final Tree plain;

  /**
   * The results of one call.
   *
   * @param cold as Alice, with an empty cache
   * @param warm as Alice, for the second time
   * @param reading as Bob, with an empty cache; empty if the call writes
   * @param plain as the administrator
   */
  record Recorded(
      RecordedOperation cold,
      RecordedOperation warm,
      Optional<RecordedOperation> reading,
      RecordedOperation plain) {}

  OperationRecorder(Path local) throws IOException {
    this.local = local;
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(TestPrincipals.ALICE, Permission.READWRITE, "lake/" + ROOT + "*")
                  .accept(builder);
              S3AFixture.grant(TestPrincipals.BOB, Permission.READ, "lake/" + ROOT + "*")
                  .accept(builder);
            });
    administrator =
        EmulatorClients.s3(
            S3Client.builder(),
            lake.emulator.endpoints(),
            EmulatorClients.credentials(TestPrincipals.ADMIN));
    plain = new Tree(lake.open(with(lake.plain(TestPrincipals.ADMIN))), ROOT);
  }

  /** Turns off parallel requests, so that their order is always the same. */
  private static Configuration with(Configuration conf) {
    conf.set("fs.s3a.input.stream.type", "classic");
    conf.set("fs.s3a.executor.capacity", "1");
    conf.set("fs.s3a.fast.upload.active.blocks", "1");
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    return conf;
  }

  Recorded record(OperationRow row) throws IOException {
    RecordedOperation plainly = run(row, plain, TestPrincipals.ADMIN);
    RecordedOperation cold;
    RecordedOperation warm;
    try (Tree tree = vended(TestPrincipals.ALICE)) {
      cold = run(row, tree, TestPrincipals.ALICE);
      warm = run(row, tree, TestPrincipals.ALICE);
    }
    if (!row.reads()) {
      return new Recorded(cold, warm, Optional.empty(), plainly);
    }
    try (Tree tree = vended(TestPrincipals.BOB)) {
      return new Recorded(cold, warm, Optional.of(run(row, tree, TestPrincipals.BOB)), plainly);
    }
  }

  private Tree vended(Principal who) throws IOException {
    return new Tree(lake.open(with(lake.grants(who))), ROOT);
  }

  private RecordedOperation run(OperationRow row, Tree tree, Principal who) throws IOException {
    restore();
    lake.emulator.resetJournal();
    String outcome = "";
    try {
      row.action().on(tree, local);
    } catch (IOException | RuntimeException e) {
      outcome = e.getClass().getSimpleName();
    }
    return RecordedOperation.of(outcome, lake.emulator.journal().principal(who.name()), ROOT);
  }

  private void restore() {
    List<S3Object> found =
        administrator.listObjectsV2(b -> b.bucket("lake").prefix("team/")).contents();
    for (S3Object object : found) {
      Integer length =
          object.key().startsWith(ROOT) ? OBJECTS.get(object.key().substring(ROOT.length())) : null;
      if (length == null || object.size() != (long) length) {
        administrator.deleteObject(b -> b.bucket("lake").key(object.key()));
      }
    }
    OBJECTS.forEach(
        (name, length) ->
            administrator.putObject(
                b -> b.bucket("lake").key(ROOT + name), RequestBody.fromBytes(new byte[length])));
  }

  @Override
  public void close() throws IOException {
    try (lake;
        administrator) {
      plain.close();
    }
  }
}
