package io.github.s3agrants.emulator.junit;

import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.junit.AccessGrantsEmulatorExtension.Configuration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs one emulator for the tests of a class, nested classes included.
 *
 * <pre>{@code
 * @AccessGrantsEmulatorTest(config = "classpath:alice.yaml")
 * class AliceTest {
 *   @Test
 *   void reads(AccessGrantsEmulator emulator, Journal journal) {
 *     // ... call emulator.endpoints() ...
 *     assertEquals(1, journal.count("GetDataAccess"));
 *   }
 * }
 * }</pre>
 *
 * <p>The emulator starts before the first test and is closed after the last. Before each test, the
 * journal is cleared and the faults are reset to those of the configuration. Buckets, objects,
 * grants and vended credentials stay as the previous test left them. The tests of the class must
 * run one after the other.
 *
 * <p>Constructors, tests and lifecycle methods can have parameters of these types: {@link
 * io.github.s3agrants.emulator.AccessGrantsEmulator}, {@link
 * io.github.s3agrants.emulator.api.Endpoints}, {@link io.github.s3agrants.emulator.api.Faults}, and
 * {@link io.github.s3agrants.emulator.api.Journal}, which is {@linkplain
 * io.github.s3agrants.emulator.api.Journal#live live}: it sees the calls that the test makes.
 *
 * <p>A nested class with an annotation of its own has an emulator of its own. Methods of the outer
 * class that JUnit calls for its tests get that one too.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(AnnotatedClassExtension.class)
public @interface AccessGrantsEmulatorTest {

  /**
   * A configuration file: a path, or {@code classpath:} and the name of a resource. If the resource
   * is in a jar, it cannot name further files by relative paths.
   */
  String config() default "";

  /**
   * Describes the emulator, or changes what the file says. The class has a constructor without
   * parameters.
   */
  Class<? extends Configuration> customizer() default None.class;

  /** Changes nothing. */
  final class None implements Configuration {
    private None() {}

    @Override
    public void describe(EmulatorBuilder builder) {}
  }
}
