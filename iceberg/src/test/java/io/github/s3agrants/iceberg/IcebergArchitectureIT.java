package io.github.s3agrants.iceberg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md for the module iceberg. */
class IcebergArchitectureIT {
  private static final String ROOT = "io.github.s3agrants";

  private static final JavaClasses DOOR =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  /** No core, so that this jar and the library's agree on few types; and no Spark. */
  @Test
  void it_has_the_library_hadoop_the_sdk_and_iceberg_and_nothing_more() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT,
                    ROOT + ".iceberg",
                    ROOT + ".parts",
                    ROOT + ".request",
                    ROOT + ".runtime",
                    ROOT + ".settings",
                    "java.io..",
                    "java.lang",
                    "java.net..",
                    "java.nio..",
                    "java.util..",
                    "org.apache.hadoop..",
                    "org.apache.iceberg..",
                    "software.amazon.awssdk..",
                    "org.reactivestreams..",
                    "org.jspecify.annotations..")
                .or(describe("primitives", JavaClass::isPrimitive)))
        .check(DOOR);
  }

  @Test
  void there_is_no_mutable_static_state() {
    fields().that().areStatic().should().beFinal().check(DOOR);
  }
}
