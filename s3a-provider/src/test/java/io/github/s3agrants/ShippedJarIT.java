package io.github.s3agrants;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The one file that goes on a cluster. */
class ShippedJarIT {
  private static final int JAVA_11 = 55;

  private static JarFile jar() throws IOException {
    return new JarFile(requireNonNull(System.getProperty("shipped.jar"), "shipped.jar"));
  }

  @Test
  void holds_the_library_and_caffeine_under_its_own_name_and_nothing_else() throws IOException {
    try (JarFile jar = jar()) {
      List<String> names =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .collect(Collectors.toList());
      assertThat(names)
          .contains(
              "io/github/s3agrants/AccessGrantsCredentialsProvider.class",
              "io/github/s3agrants/AccessGrantsInterceptor.class",
              "io/github/s3agrants/shaded/caffeine/cache/Caffeine.class",
              "META-INF/LICENSE",
              "META-INF/NOTICE")
          .allMatch(
              name -> name.startsWith("io/github/s3agrants/") || name.startsWith("META-INF/"));
      assertThat(names).noneMatch(name -> name.contains("emulator"));
    }
  }

  @Test
  void nobody_elses_caffeine_is_used() throws IOException {
    try (JarFile jar = jar()) {
      for (JarEntry entry : classesOf(jar)) {
        try (InputStream in = jar.getInputStream(entry)) {
          String constants =
              new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
          assertThat(constants).as(entry.getName()).doesNotContain("com/github/benmanes");
        }
      }
    }
  }

  @Test
  void runs_on_java_11() throws IOException {
    try (JarFile jar = jar()) {
      for (JarEntry entry : classesOf(jar)) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          assertThat(in.readUnsignedShort()).as(entry.getName()).isLessThanOrEqualTo(JAVA_11);
        }
      }
    }
  }

  private static List<JarEntry> classesOf(JarFile jar) {
    List<JarEntry> classes =
        jar.stream()
            .filter(entry -> entry.getName().endsWith(".class"))
            .collect(Collectors.toList());
    assertThat(classes).hasSizeGreaterThan(100);
    return classes;
  }
}
