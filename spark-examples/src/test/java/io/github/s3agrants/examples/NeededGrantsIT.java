package io.github.s3agrants.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The suggested grants are enough: a user without any grant writes with Spark, and an administrator
 * pastes the command of each AccessDeniedException into a shell until the job succeeds.
 */
class NeededGrantsIT {

  /** The grants that were made for the job of each committer. */
  private static final Map<String, List<String>> GRANTS = new LinkedHashMap<>();

  /** How the job of each committer ended. */
  private static final Map<String, String> ENDS = new LinkedHashMap<>();

  @BeforeAll
  static void followTheSuggestions() throws Exception {
    try (NeededGrantsFixture fixture = NeededGrantsFixture.start()) {
      Process job = fixture.run("s3a://lake/dave/");
      try (BufferedReader output = job.inputReader();
          PrintWriter input = new PrintWriter(job.outputWriter(), true)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          if (line.startsWith(CommitterJobs.MARK)) {
            String[] said = line.substring(CommitterJobs.MARK.length()).split(" ", 2);
            if (said[1].startsWith("done")) {
              ENDS.put(said[0], said[1]);
            } else {
              List<String> arguments = pasted(said[1]);
              GRANTS
                  .computeIfAbsent(said[0], name -> new ArrayList<>())
                  .add(fixture.make(arguments));
              input.println("made");
            }
          }
        }
      } finally {
        job.destroyForcibly();
      }
    }
  }

  @AfterAll
  static void forget() {
    GRANTS.clear();
    ENDS.clear();
  }

  @ParameterizedTest
  @EnumSource
  void two_grants_are_enough(Committer committer) {
    assertThat(ENDS).containsEntry(committer.id(), "done 8");
    assertThat(GRANTS.get(committer.id()))
        .as("grants for %s", committer)
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(2)
        .allSatisfy(grant -> assertThat(grant).endsWith(" on lake/dave/" + committer.id() + "/*"));
  }

  /** The arguments that a shell passes to the AWS CLI. */
  private static List<String> pasted(String command) throws IOException, InterruptedException {
    String asFunction = "aws() { printf '%s\\001' \"$@\"; }\n";
    Process shell =
        new ProcessBuilder("bash", "-c", asFunction + command)
            .directory(Path.of("target").toFile())
            .redirectErrorStream(true)
            .start();
    String words = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).isZero();
    return List.of(words.split("\u0001", 0));
  }
}
