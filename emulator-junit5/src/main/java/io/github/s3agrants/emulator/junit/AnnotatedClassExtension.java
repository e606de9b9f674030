package io.github.s3agrants.emulator.junit;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Runs the emulators of {@link AccessGrantsEmulatorTest}. Each is in the store of the class that
 * has the annotation. JUnit has one extension for a class and its nested classes.
 */
final class AnnotatedClassExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(AnnotatedClassExtension.class);
  private static final Map<Class<?>, Function<AccessGrantsEmulator, Object>> PARAMETERS =
      Map.of(
          AccessGrantsEmulator.class,
          emulator -> emulator,
          Endpoints.class,
          AccessGrantsEmulator::endpoints,
          Faults.class,
          AccessGrantsEmulator::faults,
          Journal.class,
          emulator -> Journal.live(emulator::journal));

  @Override
  public void beforeAll(ExtensionContext context) {
    emulator(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    AccessGrantsEmulator emulator = emulator(context);
    emulator.resetJournal();
    emulator.faults().reset();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (annotation(context).isPresent()) {
      Running running = store(context).remove(context.getRequiredTestClass(), Running.class);
      if (running != null) {
        running.close();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    Function<AccessGrantsEmulator, Object> value = PARAMETERS.get(type);
    if (value == null) {
      throw new IllegalArgumentException(type.getName());
    }
    return value.apply(emulator(context));
  }

  /** Started by whoever asks first: with one instance per class, that is the constructor. */
  private static AccessGrantsEmulator emulator(ExtensionContext context) {
    ExtensionContext owner = context;
    Optional<AccessGrantsEmulatorTest> annotation = annotation(owner);
    while (annotation.isEmpty()) {
      owner =
          owner
              .getParent()
              .orElseThrow(
                  () ->
                      new ExtensionConfigurationException(
                          "@AccessGrantsEmulatorTest: no class has it"));
      annotation = annotation(owner);
    }
    AccessGrantsEmulatorTest found = annotation.get();
    return store(owner)
        // Not one key for all: a nested class sees the store of its outer class.
        .getOrComputeIfAbsent(
            owner.getRequiredTestClass(), key -> new Running(start(found)), Running.class)
        .emulator();
  }

  private static Optional<AccessGrantsEmulatorTest> annotation(ExtensionContext context) {
    return context
        .getElement()
        .filter(AnnotatedClassExtension::isClass)
        .flatMap(
            element -> AnnotationSupport.findAnnotation(element, AccessGrantsEmulatorTest.class));
  }

  private static boolean isClass(AnnotatedElement element) {
    return element instanceof Class<?>;
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  private static AccessGrantsEmulator start(AccessGrantsEmulatorTest annotation) {
    boolean customized = annotation.customizer() != AccessGrantsEmulatorTest.None.class;
    if (annotation.config().isEmpty() && !customized) {
      throw new ExtensionConfigurationException(
          "@AccessGrantsEmulatorTest: config or customizer is required");
    }
    EmulatorBuilder builder = AccessGrantsEmulator.builder();
    try {
      if (!annotation.config().isEmpty()) {
        ConfigSource.load(annotation.config(), builder);
      }
      if (customized) {
        ReflectionSupport.newInstance(annotation.customizer()).describe(builder);
      }
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("@AccessGrantsEmulatorTest: " + e.getMessage(), e);
    }
  }

  /**
   * Closed with the store too, since JUnit makes no callback if a constructor fails. Versions of
   * JUnit before 5.13 close values of this type only.
   */
  @SuppressWarnings("deprecation")
  private record Running(AccessGrantsEmulator emulator) implements Store.CloseableResource {
    @Override
    public void close() throws IOException {
      emulator.close();
    }
  }
}
