package io.github.s3agrants.flink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in the plugin's folder. Writes the versions to a file for {@code .ci/matrix}. */
class TestedVersionsIT {
  private static final Path FOLDER = Path.of(System.getenv("FLINK_PLUGINS_DIR"), "s3-fs-hadoop");

  /** The names of the jars, each with its versions. Two would be one too many. */
  private static Map<String, Set<String>> jars() throws IOException {
    Map<String, Set<String>> jars = new TreeMap<>();
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String artifact = name.replaceFirst("-[0-9].*", "");
        jars.computeIfAbsent(artifact, any -> new TreeSet<>())
            .add(name.substring(artifact.length() + 1, name.length() - ".jar".length()));
      }
    }
    return jars;
  }

  @Test
  void each_jar_is_there_once_and_none_that_flink_has() throws Exception {
    var jars = jars();
    assertThat(jars).allSatisfy((jar, versions) -> assertThat(versions).hasSize(1));
    assertThat(jars.keySet())
        .contains("flink-s3-fs-hadoop", "s3a-access-grants-hadoop33", "s3control", "sts", "s3")
        .doesNotContain("httpclient", "commons-codec", "slf4j-api", "netty-nio-client");
  }

  @Test
  void are_those_of_the_profile() throws Exception {
    var jars = jars();
    String flink = System.getProperty("tested.flink");
    String sdk = System.getProperty("tested.sdk");
    assertThat(jars.get("flink-s3-fs-hadoop")).containsExactly(flink);
    assertThat(List.of(jars.get("s3"), jars.get("sts"), jars.get("s3control")))
        .allSatisfy(versions -> assertThat(versions).containsExactly(sdk));
    Path plugin = FOLDER.resolve("flink-s3-fs-hadoop-" + flink + ".jar");
    Path library =
        FOLDER.resolve(
            "s3a-access-grants-hadoop33-"
                + String.join(" ", requireNonNull(jars.get("s3a-access-grants-hadoop33")))
                + ".jar");
    Files.writeString(
        Path.of(System.getProperty("tested.versions")),
        String.join(
                " | ",
                version(plugin, "common-version-info.properties"),
                version(plugin, "com/amazonaws/sdk/versionInfo.properties") + ", " + sdk,
                sdk,
                "Flink " + flink,
                String.valueOf(Runtime.version().feature()))
            + "\n"
            + HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library)))
            + "\n");
  }

  private static String version(Path jar, String properties) throws IOException {
    Properties read = new Properties();
    try (JarFile file = new JarFile(jar.toFile());
        InputStream in = file.getInputStream(file.getEntry(properties))) {
      read.load(in);
    }
    return read.getProperty("version");
  }
}
