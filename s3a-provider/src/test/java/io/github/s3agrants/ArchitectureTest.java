package io.github.s3agrants;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. */
class ArchitectureTest {
  private static final String ROOT = "io.github.s3agrants";

  private static final JavaClasses LIBRARY =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void importsGoFromTheRootDownAndNeverBack() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy(ROOT)
        .layer("vending")
        .definedBy(ROOT + ".vending")
        .layer("credentials")
        .definedBy(ROOT + ".credentials")
        .layer("access")
        .definedBy(ROOT + ".access")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("vending")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("credentials")
        .mayOnlyBeAccessedByLayers("root", "vending")
        .whereLayer("access")
        .mayOnlyBeAccessedByLayers("root", "vending", "credentials")
        .check(LIBRARY);
  }

  @Test
  void thereAreNoCycles() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .check(LIBRARY);
  }

  @Test
  void onlyTheRootKnowsHadoop() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".access", ROOT + ".credentials", ROOT + ".vending")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hadoop..")
        .check(LIBRARY);
  }

  @Test
  void onlyOneClassTalksToS3Control() {
    noClasses()
        .that()
        .doNotHaveSimpleName("S3ControlGrantsClient")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon.awssdk.services.s3control..", "software.amazon.awssdk.services.sts..")
        .check(LIBRARY);
  }

  /** All else is reckoned by its time, which nobody can set back or ahead. */
  @Test
  void onlyTheSteadyClockReadsTheWallClock() {
    noClasses()
        .that()
        .doNotHaveSimpleName("SteadyClock")
        .should()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(LIBRARY);
  }

  @Test
  void theLibraryHasHadoopTheSdkCaffeineAndSlf4jAndNothingMore() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT + "..",
                    "java..",
                    "javax.management..",
                    "org.apache.hadoop..",
                    "software.amazon.awssdk..",
                    "org.reactivestreams..", // in signatures of the SDK's interceptors
                    "com.github.benmanes.caffeine..",
                    "org.slf4j..",
                    "org.jspecify.annotations..")
                .or(describe("primitives", JavaClass::isPrimitive)))
        .check(LIBRARY);
  }

  @Test
  void onlyTheClassesThatUsersNameArePublicInTheRoot() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .arePublic()
        .should()
        .haveSimpleName("AccessGrantsCredentialsProvider")
        .orShould()
        .haveSimpleName("AccessGrantsInterceptor")
        .orShould()
        .haveSimpleName("AccessGrantsTokenBinding")
        .check(LIBRARY);
  }

  @Test
  void theOnlyMutableStaticStateIsTheSharedRuntime() {
    fields()
        .that()
        .areStatic()
        .and()
        .areNotFinal()
        .should()
        .beDeclaredIn(AccessGrantsRuntime.class)
        .check(LIBRARY);
  }

  @Test
  void nothingIsDoneByReflection() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.reflect..")
        .check(LIBRARY);
  }
}
