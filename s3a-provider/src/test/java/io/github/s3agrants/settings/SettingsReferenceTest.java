package io.github.s3agrants.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * The table of settings in README agrees with the code. {@code -Ddocs.write=true} regenerates it.
 */
class SettingsReferenceTest {
  private static final String BEGIN = "<!-- settings: begin, generated -->\n";
  private static final String END = "<!-- settings: end -->";
  private static final Path TOP = Path.of("..");

  @Test
  void the_table_in_readme_is_the_librarys_own() throws IOException {
    Path readme = TOP.resolve("README.md");
    String text = Files.readString(readme, UTF_8);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    assertThat(from).isLessThanOrEqualTo(to);
    if (Boolean.getBoolean("docs.write")) {
      text = text.substring(0, from) + table() + text.substring(to);
      Files.writeString(readme, text, UTF_8);
      to = text.indexOf(END);
    }
    assertThat(text.substring(from, to)).isEqualTo(table());
  }

  private static String table() {
    return Stream.concat(
            Stream.of("| key | default | allowed | meaning |", "| --- | --- | --- | --- |"),
            AccessGrantsSettings.ALL.stream()
                .map(
                    s ->
                        String.format(
                            "| `%s` | %s | %s | %s |",
                            s.key(),
                            s.defaultText().isEmpty() ? "not set" : "`" + s.defaultText() + "`",
                            s.allowed(),
                            s.meaning())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void every_key_of_the_ready_made_configurations_exists() throws Exception {
    List<String> known =
        AccessGrantsSettings.ALL.stream().map(Setting::key).collect(Collectors.toList());
    int found = 0;
    try (Stream<Path> files = Files.walk(TOP.resolve("conf"))) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f) && !f.toString().endsWith(".md")).toList()) {
        List<String> keys = keysOf(file);
        assertThat(known).as(file.toString()).containsAll(keys);
        found += keys.size();
      }
    }
    assertThat(found).isGreaterThan(3);
  }

  /** Flink leaves out the beginning. */
  private static List<String> keysOf(Path file) throws Exception {
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("(?:fs\\.s3a|\\bs3)(\\.accessgrants\\.[a-z.]*[a-z])")
            .matcher(Files.readString(file, UTF_8));
    return matcher
        .results()
        .map(r -> "fs.s3a" + r.group(1))
        .distinct()
        .collect(Collectors.toList());
  }

  @Test
  void the_ready_made_core_site_starts_what_it_promises() throws Exception {
    Path coreSite = TOP.resolve("conf/core-site.xml");
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(coreSite.toFile())
                .getDocumentElement()
                .getTagName())
        .isEqualTo("configuration");
    Configuration conf = new Configuration();
    conf.addResource(coreSite.toUri().toURL());
    AccessGrantsConfig config = AccessGrantsConfig.read(conf);
    assertThat(config.fallback()).isFalse();
    assertThat(config.service().region()).isEmpty();
  }
}
