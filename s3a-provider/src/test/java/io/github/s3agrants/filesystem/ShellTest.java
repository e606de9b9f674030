package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hadoop fs} has the same output and exit codes with vended credentials as with base
 * credentials that may do anything, on two equal trees.
 */
class ShellTest {
  /**
   * {@code @} stands for the tree, {@code %} for the local directory, {@code ^} for a percent sign.
   */
  private static final List<String> COMMANDS =
      List.of(
          "-test -e @/none",
          "-mkdir -p @/d1/d2",
          "-mkdir @/d1",
          "-mkdir @/no/parent",
          "-mkdir -p @",
          "-test -d @/d1/d2",
          "-test -d @",
          "-test -f @/d1",
          "-put %/a.txt @/d1/a.txt",
          "-put %/a.txt @/d1/a.txt",
          "-put -f %/b.txt @/d1/a.txt",
          "-put -d %/a.txt @/d1/direct.txt",
          "-put %/tree @/d1",
          "-copyFromLocal %/b.txt @/d1/d2",
          "-moveFromLocal %/none @/d1/d2",
          "-cat @/d1/a.txt",
          "-cat @/d1/none",
          "-text @/d1/d2/b.txt",
          "-head @/d1/a.txt",
          "-tail @/d1/a.txt",
          "-ls @",
          "-ls -R @",
          "-ls @/d1/*.txt",
          "-ls @/none",
          "-count @",
          "-count -q -h @/d1",
          "-du @/d1",
          "-du -s -h @",
          "-stat ^n_^b_^F @/d1/a.txt",
          "-stat ^F @/d1",
          "-find @ -name *.txt",
          "-find @/d1 -iname A.TXT -print",
          "-checksum @/d1/a.txt",
          "-getmerge @/d1/d2 %/merged",
          "-get @/d1/a.txt %/got-a.txt",
          "-get @/d1/a.txt %/got-a.txt",
          "-copyToLocal -f @/d1/tree %/got-tree",
          "-touchz @/empty",
          "-touch @/touched",
          "-test -z @/empty",
          "-test -s @/d1/a.txt",
          "-appendToFile %/a.txt @/d1/a.txt",
          "-truncate 1 @/d1/a.txt",
          "-setrep 2 @/d1/a.txt",
          "-chmod 600 @/d1/a.txt",
          "-cp @/d1/a.txt @/d1/copy.txt",
          "-cp @/d1/a.txt @/d1/copy.txt",
          "-cp -f @/d1/tree @/tree-copy",
          "-cp -d @/d1/a.txt @/direct-copy.txt",
          "-mv @/d1/copy.txt @/d1/moved.txt",
          "-mv @/tree-copy @/tree-moved",
          "-mv @/none @/never",
          "-rmdir @/d1",
          "-rm @/d1",
          "-rm @/none",
          "-rm -f @/none",
          "-rm @/d1/moved.txt",
          "-rm -r -skipTrash @/d1/tree",
          "-ls -R @",
          "-rm -r @/d1 @/tree-moved @/direct-copy.txt @/empty @/touched",
          "-mkdir @/last",
          "-rmdir @/last",
          "-rm -r @",
          "-ls -R @",
          "-put %/a.txt @/again",
          "-rm -r -f @");

  /** The output and the exit code of a command. */
  private record Outcome(int exitCode, String out, String err) {}

