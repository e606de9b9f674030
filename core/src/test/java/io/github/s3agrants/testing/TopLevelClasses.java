package io.github.s3agrants.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Assigns each top-level class, with its nested classes, to a slice of its own. */
public final class TopLevelClasses implements SliceAssignment {
  private final String packages;

  private TopLevelClasses(String packages) {
    this.packages = packages;
  }

  /** Fails if classes in these packages, or below, use each other in circles. */
  public static void assertNoCycles(JavaClasses classes, String packages) {
    SlicesRuleDefinition.slices()
        .assignedFrom(new TopLevelClasses(packages))
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass type) {
    JavaClass top = type;
    while (top.getEnclosingClass().isPresent()) {
      top = top.getEnclosingClass().get();
    }
    return top.getPackageName().startsWith(packages)
        ? SliceIdentifier.of(top.getName())
        : SliceIdentifier.ignore();
  }

  @Override
  public String getDescription() {
    return "top-level classes below " + packages;
  }
}
