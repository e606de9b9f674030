package io.github.s3agrants.hadoop33;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.s3agrants.testing.TopLevelClasses;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md for the module s3a-provider-hadoop33. */
class V1ArchitectureIT {
  private static final String ROOT = "io.github.s3agrants";

  private static final JavaClasses DOOR =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void it_has_the_library_hadoop_and_both_sdks_and_nothing_more() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT + ".hadoop33",
                    ROOT + ".parts",
                    ROOT + ".request",
                    ROOT + ".advice",
                    ROOT + ".runtime",
                    ROOT + ".settings",
                    ROOT + ".aws",
                    ROOT + ".vending..",
                    ROOT + ".credentials",
                    ROOT + ".access",
                    "java..",
                    "org.apache.hadoop..",
                    "com.amazonaws..",
                    "software.amazon.awssdk..",
                    "org.jspecify.annotations..")
                .or(describe("primitives", JavaClass::isPrimitive)))
        .check(DOOR);
  }

  /** Version 2 makes lists in parts and calls Access Grants, and signs nothing of S3A's. */
  @Test
  void only_parts_of_requests_the_network_and_a_check_know_version_2_of_the_sdk() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ClientOfParts")
        .and()
        .doNotHaveSimpleName("Conversions")
        .and()
        .doNotHaveSimpleName("DividedRequest")
        .and()
        .doNotHaveSimpleName("RequiredSdk")
        .and()
        .doNotHaveSimpleName("V1Network")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .check(DOOR);
  }

  @Test
  void no_classes_use_each_other_in_circles() {
    TopLevelClasses.assertNoCycles(DOOR, ROOT);
  }

  @Test
  void there_is_no_mutable_static_state_but_a_flag() {
    fields()
        .that()
        .areStatic()
        .and()
        .areNotDeclaredIn(V1Waits.class)
        .should()
        .beFinal()
        .check(DOOR);
  }
}
