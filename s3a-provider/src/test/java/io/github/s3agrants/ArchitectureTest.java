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
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.settings.EntryPoints;
import io.github.s3agrants.spark.AccessGrantsPlugin;
import io.github.s3agrants.testing.TopLevelClasses;
import io.github.s3agrants.testing.WallClock;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md for the module s3a-provider, which serves Hadoop's S3A. */
class ArchitectureTest {
  private static final String ROOT = "io.github.s3agrants";

  private static final JavaClasses FRONT =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void imports_go_from_the_root_down_and_never_back() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy(ROOT)
        .layer("tools")
        .definedBy(ROOT + ".tools")
        .layer("spark")
        .definedBy(ROOT + ".spark")
        .layer("application")
        .definedBy(ROOT + ".application")
        .layer("parts")
        .definedBy(ROOT + ".parts")
        .layer("request")
        .definedBy(ROOT + ".request")
        .layer("advice")
        .definedBy(ROOT + ".advice")
        .layer("runtime")
        .definedBy(ROOT + ".runtime")
        .layer("settings")
        .definedBy(ROOT + ".settings")
        .layer("aws")
        .definedBy(ROOT + ".aws")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("tools")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("spark")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("application")
        .mayOnlyBeAccessedByLayers("spark")
        .whereLayer("parts")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("request")
        .mayOnlyBeAccessedByLayers("root", "tools", "parts")
        .whereLayer("advice")
        .mayOnlyBeAccessedByLayers("request")
        .whereLayer("runtime")
        .mayOnlyBeAccessedByLayers("root", "tools", "spark", "application")
        .whereLayer("settings")
        .mayOnlyBeAccessedByLayers(
            "root", "tools", "spark", "application", "request", "advice", "runtime")
        .whereLayer("aws")
        .mayOnlyBeAccessedByLayers("root", "tools", "request", "advice", "runtime", "settings")
        .check(FRONT);
  }

  @Test
  void no_classes_use_each_other_in_circles() {
    TopLevelClasses.assertNoCycles(FRONT, ROOT);
  }

  @Test
  void the_adapter_to_the_sdk_knows_no_hadoop() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".aws")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hadoop..")
        .check(FRONT);
  }

  @Test
  void only_one_class_talks_to_s3_control_and_one_knows_where_it_is() {
    noClasses()
        .that()
        .doNotHaveSimpleName("SdkAccessGrantsClient")
        .and()
        .doNotHaveSimpleName("ServiceUrls")
        .and()
        .doNotHaveSimpleName("SdkModules") // looks whether they are there
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon.awssdk.services.s3control..", "software.amazon.awssdk.services.sts..")
        .check(FRONT);
  }

  /** All other times come from the monotonic clock, which nobody can set. */
  @Test
  void only_the_monotonic_clock_reads_the_wall_clock() {
    noClasses().that().doNotHaveSimpleName("MonotonicClock").should(WallClock.READ_IT).check(FRONT);
  }

  @Test
  void the_library_has_hadoop_the_sdk_and_slf4j_and_nothing_more() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT + "..",
                    "java..",
                    "javax.management..",
                    "javax.net.ssl..",
                    "org.apache.hadoop..",
                    "software.amazon.awssdk..",
                    "org.apache.spark..",
                    "com.codahale.metrics..",
                    "org.reactivestreams..", // in signatures of the SDK's interceptors
                    "org.slf4j..",
                    "org.jspecify.annotations..")
                .or(describe("primitives", JavaClass::isPrimitive)))
        .check(FRONT);
  }

  /** So that it runs where there is no Spark. */
  @Test
  void only_the_plugin_knows_spark() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".spark")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..", "com.codahale.metrics..")
        .check(FRONT);
  }

  @Test
  void only_the_classes_that_s3a_constructs_are_in_the_root() {
    Set<String> names =
        FRONT.stream()
            .filter(type -> type.getPackageName().equals(ROOT) && type.isTopLevelClass())
            .map(JavaClass::getName)
            .filter(name -> !name.endsWith("package-info"))
            .collect(Collectors.toSet());
    assertThat(names)
        .containsExactlyInAnyOrder(
            EntryPoints.PROVIDER,
            EntryPoints.INTERCEPTOR,
            EntryPoints.TOKEN_BINDING,
            EntryPoints.CLIENT_FACTORY);
    assertThat(AccessGrantsPlugin.class.getName()).isEqualTo(EntryPoints.SPARK_PLUGIN);
  }

  @Test
  void the_only_mutable_static_state_is_the_shared_runtime() {
    fields()
        .that()
        .areStatic()
        .and()
        .areNotFinal()
        .should()
        .beDeclaredIn(AccessGrantsRuntime.class)
        .check(FRONT);
  }

  @Test
  void nothing_is_done_by_reflection() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.reflect..").check(FRONT);
  }
}
