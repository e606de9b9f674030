package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.tools.DistCp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DistCp, with map tasks in this JVM, from a prefix with a READ grant to one with a READWRITE
 * grant.
 */
class DistCpTest {
  private static final String SOURCE = "s3a://lake/team/shared/in";
  private static final String TARGET = "s3a://lake/team/alice/out";

  @Test
  void from_one_granted_prefix_to_another(@TempDir java.nio.file.Path local) throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READ, "lake/team/shared/*").accept(builder);
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*").accept(builder);
            })) {
      lake.upload("/team/shared/in/a", "one");
      lake.upload("/team/shared/in/sub/b", "two");
      lake.upload("/team/bob/secret", "text");
      Configuration conf = lake.grants(ALICE);
      conf.set("mapreduce.framework.name", "local");
      conf.set("hadoop.tmp.dir", local.toString());
      conf.set("mapreduce.jobtracker.staging.root.dir", local.resolve("staging").toString());

      assertThat(distCp(conf, SOURCE, TARGET)).isZero();
      assertThat(copied(lake)).isEqualTo(Map.of("a", "one", "sub/b", "two"));

      lake.upload("/team/shared/in/a", "longer");
      lake.upload("/team/shared/in/c", "three");
      assertThat(distCp(conf, "-update", "-delete", SOURCE, TARGET)).isZero();
      assertThat(copied(lake)).isEqualTo(Map.of("a", "longer", "c", "three", "sub/b", "two"));

      lake.upload("/team/shared/in/c", "other");
      assertThat(distCp(conf, "-overwrite", "-direct", SOURCE, TARGET)).isZero();
      assertThat(copied(lake)).isEqualTo(Map.of("a", "longer", "c", "other", "sub/b", "two"));

      assertThat(distCp(conf, "s3a://lake/team/bob/secret", TARGET)).isNotZero();
      assertThat(distCp(conf, SOURCE, "s3a://lake/team/bob/out")).isNotZero();
      assertThat(copied(lake)).hasSize(3);
      assertThat(lake.s3CallsOf(ALICE).entries())
          .isNotEmpty()
          .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
          .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
    }
  }

  /** Runs as a separate Hadoop user, so that its cached file systems can be closed. */
  private static int distCp(Configuration conf, String... arguments) throws Exception {
    UserGroupInformation user = UserGroupInformation.createRemoteUser("alice");
    try {
      return user.doAs(
          (PrivilegedExceptionAction<Integer>) () -> new DistCp(conf, null).run(arguments));
    } finally {
      FileSystem.closeAllForUGI(user);
    }
  }

  private static Map<String, String> copied(S3AFixture lake) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (S3AFileSystem admin = lake.open(lake.plain(TestPrincipals.ADMIN))) {
      RemoteIterator<LocatedFileStatus> found = admin.listFiles(new Path(TARGET), true);
      while (found.hasNext()) {
        Path file = found.next().getPath();
        files.put(
            file.toString().substring(TARGET.length() + 1),
            S3AFixture.read(admin, file.toUri().getPath()));
      }
    }
    return files;
  }
}
