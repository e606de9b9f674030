package io.github.s3agrants;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.s3agrants.testing.TopLevelClasses;
import io.github.s3agrants.testing.WallClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks the rules of docs/architecture.md for the core. */
class CoreArchitectureTest {
  private static final String ROOT = "io.github.s3agrants";

  private static final JavaClasses CORE =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void the_core_is_there() {
    assertThat(CORE.size()).isGreaterThan(50);
  }

  @Test
  void imports_go_from_vending_down_and_never_back() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("vending")
        .definedBy(ROOT + ".vending")
        .layer("probe")
        .definedBy(ROOT + ".vending.probe")
        .layer("discovery")
        .definedBy(ROOT + ".vending.discovery")
        .layer("concurrent")
        .definedBy(ROOT + ".vending.concurrent")
        .layer("credentials")
        .definedBy(ROOT + ".credentials")
        .layer("access")
        .definedBy(ROOT + ".access")
        .whereLayer("vending")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("probe")
        .mayOnlyBeAccessedByLayers("vending")
        .whereLayer("discovery")
        .mayOnlyBeAccessedByLayers("vending")
        .whereLayer("concurrent")
        .mayOnlyBeAccessedByLayers("vending", "probe", "discovery")
        .whereLayer("credentials")
        .mayOnlyBeAccessedByLayers("vending", "probe", "discovery", "concurrent")
        .whereLayer("access")
        .mayOnlyBeAccessedByLayers("vending", "probe", "discovery", "concurrent", "credentials")
        .check(CORE);
  }

  @Test
  void no_classes_use_each_other_in_circles() {
    TopLevelClasses.assertNoCycles(CORE, ROOT);
  }

  /** The core uses no Hadoop, no AWS SDK, no Spark, and nothing of the other modules. */
  @Test
  void the_core_knows_the_jdk_caffeine_and_slf4j_and_nothing_more() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT + ".access..",
                    ROOT + ".credentials..",
                    ROOT + ".vending..",
                    "java..",
                    "com.github.benmanes.caffeine..",
                    "org.slf4j..",
                    "org.jspecify.annotations..")
                .or(describe("primitives", JavaClass::isPrimitive)))
        .check(CORE);
  }

  /** One package decides on probes. The other classes only carry its decisions out. */
  @Test
  void only_the_vendor_and_its_parts_know_when_a_probe_is_answered_without_s3() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".vending.probe")
        .and()
        .doNotHaveSimpleName("BrokerQuestions")
        .and()
        .doNotHaveSimpleName("GrantQuestions")
        .and()
        .doNotHaveSimpleName("ColdPath")
        .and()
        .doNotHaveSimpleName("WarmPath")
        .and()
        .doNotHaveSimpleName("VendingEngine")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".vending.probe")
        .check(CORE);
  }

  @Test
  void nothing_reads_the_wall_clock() {
    noClasses().should(WallClock.READ_IT).check(CORE);
  }

  @Test
  void there_is_no_mutable_static_state() {
    fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(CORE);
  }

  @Test
  void nothing_is_done_by_reflection() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.reflect..").check(CORE);
  }
}
