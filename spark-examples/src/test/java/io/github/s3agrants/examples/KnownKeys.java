package io.github.s3agrants.examples;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.audit.S3AAuditConstants;
import org.apache.spark.internal.config.ConfigEntry;

/** The keys that Spark, S3A and this library know. */
final class KnownKeys {

  private static final String HADOOP = "spark.hadoop.";
  private static final String EXECUTOR_ENVIRONMENT = "spark.executorEnv.";

  /** From Spark's "Running on Kubernetes", because that module of Spark is not here. */
  private static final Set<String> KUBERNETES =
      Set.of(
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.kubernetes.authenticate.executor.serviceAccountName",
          "spark.kubernetes.container.image",
          "spark.kubernetes.namespace");

  /** A row of README's table of settings, which the library's own tests keep complete. */
  private static final Pattern SETTING =
      Pattern.compile("^\\| `(fs\\.s3a\\.accessgrants\\.[a-z.]+)` ", Pattern.MULTILINE);

  private final Set<String> hadoop = new HashSet<>();

  KnownKeys() throws ReflectiveOperationException, IOException {
    addConstants(Constants.class);
    addConstants(S3AAuditConstants.class);
    Matcher settings = SETTING.matcher(Files.readString(Path.of("..", "README.md")));
    while (settings.find()) {
      hadoop.add(settings.group(1));
    }
    // Spark registers its keys when these classes are initialised.
    for (String keys : new String[] {"package$", "Network$"}) {
      Class.forName("org.apache.spark.internal.config." + keys);
    }
  }

  private void addConstants(Class<?> constants) throws IllegalAccessException {
    for (Field field : constants.getFields()) {
      if (field.getType() == String.class) {
        hadoop.add((String) field.get(null));
      }
    }
  }

  /** Whether a key of Spark's configuration is known. */
  boolean contains(String key) {
    if (key.startsWith(HADOOP)) {
      return hadoop.contains(key.substring(HADOOP.length()));
    }
    return key.startsWith(EXECUTOR_ENVIRONMENT)
        || KUBERNETES.contains(key)
        || ConfigEntry.findEntry(key) != null;
  }
}
