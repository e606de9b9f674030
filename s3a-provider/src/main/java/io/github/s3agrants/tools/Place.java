package io.github.s3agrants.tools;

import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Properties;

/** Where classes were loaded from, and which version they have. */
final class Place {
  private Place() {}

  /** The jar or folder of a class, in words. */
  static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "an unknown place" : String.valueOf(source.getLocation());
  }

  /**
   * The version of a Maven artifact that is on the class path of a class. Jars that contain several
   * artifacts, such as the SDK's bundle, have one for each.
   */
  static Optional<String> version(Class<?> type, String group, String artifact) {
    String name = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    ClassLoader loader = type.getClassLoader();
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(name)
            : loader.getResourceAsStream(name)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
