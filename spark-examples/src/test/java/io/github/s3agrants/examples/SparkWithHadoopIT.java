package io.github.s3agrants.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code bin/spark-with-hadoop-3.4} as a file manager. All but the first test run a copy of the
 * script alone, with small files for jars, and a command {@code mvn} that makes such files at once.
 * {@link StockSparkIT} runs Spark on what it makes.
 */
@Tag("stock")
class SparkWithHadoopIT {
  private static final List<String> STOCK =
      List.of(
          "commons-codec-1.16.1.jar",
          "hadoop-client-api-3.3.4.jar",
          "hadoop-client-runtime-3.3.4.jar",
          "httpclient-4.5.14.jar",
          "httpcore-4.4.16.jar",
          "netty-codec-http2-4.1.96.Final.jar",
          "netty-handler-4.1.96.Final.jar",
          "slf4j-api-2.0.7.jar",
          "spark-core_2.12-3.5.9.jar");

  /** In the order in which the folder jars lists them. */
  private static final List<String> SWAPPED =
      List.of(
          "commons-codec-1.16.1.jar",
          "hadoop-aws-3.4.3.jar",
          "hadoop-client-api-3.4.3.jar",
          "hadoop-client-runtime-3.4.3.jar",
          "httpclient-4.5.14.jar",
          "httpcore-4.4.16.jar",
          "library.jar",
          "netty-codec-http2-4.1.96.Final.jar",
          "netty-handler-4.1.96.Final.jar",
          "slf4j-api-2.0.7.jar",
          "spark-core_2.12-3.5.9.jar");