  /** A user of the shell, for whom Hadoop caches file systems from one command to the next. */
  private record User(
      UserGroupInformation identity, Configuration conf, String tree, Path directory)
      implements AutoCloseable {

    static User of(String name, Configuration conf, String tree, Path directory)
        throws IOException {
      Files.createDirectories(directory.resolve("tree/sub"));
      Files.writeString(directory.resolve("a.txt"), "one\n");
      Files.writeString(directory.resolve("b.txt"), "two\n");
      Files.writeString(directory.resolve("tree/sub/c.txt"), "three\n");
      return new User(UserGroupInformation.createRemoteUser(name), conf, tree, directory);
    }

    Outcome run(String command) throws IOException, InterruptedException {
      String[] words = command.split(" ");
      for (int i = 0; i < words.length; i++) {
        words[i] =
            words[i]
                .replace("@", tree)
                .replace("%/", directory.toUri().toString())
                .replace('^', '%');
      }
      return identity.doAs(
          (PrivilegedExceptionAction<Outcome>)
              () -> {
                PrintStream out = System.out;
                PrintStream err = System.err;
                ByteArrayOutputStream printed = new ByteArrayOutputStream();
                ByteArrayOutputStream complained = new ByteArrayOutputStream();
                System.setOut(new PrintStream(printed, true, UTF_8));
                System.setErr(new PrintStream(complained, true, UTF_8));
                try {
                  int exitCode = new FsShell(conf).run(words);
                  return new Outcome(exitCode, comparable(printed), comparable(complained));
                } finally {
                  System.setOut(out);
                  System.setErr(err);
                }
              });
    }

    @Override
    public void close() throws IOException {
      FileSystem.closeAllForUGI(identity);
    }

    /**
     * Removes user names, times, stack traces and the log, and statistics that S3A of Hadoop 3.3
     * prints in any order.
     */
    private String comparable(ByteArrayOutputStream printed) {
      return printed
          .toString(UTF_8)
          .replace(tree, "@")
          .replace(directory.toString(), "%")
          .replace(identity.getShortUserName(), "USER")
          .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "TIME")
          .replaceAll("(?m)^(\\tat |log4j:|\\[.*\\] WARN ).*\\n", "")
          // The rest of S3A's warning that it closes a stream with data pending. Hadoop 3.3 gives
          // it sometimes, with any credentials.
          .replaceAll("(?m)^((counters|gauges|minimums|maximums|means)=|, blocksActive=).*\\n", "");
    }
  }

  /** The whole bucket, of which the user may read two directories and an object. */
  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void shows_what_is_granted_from_the_buckets_root_on(@TempDir Path local) throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READ, "lake/a/b/*", "lake/z/*").accept(builder);
              builder.objectGrant(
                  TestLake.LOCATION, "lake/a/c/one.csv", ALICE.name(), Permission.READ);
            })) {
      for (String key : List.of("a/b/f", "a/b/g/h", "a/c/one.csv", "a/c/two.csv", "y/f", "z/f")) {
        lake.upload("/" + key, "x");
      }
      Configuration conf = lake.grants(ALICE);
      conf.setBoolean("fs.s3a.accessgrants.list.granted", true);
      try (User user = User.of("lister", conf, "s3a://lake", local)) {
        Outcome listed = user.run("-ls -R @/");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out().lines().map(line -> line.replaceFirst(".* ", "")))
            .containsExactly(
                "@/a",
                "@/a/b",
                "@/a/b/f",
                "@/a/b/g",
                "@/a/b/g/h",
                "@/a/c",
                "@/a/c/one.csv",
                "@/z",
                "@/z/f");
        Outcome deleted = user.run("-rm -r -skipTrash @/a");
        assertThat(deleted.exitCode()).isOne();
        assertThat(deleted.err())
            .contains("The caller has grants below it: ")
            .contains("s3://lake/a/b/*, s3://lake/a/c/one.csv");
      }
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    }
  }

  @Test
  void each_command_does_and_says_the_same(@TempDir Path local) throws Exception {
    try (S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*"));
        User granted =
            User.of(
                "grant", lake.grants(ALICE), "s3a://lake/team/alice", local.resolve("granted"));
        User plain =
            User.of(
                "plain",
                lake.plain(TestPrincipals.ADMIN),
                "s3a://lake/team/plain",
                local.resolve("plain"))) {
      List<String> differences = new ArrayList<>();
      List<Integer> exitCodes = new ArrayList<>();
      for (String command : COMMANDS) {
        Outcome expected = plain.run(command);
        Outcome outcome = granted.run(command);
        exitCodes.add(outcome.exitCode());
        if (!outcome.equals(expected)) {
          differences.add(command + "\n  plain:   " + expected + "\n  granted: " + outcome);
        }
      }
      assertThat(differences).isEmpty();
      assertThat(exitCodes).contains(0, 1, -1);
      assertThat(local.resolve("granted/got-tree/sub/c.txt")).hasContent("three");
      assertThat(local.resolve("granted/merged")).hasContent("two");
      assertThat(lake.s3CallsOf(ALICE).entries())
          .isNotEmpty()
          .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
          .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
    }
  }

  /** Without {@code -p} the shell looks at the parent, for which there is no grant. */
  @Test
  void the_grants_own_directory_is_made_with_its_parents(@TempDir Path local) throws Exception {
    try (S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*"));
        User user = User.of("grant", lake.grants(ALICE), "s3a://lake/team/alice", local)) {
      lake.upload("/team/other", "text");
      Outcome refused = user.run("-mkdir @");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("s3a://lake/team");
      assertThat(user.run("-mkdir -p @")).isEqualTo(new Outcome(0, "", ""));
      assertThat(user.run("-mkdir @/below")).isEqualTo(new Outcome(0, "", ""));
    }
  }

  @Test
  void trash_is_outside_the_grant(@TempDir Path local) throws Exception {
    try (S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*"));
        User user = User.of("grant", lake.grants(ALICE), "s3a://lake/team/alice", local)) {
      user.conf().set("fs.trash.interval", "60");
      user.run("-mkdir -p @");
      user.run("-put %/a.txt @/a.txt");
      Outcome refused = user.run("-rm @/a.txt");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("gave no credentials").contains("s3://lake/user/");
      assertThat(user.run("-test -e @/a.txt").exitCode()).isZero();
      assertThat(user.run("-rm -skipTrash @/a.txt").exitCode()).isZero();
    }
  }
}
