package io.github.s3agrants.testing;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import java.time.Clock;
import java.time.Instant;

/** The time of day, which somebody may set while a job runs. */
public final class WallClock {
  /** Holds of classes that read the time of day by one of the JDK's ways that need no argument. */
  public static final ArchCondition<JavaClass> READ_IT =
      callMethod(Clock.class, "systemUTC")
          .or(callMethod(Clock.class, "systemDefaultZone"))
          .or(callMethod(Instant.class, "now"))
          .or(callMethod(System.class, "currentTimeMillis"));

  private WallClock() {}
}
