package io.github.s3agrants.classpath;

import static io.github.s3agrants.classpath.OtherJvm.classPath;
import static io.github.s3agrants.classpath.OtherJvm.isOfTheSdk;
import static io.github.s3agrants.classpath.OtherJvm.others;
import static io.github.s3agrants.classpath.OtherJvm.own;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.mistakes.TroubleshootingPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes of the class path, each in a JVM of its own: what a job is told within seconds, and that
 * docs/troubleshooting.md has it.
 */
class ClassPathIT {
  @TempDir Path folder;

  /**
   * A mistake.
   *
   * @param classPath what is on the class path
   * @param jars given with {@code --jars}: the library's jar, or nothing
   * @param words in the output and in troubleshooting
   */
  private record Mistake(String name, String classPath, List<String> jars, List<String> words) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("nothing wrong", classPath(own(entry -> true)), List.of(), List.of("opened")),
        new Mistake(
            "no module s3control",
            classPath(own(entry -> !isModule(entry, "s3control"))),
            List.of(),
            List.of("software.amazon.awssdk:s3control is not on the class path. Add it there")),
        new Mistake(
            "no module sts",
            classPath(own(entry -> !isModule(entry, "sts"))),
            List.of(),
            List.of("software.amazon.awssdk:sts is not on the class path. Add it there")),
        new Mistake(
            "s3control of before S3 Access Grants",
            classPath(
                Stream.concat(
                    own(entry -> !isModule(entry, "s3control")), others("s3control-old"))),
            List.of(),
            List.of("software.amazon.awssdk:s3control is too old: it has no GetDataAccess")),
        new Mistake(
            "jar in --jars alone",
            classPath(own(entry -> !isLibrary(entry))),
            List.of(library()),
            List.of("ClassNotFoundException: io.github.s3agrants.AccessGrantsCredentialsProvider")),
        new Mistake(
            "Hadoop 3.3",
            classPath(Stream.concat(own(ClassPathIT::isOfTheTest), others("hadoop33"))),
            List.of(),
            List.of(
                "NoClassDefFoundError:"
                    + " software/amazon/awssdk/auth/credentials/AwsCredentialsProvider")),
        new Mistake(
            "Hadoop 3.3, with version 2 of the AWS SDK",
            classPath(
                Stream.concat(
                    own(entry -> isOfTheTest(entry) || isOfTheSdk(entry)), others("hadoop33"))),
            List.of(),
            List.of("s3a-access-grants needs S3A of Hadoop 3.4 or later")),
        new Mistake(
            "Hadoop 3.3, and the jar in --jars alone",
            classPath(
                Stream.concat(
                    own(entry -> (isOfTheTest(entry) && !isLibrary(entry)) || isOfTheSdk(entry)),
                    others("hadoop33"))),
            List.of(library()),
            List.of("Class io.github.s3agrants.AccessGrantsCredentialsProvider not found")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shows_in_seconds_and_says_what_it_is(Mistake mistake) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(OpenOnce.class.getName(), "s3a://lake/"));
    arguments.addAll(mistake.jars);
    Instant begun = Instant.now();
    OtherJvm.Output output = OtherJvm.run(folder, mistake.classPath, arguments);
    System.out.printf(
        "ClassPathIT: %s: %d ms%n", mistake, Duration.between(begun, Instant.now()).toMillis());
    assertThat(output.text()).contains(mistake.words);
  }

  /** Where the library is on the class path, and so the doctor. */
  static Stream<Mistake> mistakesOfTheDoctor() {
    return mistakes()
        .filter(mistake -> mistake.jars.isEmpty() && !mistake.name.equals("nothing wrong"))
        .map(
            mistake ->
                mistake.name.startsWith("Hadoop 3.3")
                    ? new Mistake(
                        mistake.name,
                        mistake.classPath,
                        List.of(),
                        List.of("s3a-access-grants needs S3A of Hadoop 3.4 or later"))
                    : mistake);
  }

  @ParameterizedTest
  @MethodSource("mistakesOfTheDoctor")
  void is_found_by_the_doctor(Mistake mistake) throws Exception {
    OtherJvm.Output output =
        OtherJvm.run(
            folder, mistake.classPath, List.of("io.github.s3agrants.tools.Doctor", "s3a://lake/"));
    assertThat(output.text()).contains("FAILED").contains(mistake.words);
    assertThat(output.exitStatus()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void is_found_in_troubleshooting_by_its_words(Mistake mistake) throws IOException {
    String page = TroubleshootingPage.text();
    assertThat(
            mistake.words.equals(List.of("opened"))
                || mistake.words.stream().allMatch(page::contains))
        .as(mistake.words.toString())
        .isTrue();
  }

  private static boolean isModule(Path entry, String name) {
    return isOfTheSdk(entry) && entry.getFileName().toString().matches(name + "-\\d.*\\.jar");
  }

  private static boolean isOfTheTest(Path entry) {
    return isLibrary(entry) || entry.endsWith("test-classes");
  }

  private static boolean isLibrary(Path entry) {
    return entry.getFileName().toString().matches("s3a-access-grants-\\d[^/]*(?<!tests)\\.jar");
  }

  private static String library() {
    return own(ClassPathIT::isLibrary).findFirst().orElseThrow();
  }
}
