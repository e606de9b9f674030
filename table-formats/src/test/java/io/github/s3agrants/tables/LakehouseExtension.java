package io.github.s3agrants.tables;

import io.github.s3agrants.examples.SparkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a {@link Lakehouse} to the tests of a class, which share it; it ends after them. */
final class LakehouseExtension implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LakehouseExtension.class);

  private final List<Lakehouse.Granted> grants;
  private final Map<String, String> settings;

  /**
   * @param settings of Spark, as for {@link Lakehouse#start}
   */
  LakehouseExtension(List<Lakehouse.Granted> grants, Map<String, String> settings) {
    this.grants = grants;
    this.settings = settings;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Path builds = Files.createDirectories(SparkSettings.BUILD.resolve("lakehouses"));
    Lakehouse lake =
        Lakehouse.start(
            Files.createTempDirectory(builds, context.getRequiredTestClass().getSimpleName()),
            grants,
            settings);
    // JUnit closes what is in the store when the class is done.
    context.getStore(NAMESPACE).put(Lakehouse.class, lake);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lakehouse.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Lakehouse.class, Lakehouse.class);
  }
}
