package io.github.s3agrants.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.settings.EntryPoints;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;

/**
 * The class path has the versions that the Maven profile names. Writes them to a file for {@code
 * .ci/matrix}.
 */
class TestedVersionsIT {
  private static final List<String> CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .map(entry -> Path.of(entry).getFileName().toString())
          .toList();

  @Test
  void are_those_of_the_profile() throws Exception {
    String hadoop = System.getProperty("tested.hadoop");
    String sdk = System.getProperty("tested.sdk");
    String s3control = System.getProperty("tested.s3control");
    // What S3A uses, if not the same.
    String v1 = System.getProperty("tested.sdk.v1", "");
    assertThat(VersionInfo.getVersion()).isEqualTo(hadoop);
    assertThat(software.amazon.awssdk.core.util.VersionInfo.SDK_VERSION).isEqualTo(sdk);
    assertThat(CLASS_PATH)
        .contains(
            "hadoop-aws-" + hadoop + ".jar",
            "s3-" + sdk + ".jar",
            "sts-" + sdk + ".jar",
            "s3control-" + s3control + ".jar")
        .doesNotContain("bundle-" + sdk + ".jar");
    assertThat(CLASS_PATH.stream().filter(entry -> entry.startsWith("aws-java-sdk-s3-")))
        .isEqualTo(v1.isEmpty() ? List.of() : List.of("aws-java-sdk-s3-" + v1 + ".jar"));
    Files.writeString(
        Path.of(System.getProperty("tested.versions")),
        String.join(
                " | ",
                hadoop,
                v1.isEmpty() ? sdk : v1 + ", " + sdk,
                s3control,
                "-",
                String.valueOf(Runtime.version().feature()))
            + "\n"
            + sha256(library())
            + "\n");
  }

  @Test
  void the_library_is_the_jar_that_is_shipped() {
    assertThat(library()).isRegularFile();
    assertThat(CLASS_PATH.stream().filter(entry -> !entry.matches(".*-(tests|testkit)\\.jar")))
        .filteredOn(entry -> entry.startsWith("s3a-access-grants-"))
        .containsExactly(library().getFileName().toString());
    assertThat(library().getFileName().toString())
        .matches(System.getProperty("tested.library") + "-\\d.*\\.jar");
    assertThat(CLASS_PATH).noneMatch(entry -> entry.startsWith("caffeine-"));
  }

  private static Path library() {
    return Path.of(
        URI.create(
            EntryPoints.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
