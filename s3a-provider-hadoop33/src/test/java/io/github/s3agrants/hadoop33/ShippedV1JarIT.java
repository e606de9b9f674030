package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contents of the jar that users of Hadoop 3.3 put on a cluster. */
class ShippedV1JarIT {
  private static final int JAVA_11 = 55;

  private static JarFile jar() throws IOException {
    return new JarFile(requireNonNull(System.getProperty("shipped.jar"), "shipped.jar"));
  }

  private static List<String> names(JarFile jar) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(JarEntry::getName)
        .collect(Collectors.toList());
  }

  @Test
  void holds_the_library_and_caffeine_and_no_sdk() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(names(jar))
          .contains(
              "io/github/s3agrants/hadoop33/AccessGrantsV1CredentialsProvider.class",
              "io/github/s3agrants/hadoop33/AccessGrantsV1Signer.class",
              "io/github/s3agrants/vending/VendingEngine.class",
              "io/github/s3agrants/shaded/caffeine/cache/Caffeine.class",
              "META-INF/LICENSE",
              "META-INF/LICENSE-caffeine",
              "META-INF/NOTICE")
          .doesNotHaveDuplicates()
          .allMatch(
              name -> name.startsWith("io/github/s3agrants/") || name.startsWith("META-INF/"));
    }
  }

  /** They would fail there with less clear messages. */
  @Test
  void has_nothing_that_works_on_hadoop_34_alone() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(names(jar))
          .noneMatch(name -> name.matches("io/github/s3agrants/AccessGrants[^/]*"))
          .noneMatch(name -> name.startsWith("io/github/s3agrants/application/"))
          .noneMatch(name -> name.startsWith("io/github/s3agrants/spark/"))
          .noneMatch(name -> name.startsWith("io/github/s3agrants/tools/"));
    }
  }

  @Test
  void runs_on_java_11() throws IOException {
    try (JarFile jar = jar()) {
      for (String name : names(jar)) {
        if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
          try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
            in.readInt();
            in.readUnsignedShort();
            assertThat(in.readUnsignedShort()).as(name).isLessThanOrEqualTo(JAVA_11);
          }
        }
      }
    }
  }

  @Test
  void names_itself_and_its_version() throws IOException {
    try (JarFile jar = jar()) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Automatic-Module-Name"))
          .isEqualTo("io.github.s3agrants.hadoop33");
      assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .isEqualTo(AccessGrantsRuntime.version());
    }
  }

  /** The tests of this module run what is shipped. */
  @Test
  void is_what_is_tested() {
    assertThat(
            AccessGrantsV1Signer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath())
        .isEqualTo(System.getProperty("shipped.jar"));
    assertThat(AccessGrantsRuntime.class.getProtectionDomain().getCodeSource())
        .isEqualTo(AccessGrantsV1Signer.class.getProtectionDomain().getCodeSource());
  }
}
