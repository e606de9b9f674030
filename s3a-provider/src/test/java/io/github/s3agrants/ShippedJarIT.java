package io.github.s3agrants;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The contents of the jar that users put on a cluster. */
class ShippedJarIT {
  private static final int JAVA_11 = 55;
  private static final String POM = "META-INF/maven/io.github.s3agrants/s3a-access-grants/pom.xml";

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
  void brings_the_licenses_of_the_library_and_of_caffeine() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      assertThat(text(jar, "META-INF/LICENSE-caffeine")).contains("Apache License");
      // Caffeine itself has none.
      assertThat(text(jar, "META-INF/NOTICE"))
          .contains("Caffeine", "Copyright Ben Manes", "META-INF/LICENSE-caffeine");
    }
  }

  @Test
  void names_itself_and_its_version_in_the_manifest() throws IOException {
    try (JarFile jar = jar()) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE))
          .isEqualTo("S3A Access Grants: library");
      assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .isEqualTo(requireNonNull(System.getProperty("shipped.version"), "shipped.version"));
      assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("io.github.s3agrants");
    }
  }

  @Test
  void has_the_metadata_of_the_library_alone_each_file_once() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(jar.stream().map(JarEntry::getName)).doesNotHaveDuplicates();
      assertThat(
              jar.stream()
                  .filter(entry -> !entry.isDirectory())
                  .map(JarEntry::getName)
                  .filter(name -> name.startsWith("META-INF/")))
          .containsExactlyInAnyOrder(
              "META-INF/MANIFEST.MF",
              "META-INF/LICENSE",
              "META-INF/LICENSE-caffeine",
              "META-INF/NOTICE",
              POM,
              POM.replace("pom.xml", "pom.properties"));
    }
  }

  /** Core and Caffeine are inside, and the rest is the cluster's. */
  @Test
  void its_pom_brings_no_other_jar() throws Exception {
    try (JarFile jar = jar();
        InputStream in = jar.getInputStream(jar.getEntry(POM))) {
      Element project =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
      List<Element> dependencies = children(children(project, "dependencies").get(0), "dependency");
      assertThat(dependencies).hasSizeGreaterThan(10);
      for (Element dependency : dependencies) {
        assertThat(children(dependency, "scope"))
            .as(children(dependency, "artifactId").get(0).getTextContent())
            .singleElement()
            .extracting(Element::getTextContent)
            .isIn("provided", "test");
      }
    }
  }

  @Test
  void nobody_elses_caffeine_is_used() throws IOException {
    try (JarFile jar = jar()) {
      for (JarEntry entry : classesOf(jar)) {
        try (InputStream in = jar.getInputStream(entry)) {
          String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
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

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(requireNonNull(jar.getEntry(name), name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && element.getNodeName().equals(name)) {
        found.add(element);
      }
    }
    return found;
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
