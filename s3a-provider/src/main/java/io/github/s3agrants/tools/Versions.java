package io.github.s3agrants.tools;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/** The versions of Maven artifacts. */
final class Versions {
  private Versions() {}

  /**
   * The version of a Maven artifact that is on the class path of a class. Jars that contain several
   * artifacts, such as the SDK's bundle, have one for each.
   */
  static Optional<String> of(Class<?> type, String group, String artifact) {
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
