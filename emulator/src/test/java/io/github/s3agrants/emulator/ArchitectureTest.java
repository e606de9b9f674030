package io.github.s3agrants.emulator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.AccessibleObject;
import org.junit.jupiter.api.Test;

/** The allowed dependencies between packages. */
final class ArchitectureTest {
  private static final String ROOT = "io.github.s3agrants.emulator";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void imports_go_one_way() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("facade")
        .definedBy(ROOT)
        .layer("services")
        .definedBy(ROOT + ".control", ROOT + ".s3")
        .layer("http")
        .definedBy(ROOT + ".http")
        .layer("objects")
        .definedBy(ROOT + ".store")
        .layer("core")
        .definedBy(
            ROOT + ".audit", ROOT + ".fault", ROOT + ".grants", ROOT + ".journal", ROOT + ".log")
        .layer("identity")
        .definedBy(ROOT + ".identity")
        .layer("values")
        .definedBy(ROOT + ".access", ROOT + ".scope", ROOT + ".xml")
        .layer("base")
        .definedBy(ROOT + ".api", ROOT + ".error")
        .whereLayer("facade")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("services")
        .mayOnlyBeAccessedByLayers("facade")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("facade", "services")
        .whereLayer("objects")
        .mayOnlyBeAccessedByLayers("services")
        .whereLayer("core")
        .mayOnlyBeAccessedByLayers("facade", "services")
        .whereLayer("identity")
        .mayOnlyBeAccessedByLayers("facade", "services", "core")
        .whereLayer("values")
        .mayOnlyBeAccessedByLayers("facade", "services", "core", "identity")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".store")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".access..", ROOT + ".identity..", ROOT + ".scope..", ROOT + ".xml..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".control")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".s3")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".s3")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".control")
        .check(CLASSES);
  }

  @Test
  void neither_the_library_nor_the_sdk_nor_hadoop() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "org.apache.hadoop..")
        .orShould()
        .dependOnClassesThat(
            resideInAPackage("io.github.s3agrants..").and(resideOutsideOfPackage(ROOT + "..")))
        .check(CLASSES);
  }

  @Test
  void nothing_reflects() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(AccessibleObject.class)
        .check(CLASSES);
  }
}
