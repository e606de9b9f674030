package io.github.s3agrants.mistakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page on which users search for the words of a message. */
public final class TroubleshootingPage {
  private TroubleshootingPage() {}

  /** Its text in one line, without the marks of code. */
  public static String text() throws IOException {
    return Files.readString(Path.of("..", "docs", "troubleshooting.md"), UTF_8)
        .replace("`", "")
        .replaceAll("\\s+", " ");
  }
}
