package io.github.s3agrants.emulator.control;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The static files of the page at {@code /emulator/}. */
final class PageFile {
  static final ControlResponse HTML = read("index.html", "text/html; charset=utf-8");
  static final ControlResponse SCRIPT = read("app.js", "text/javascript; charset=utf-8");
  static final ControlResponse STYLE = read("style.css", "text/css; charset=utf-8");
  static final ControlResponse ICON = read("icon.svg", "image/svg+xml");

  /** What the page may load: its own files and the JSON beside them. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String FOLDER = "/io/github/s3agrants/emulator/page/";

  private PageFile() {}

  private static ControlResponse read(String name, String type) {
    try (InputStream file = PageFile.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new FileNotFoundException(FOLDER + name);
      }
      return ControlResponse.page(type, file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
