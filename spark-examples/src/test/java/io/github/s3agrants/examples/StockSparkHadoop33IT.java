package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.examples.CommitterFixture.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stock Spark 3.5 with its own Hadoop 3.3.4, none of whose jars is replaced: the library for
 * Hadoop 3.3, S3A and both versions of the AWS SDK come with the job.
 */
@Tag("stock")
class StockSparkHadoop33IT {
  private static Path stock;
  private static Path jars;

  @TempDir Path work;

  @BeforeAll
  static void collect() throws IOException {
    stock = StockSpark.home();
    jars = StockSpark.hadoop33Jars();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** What the documentation tells those to copy who cannot use {@code --packages}. */
  @Test
  void the_jars_are_those_of_the_documentation_and_none_is_sparks_too() throws IOException {
    List<String> added = names(jars);

    String document = Files.readString(Path.of("..", "docs", "hadoop-3.3.md"));
    assertThat(document).contains(added.size() + " jars of 19 MB");
    assertThat(added).allSatisfy(jar -> assertThat(document).contains(named(jar)));
    List<String> artifacts =
        names(stock.resolve("jars")).stream().map(jar -> artifact(jar)).toList();
    assertThat(added)
        // Of the AWS SDK, and of IntelliJ.
        .filteredOn(jar -> !artifact(jar).equals("annotations"))
        .hasSize(43)
        .noneMatch(jar -> artifacts.contains(artifact(jar)));
  }

  private static String artifact(String jar) {
    return jar.replaceFirst("-[0-9].*", "");
  }

  /** As the documentation writes it: those of version 2 of the SDK without their version. */
  private static String named(String jar) {
    return "`" + jar.replaceFirst("(-2\\.35\\.4)?\\.jar$", "") + "`";
  }

  @Test
  void the_example_runs_to_its_end_and_so_does_its_audit() throws Exception {
    try (RunExample example = new RunExample(work)) {
      Process process =
          example.startBuilt("--hadoop", "3.3", "--spark-home", stock.toString(), "--audit");
      List<String> output = process.inputReader().lines().toList();

      assertThat(process.waitFor()).as(() -> String.join("\n", output)).isZero();
      assertThat(output)
          .contains(
              "FLIGHT DELAYS OK: 10,000 flights, 4 GetDataAccess calls,"
                  + " 0 requests signed with base credentials");
      // The administrator's three uploads are not vended.
      assertThat(output.get(output.size() - 1))
          .matches(
              "AUDIT: \\d{3} S3 requests explained by 2 GetDataAccess calls, 3 unexplained;"
                  + " 0 refused by S3; 2 GetDataAccess calls refused");
      assertThat(output.stream().map(String::trim).collect(Collectors.joining(" ")))
          .contains(
              "AmazonS3Exception: S3 Access Grants gave no credentials for WRITE on s3://lake/")
          .contains(
              "Needed: a grant of READWRITE whose scope covers s3://lake/alice/delays/*.",
              "aws s3control create-access-grant --account-id 111122223333");
    }
  }

  /** What {@link CommittersIT} runs. The example has used the default one, which renames. */
  @Test
  void the_magic_committer_works_under_one_grant() throws IOException {
    assertThatTheyWork(Committer.MAGIC);
  }

  @Test
  @Tag("minutes")
  void the_other_committers_work_under_one_grant() throws IOException {
    assertThatTheyWork(
        Committer.FILE_V1, Committer.FILE_V2, Committer.DIRECTORY, Committer.PARTITIONED);
  }

  private static void assertThatTheyWork(Committer... committers) throws IOException {
    assertThat(Side.VENDED.principal().s3()).isEmpty();
    try (CommitterFixture fixture =
        CommitterFixture.start(
            stock,
            (settings, s3Control, sts) -> settings.withLibraryForHadoop33(s3Control, sts, jars))) {
      List<String> lines = fixture.run(Side.VENDED, committers);

      for (Committer committer : committers) {
        String name = committer.id();
        assertThat(lines)
            .contains(
                name + " write: 0 1 2 3 4 5 6 7",
                name + " append: 0 1 2 3 4 5 6 7 8 9 10 11",
                name + " overwrite: 0 1 2 3 4 5",
                name + " task-failure: 0 1 2 3 4 5 6 7",
                name + " speculation: task 0 attempt 0 task 1 attempt 0");
        assertThat(fixture.text(Side.VENDED, "team/alice/" + name + "/speculation/_SUCCESS"))
            .contains(committer.renames() ? "" : "\"committer\" : \"" + name + "\"");
      }
      assertThat(fixture.uploads(Side.VENDED)).isEmpty();
      assertThat(fixture.calls(Side.VENDED, "s3"))
          .hasSizeGreaterThan(100)
          .allMatch(call -> call.path("signer").asText().equals("VENDED"));
      assertThat(fixture.calls(Side.VENDED, "s3control"))
          .filteredOn(call -> target(call).startsWith("s3://vended/team/"))
          .singleElement()
          .satisfies(call -> assertThat(target(call)).isEqualTo("s3://vended/team/alice/*"));
    }
  }

  private static String target(JsonNode call) {
    return call.path("target").asText();
  }
}