  /** What Maven is asked for, as it would be; how it answers is in {@link StockSparkIT}. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      for word in "$@"; do
        case $word in
          -DoutputDirectory=*) folder=${word#*=} ;;
          */pom.xml) cat "$word" >"${0%/*}/pom.xml" ;;
        esac
      done
      /bin/mkdir "$folder"
      for jar in hadoop-aws-3.4.3 hadoop-client-api-3.4.3 hadoop-client-runtime-3.4.3; do
        echo "$jar from Maven" >"$folder/$jar.jar"
      done
      """;

  /** Instead of a command that changes files: kills the script when it has come so far. */
  private static final String FATAL =
      """
      #!/usr/bin/env bash
      count=$(($(<"${0%/*}/count") + 1))
      echo "$count" >"${0%/*}/count"
      if [[ $count == "$FATAL" ]]; then
        kill -KILL "$PPID"
        exit 1
      fi
      exec "/bin/${0##*/}" "$@"
      """;

  private static final List<String> CHANGES = List.of("cp", "mkdir", "mv", "rm", "touch");

  /** As a user, who can read what the tests write. */
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

  @TempDir Path work;
  private Path script;
  private Path commands;
  private Path home;
  private Path library;
  private Map<String, String> before;

  private record Run(int status, List<String> output) {
    String text() {
      return String.join("\n", output);
    }

    String lastLine() {
      return output.isEmpty() ? "" : output.get(output.size() - 1);
    }
  }

  @BeforeEach
  void makeSmallHome() throws IOException {
    script =
        Files.copy(StockSpark.SCRIPT, Files.createDirectory(work.resolve("alone")).resolve("s"));
    executable(script);
    commands = Files.createDirectory(work.resolve("commands"));
    executable(Files.writeString(commands.resolve("mvn"), MAVEN));
    library =
        Files.writeString(
            work.resolve("library.jar"), "io/github/s3agrants/AccessGrantsInterceptor.class");
    home = work.resolve("home");
    fill(home, STOCK);
    Files.writeString(home.resolve("RELEASE"), "Spark 3.5.9");
    before = hashes(home);
  }

  private static void fill(Path home, List<String> jars) throws IOException {
    Files.createDirectories(home.resolve("jars"));
    for (String jar : jars) {
      Files.writeString(home.resolve("jars").resolve(jar), jar + " as downloaded");
    }
  }

  private static Path executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** The content of each file in a folder, by its path; and its folders. */
  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        String name = folder.relativize(file).toString();
        hashes.put(name, Files.isDirectory(file) ? "folder" : hash(file));
      }
    }
    return hashes;
  }

  private static String hash(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return Files.getLastModifiedTime(file) + " " + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> jars(Path home) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
      return jars.map(jar -> jar.getFileName().toString()).sorted().toList();
    }
  }

  private Run run(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of(script.toString()));
    words.addAll(List.of(options));
    return run(Map.of(), words);
  }

  private Run run(Map<String, String> environment, List<String> words) throws Exception {
    ProcessBuilder builder = StockSpark.command(words.toArray(String[]::new));
    builder.environment().putAll(environment);
    builder.environment().put("TMPDIR", work.toString());
    builder.environment().put("PATH", commands + ":" + System.getenv("PATH"));
    Process process = builder.start();
    List<String> output = process.inputReader().lines().toList();
    return new Run(process.waitFor(), output);
  }

  private Run swap(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--library-jar", library.toString()));
    all.addAll(List.of(options));
    all.add(home.toString());
    return run(all.toArray(String[]::new));
  }

  private Run undo() throws Exception {
    return run("--undo", home.toString());
  }

  private void assertThatItIsAsBefore() throws IOException {
    assertThat(hashes(home)).isEqualTo(before);
  }

  private void assertThatItIsSwapped() throws IOException {
    assertThat(jars(home)).isEqualTo(SWAPPED);
    assertThat(home.resolve("jars/hadoop-aws-3.4.3.jar")).hasContent("hadoop-aws-3.4.3 from Maven");
    assertThat(home.resolve("jars/library.jar")).hasSameBinaryContentAs(library);
  }

  @Test
  void the_real_jars_come_and_go() throws Exception {
    commands = Files.createDirectory(work.resolve("none"));
    home = StockSpark.home();
    Map<String, String> stock = hashes(home);
    Path copy = work.resolve("copy");

    Run copied = swap("--copy-to", copy.toString());
    assertThat(copied.status()).as(copied.text()).isZero();
    assertThat(hashes(home)).isEqualTo(stock);
    home = copy;
    assertThat(jars(home)).contains("hadoop-aws-3.4.3.jar").doesNotContain("bundle");

    Run undone = undo();
    assertThat(undone.status()).as(undone.text()).isZero();
    assertThat(hashes(home)).isEqualTo(stock).hasSizeGreaterThan(180);
  }

  @Test
  void prints_a_line_for_each_jar() throws Exception {
    Run run = swap();

    assertThat(run.status()).as(run.text()).isZero();
    assertThat(run.output())
        .containsExactly(
            "remove  hadoop-client-api-3.3.4.jar",
            "remove  hadoop-client-runtime-3.3.4.jar",
            "add     hadoop-aws-3.4.3.jar",
            "add     hadoop-client-api-3.4.3.jar",
            "add     hadoop-client-runtime-3.4.3.jar",
            "add     library.jar",
            "SPARK 3.5.9 WITH HADOOP 3.4.3: 2 jars removed, 4 added in " + home.toRealPath());
    assertThatItIsSwapped();
    assertThat(Files.readString(commands.resolve("pom.xml")))
        .contains("<artifactId>spark-hadoop-cloud_2.12</artifactId>")
        .doesNotContain("hadoop-yarn", "<repository>");
  }

  @Test
  void a_second_run_changes_nothing() throws Exception {
    swap();
    Map<String, String> after = hashes(home);

    Run again = swap();

    assertThat(again.status()).isZero();
    assertThat(again.output())
        .containsExactly("NOTHING TO DO: " + home.toRealPath() + " has Hadoop 3.4.3 already");
    assertThat(hashes(home)).isEqualTo(after);
  }

  @Test
  void a_dry_run_changes_nothing() throws Exception {
    Run swap = swap("--dry-run");

    assertThat(swap.status()).as(swap.text()).isZero();
    assertThat(swap.output())
        .contains("would remove  hadoop-client-api-3.3.4.jar", "would add     hadoop-aws-3.4.3.jar")
        .hasSize(7);
    assertThatItIsAsBefore();

    swap();
    Map<String, String> after = hashes(home);
    Run undo = run("--undo", "--dry-run", home.toString());
    assertThat(undo.status()).isZero();
    assertThat(undo.output())
        .contains(
            "would restore  hadoop-client-api-3.3.4.jar", "would remove   hadoop-aws-3.4.3.jar")
        .hasSize(6);
    assertThat(hashes(home)).isEqualTo(after);
  }

  @Test
  void undo_gives_back_the_same_bytes() throws Exception {
    swap();

    Run undo = undo();

    assertThat(undo.status()).as(undo.text()).isZero();
    assertThat(undo.lastLine())
        .isEqualTo("UNDONE: " + home.toRealPath() + " has Hadoop 3.3.4 again");
    assertThatItIsAsBefore();
    assertThat(undo().lastLine()).startsWith("Nothing to undo: ");
  }

  @Test
  void what_somebody_has_added_is_replaced_and_comes_back() throws Exception {
    List<String> added =
        List.of(
            "hadoop-aws-3.3.4.jar",
            "hadoop-yarn-server-web-proxy-3.3.4.jar",
            "s3a-access-grants-0.0.9.jar");
    fill(home, added);
    before = hashes(home);

    assertThat(swap().output())
        .contains("remove  hadoop-aws-3.3.4.jar", "remove  s3a-access-grants-0.0.9.jar");
    assertThat(jars(home)).isEqualTo(SWAPPED);
    assertThat(Files.readString(commands.resolve("pom.xml")))
        .contains("<artifactId>hadoop-yarn-server-web-proxy</artifactId>");
    undo();
    assertThatItIsAsBefore();
  }

  @Test
  void a_copy_is_whole_and_the_original_stays() throws Exception {
    Path copy = work.resolve("copy");

    Run first = swap("--copy-to", copy.toString());
    assertThat(first.lastLine()).endsWith("4 added in " + copy.toRealPath());
    assertThatItIsAsBefore();
    Run second = swap("--copy-to", copy.toString());
    assertThat(second.lastLine()).startsWith("NOTHING TO DO: " + copy.toRealPath());
    home = copy;
    assertThatItIsSwapped();
    undo();
    assertThatItIsAsBefore();
  }

  @Test
  void another_build_of_the_library_needs_an_undo() throws Exception {
    swap();
    Files.writeString(library, " of another build", StandardOpenOption.APPEND);

    Run refused = swap();

    assertThat(refused.status()).isOne();
    assertThat(refused.lastLine()).contains("has another library than").contains("--undo");
    undo();
    assertThat(swap().status()).isZero();
    assertThatItIsSwapped();
  }

  /** Kills the run before each of the commands that change files, in turn. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_killed_run_is_ended_by_the_next_or_undone(boolean ends) throws Exception {
    makeFatal();
    int killed = 0;
    while (isKilled(killed + 1, "--library-jar", library.toString(), home.toString())) {
      killed++;
      Run mended = ends ? swap() : undo();
      assertThat(mended.status()).as("killed at %s: %s", killed, mended.text()).isZero();
      if (ends) {
        assertThatItIsSwapped();
        assertThat(swap().lastLine()).startsWith("NOTHING TO DO");
        undo();
      }
      assertThatItIsAsBefore();
    }
    assertThat(killed).isGreaterThan(12);
    assertThatItIsSwapped();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_killed_undo_is_ended_by_the_next_or_made_good(boolean ends) throws Exception {
    swap();
    makeFatal();
    int killed = 0;
    while (isKilled(killed + 1, "--undo", home.toString())) {
      killed++;
      Run mended = ends ? undo() : swap();
      assertThat(mended.status()).as("killed at %s: %s", killed, mended.text()).isZero();
      if (ends) {
        assertThatItIsAsBefore();
        swap();
      }
      assertThatItIsSwapped();
    }
    assertThat(killed).isGreaterThan(8);
    assertThatItIsAsBefore();
  }

  @Test
  void a_killed_copy_does_not_look_like_one() throws Exception {
    makeFatal();
    Path copy = work.resolve("copy");
    int killed = 0;
    while (isKilled(
        killed + 1,
        "--library-jar",
        library.toString(),
        "--copy-to",
        copy.toString(),
        home.toString())) {
      killed++;
      assertThatItIsAsBefore();
      if (Files.exists(copy)) { // while it cleaned up
        assertThat(jars(copy)).isEqualTo(SWAPPED);
      }
    }
    assertThat(killed).isGreaterThan(12);
    assertThat(jars(copy)).isEqualTo(SWAPPED);
    assertThat(work.resolve("copy.spark-with-hadoop-3.4")).doesNotExist();
  }

  private void makeFatal() throws IOException {
    Path fatal = Files.createDirectory(work.resolve("fatal"));
    for (String command : CHANGES) {
      executable(Files.writeString(fatal.resolve(command), FATAL));
    }
  }

  /** True if the script came to that command, and was killed. */
  private boolean isKilled(int command, String... options) throws Exception {
    Path fatal = work.resolve("fatal");
    Files.writeString(fatal.resolve("count"), "0");
    List<String> words = new ArrayList<>(List.of("env"));
    words.add("PATH=" + fatal + ":" + commands + ":" + System.getenv("PATH"));
    words.add(script.toString());
    words.addAll(List.of(options));
    Run run = run(Map.of("FATAL", String.valueOf(command)), words);
    assertThat(run.status()).as(run.text()).isIn(0, 137);
    return run.status() != 0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+spark-core_2.12-3.5.1.jar | has several Sparks",
        "-spark-core_2.12-3.5.9.jar | is no SPARK_HOME: its folder jars has no spark-core",
        "-hadoop-client-api-3.3.4.jar | was downloaded without Hadoop",
        "-hadoop-client-api-3.3.4.jar +hadoop-client-api-3.3.6-amzn-1.jar"
            + " | has Hadoop 3.3.6-amzn-1 already, and not from this script",
        "-hadoop-client-api-3.3.4.jar +hadoop-client-api-3.4.3.jar"
            + " | has Hadoop 3.4.3 already, and not from this script",
        "+bundle-2.20.1.jar | has an AWS SDK of its own: bundle-2.20.1.jar",
        "-slf4j-api-2.0.7.jar | is not as downloaded: its folder jars has no slf4j-api",
        "+hadoop-aws-3.4.3.jar | has another hadoop-aws-3.4.3.jar already",
        "-spark-core_2.12-3.5.9.jar +spark-core_2.13-4.0.2.jar +hadoop-client-api-3.4.1.jar"
            + " -hadoop-client-api-3.3.4.jar"
            + " | Spark 4.0.2 comes with Hadoop 3.4.1 and needs no other. Start it with"
            + " --packages org.apache.hadoop:hadoop-aws:3.4.1",
        "-spark-core_2.12-3.5.9.jar +spark-core_2.12-3.4.1.jar"
            + " | has Spark 3.4.1. This is for Spark 3.5"
      })
  void refuses_what_is_not_a_stock_spark(String changes, String message) throws Exception {
    for (String change : changes.trim().split(" ", -1)) {
      Path jar = home.resolve("jars").resolve(change.substring(1));
      if (change.startsWith("+")) {
        Files.writeString(jar, "another");
      } else {
        Files.delete(jar);
      }
    }
    before = hashes(home);

    Run run = swap();

    assertThat(run.status()).isOne();
    assertThat(run.lastLine()).startsWith("spark-with-hadoop-3.4: ").contains(message);
    assertThatItIsAsBefore();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--help | 0 | Usage: spark-with-hadoop-3.4 ",
        "--frobnicate {home} | 1 | unknown option '--frobnicate'",
        "--no-library | 1 | which SPARK_HOME?",
        "--no-library {home} {home} | 1 | takes one SPARK_HOME",
        "--no-library {home}/conf | 1 | {home}/conf is no SPARK_HOME: it has no folder jars",
        "--library-jar {home}/none.jar {home} | 1 | --library-jar needs a jar",
        "--library-jar {home}/RELEASE {home} | 1 | RELEASE is not the library: it has no class",
        "--no-library --library-jar {home}/RELEASE {home} | 1 | exclude each other",
        "{home} | 1 | name it with --library-jar, or leave it out with --no-library",
        "--undo --copy-to {home}/copy {home} | 1 | --undo takes no option but --dry-run",
        "--no-library --copy-to {home}/jars {home} | 1 | jars exists, and was not made by this script",
        "--no-library --copy-to {home}/none/copy {home} | 1 | there is no folder {home}/none"
      })
  void tells_what_it_takes(String options, int status, String answer) throws Exception {
    Run run = run(options.replace("{home}", home.toString()).split(" ", -1));

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.text()).contains(answer.replace("{home}", home.toString()));
    assertThatItIsAsBefore();
  }

  @Test
  void a_failure_of_maven_changes_nothing() throws Exception {
    executable(
        Files.writeString(
            commands.resolve("mvn"), "#!/bin/sh\necho 'no route to anywhere'\nexit 1\n"));

    Run run = swap();

    assertThat(run.status()).isOne();
    assertThat(run.output())
        .containsExactly(
            "no route to anywhere",
            "spark-with-hadoop-3.4: Maven could not get the jars: see above. Nothing was changed");
    assertThatItIsAsBefore();
  }

  @Test
  void refuses_a_home_that_it_may_not_write() throws Exception {
    List<String> words = new ArrayList<>();
    if (Files.isWritable(Path.of("/"))) { // root, whom no permission stops
      assertThat(run(Map.of(), List.of("chmod", "-R", "go+rX", work.toString())).status()).isZero();
      words.addAll(NOBODY);
    } else {
      assertThat(home.resolve("jars").toFile().setWritable(false)).isTrue();
    }
    words.addAll(List.of(script.toString(), "--library-jar", library.toString(), home.toString()));

    Run run = run(Map.of(), words);

    assertThat(run.status()).as(run.text()).isOne();
    assertThat(run.lastLine())
        .contains(" is not writable: run this as the owner of ", "or use --copy-to");
    assertThat(hashes(home)).isEqualTo(before);
    assertThat(home.resolve("jars").toFile().setWritable(true)).isTrue();
  }

  /** The registry is the user's choice. */
  @Test
  void names_no_registry() throws IOException {
    assertThat(Files.readString(script, UTF_8)).doesNotContain("http://www", "https://", "repo1");
  }
}
