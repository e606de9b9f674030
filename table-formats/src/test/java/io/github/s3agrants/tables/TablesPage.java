package io.github.s3agrants.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.examples.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tables in docs/tables.md, which tests make. {@code -Ddocs.write=true} writes them anew. They
 * are those of Spark 3.5; other versions are compared with plain credentials, but not with the
 * page.
 */
final class TablesPage {
  private static final Path PAGE = Path.of("..", "docs", "tables.md");

  private TablesPage() {}

  /**
   * The page has these rows between the lines {@code <!-- name: begin -->} and {@code <!-- name:
   * end -->}.
   */
  static void has(String name, List<String> rows) throws IOException {
    if (!SparkSettings.VERSION.startsWith("3.5.")) {
      return;
    }
    String begin = "<!-- " + name + ": begin, generated -->\n";
    String end = "<!-- " + name + ": end -->";
    String page = Files.readString(PAGE, UTF_8);
    assertThat(page).containsOnlyOnce(begin).containsOnlyOnce(end);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    String wanted = String.join("\n", rows) + "\n";
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page.substring(0, from) + wanted + page.substring(to), UTF_8);
    } else {
      assertThat(page.substring(from, to)).isEqualTo(wanted);
    }
  }
}
