package io.github.s3agrants.emulator.junit;

import io.github.s3agrants.emulator.EmulatorBuilder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A configuration file, on the class path or elsewhere. */
final class ConfigSource {
  private static final String CLASS_PATH = "classpath:";

  private ConfigSource() {}

  static void load(String config, EmulatorBuilder builder) throws IOException {
    if (config.startsWith(CLASS_PATH)) {
      loadResource(config, builder);
      return;
    }
    try {
      builder.config(Path.of(config));
    } catch (NoSuchFileException e) {
      throw missing(config + ": there is no such file", e);
    }
  }

  private static void loadResource(String config, EmulatorBuilder builder) throws IOException {
    String name = config.substring(CLASS_PATH.length());
    URL resource =
        Thread.currentThread()
            .getContextClassLoader()
            .getResource(name.startsWith("/") ? name.substring(1) : name);
    if (resource == null) {
      throw new FileNotFoundException(config + ": there is no such resource");
    }
    if (resource.getProtocol().equals("file")) {
      builder.config(Path.of(URI.create(resource.toString())));
      return;
    }
    Path copy = Files.createTempFile("emulator-", ".yaml");
    try (InputStream in = resource.openStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      builder.config(copy);
    } finally {
      Files.delete(copy);
    }
  }

  private static IOException missing(String message, IOException cause) {
    IOException e = new FileNotFoundException(message);
    e.initCause(cause);
    return e;
  }
}
