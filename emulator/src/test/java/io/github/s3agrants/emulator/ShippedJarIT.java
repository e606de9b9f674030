package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The contents of the jar, which is a program and a dependency of tests. */
final class ShippedJarIT {
  private static final Path JAR =
      Path.of(requireNonNull(System.getProperty("shipped.jar"), "shipped.jar"));
  private static final String OURS = "io/github/s3agrants/emulator/";
  private static final String POM =
      "META-INF/maven/io.github.s3agrants/access-grants-emulator/pom.xml";

  private static List<String> names() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
    }
  }

  private static String text(String name) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile());
        InputStream in = jar.getInputStream(requireNonNull(jar.getEntry(name), name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void each_class_is_in_the_emulators_own_packages() throws IOException {
    assertThat(names())
        .doesNotHaveDuplicates()
        .contains(OURS + "Main.class", OURS + "AccessGrantsEmulator.class")
        .allMatch(name -> name.startsWith(OURS) || name.startsWith("META-INF/"));
    assertThat(names().stream().filter(name -> name.endsWith(".class")))
        .allMatch(name -> name.startsWith(OURS));
  }

  /** A name that was not relocated would be looked up on the user's class path. */
  @Test
  void uses_the_jdk_and_itself_alone() {
    Set<String> foreign = new TreeSet<>();
    for (JavaClass one : new ClassFileImporter().importPath(JAR)) {
      one.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> !target.isPrimitive())
          .map(JavaClass::getName)
          .filter(name -> !name.startsWith("io.github.s3agrants.emulator."))
          .filter(name -> !isOfTheJdk(name))
          .forEach(name -> foreign.add(one.getName() + " -> " + name));
    }
    assertThat(foreign)
        // Annotations that the JVM does not look for.
        .allMatch(use -> use.contains(" -> org.jspecify.annotations."));
  }

  private static boolean isOfTheJdk(String name) {
    return ClassLoader.getPlatformClassLoader().getResource(name.replace('.', '/') + ".class")
        != null;
  }

  @Test
  void has_no_service_file_and_no_metadata_but_its_own() throws IOException {
    assertThat(
            names().stream()
                .filter(name -> name.startsWith("META-INF/"))
                .filter(name -> !name.startsWith("META-INF/licenses/")))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            POM,
            POM.replace("pom.xml", "pom.properties"));
  }

  @Test
  void brings_the_licenses_and_notices_of_all_that_it_contains() throws IOException {
    assertThat(text("META-INF/LICENSE")).contains("Apache License");
    String notice = text("META-INF/NOTICE");
    Set<String> contained =
        names().stream()
            .filter(name -> name.startsWith(OURS + "shaded/"))
            .map(name -> name.substring((OURS + "shaded/").length()))
            .map(name -> name.substring(0, name.indexOf('/')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(contained).containsExactly("fasterxml", "hc", "jackson", "picocli", "snakeyaml");
    assertThat(notice)
        .contains("Apache HttpComponents Core", "Jackson", "picocli", "SnakeYAML Engine");
    // picocli and SnakeYAML Engine bring none.
    assertThat(names())
        .contains(
            "META-INF/licenses/httpcore5-jar/LICENSE",
            "META-INF/licenses/httpcore5-jar/NOTICE",
            "META-INF/licenses/jackson-annotations-jar/LICENSE",
            "META-INF/licenses/jackson-annotations-jar/NOTICE",
            "META-INF/licenses/jackson-core-jar/FastDoubleParser-LICENSE",
            "META-INF/licenses/jackson-core-jar/FastDoubleParser-ThirdParty-LICENSE",
            "META-INF/licenses/jackson-core-jar/LICENSE",
            "META-INF/licenses/jackson-core-jar/NOTICE",
            "META-INF/licenses/jackson-core-jar/Schubfach-LICENSE",
            "META-INF/licenses/jackson-databind-jar/LICENSE",
            "META-INF/licenses/jackson-databind-jar/NOTICE",
            "META-INF/licenses/jackson-dataformat-yaml-jar/LICENSE",
            "META-INF/licenses/jackson-dataformat-yaml-jar/NOTICE");
  }

  @Test
  void its_pom_brings_no_other_jar() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile());
        InputStream in = jar.getInputStream(jar.getEntry(POM))) {
      Element project =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
      List<Element> dependencies = children(children(project, "dependencies").get(0), "dependency");
      assertThat(dependencies)
          .isNotEmpty()
          .allSatisfy(
              dependency ->
                  assertThat(children(dependency, "scope").get(0).getTextContent())
                      .as(children(dependency, "artifactId").get(0).getTextContent())
                      .isIn("provided", "test"));
    }
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  @Test
  void names_itself_and_its_version() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("io.github.s3agrants.emulator.Main");
      assertThat(manifest.getValue("Automatic-Module-Name"))
          .isEqualTo("io.github.s3agrants.emulator");
      assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .isEqualTo(requireNonNull(System.getProperty("shipped.version"), "shipped.version"));
      assertThat(manifest.getValue(Attributes.Name.MULTI_RELEASE)).isNull();
    }
  }
}
