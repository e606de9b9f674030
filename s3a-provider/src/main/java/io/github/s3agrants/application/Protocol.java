package io.github.s3agrants.application;

import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.util.Map;
import java.util.Optional;

/** What driver and executor tell each other before they speak. */
public final class Protocol {
  private static final String PROTOCOL = "protocol";
  private static final String LIBRARY = "library";

  private Protocol() {}

  /** What the driver announces. It contains nothing secret. */
  public static Map<String, String> announcement() {
    return Map.of(
        PROTOCOL, Integer.toString(Messages.VERSION), LIBRARY, AccessGrantsRuntime.version());
  }

  /**
   * Why an executor cannot ask the driver; empty if it can.
   *
   * @param ofDriver what the driver has announced
   */
  public static Optional<String> objectionTo(Map<String, String> ofDriver) {
    String theirs = ofDriver.get(PROTOCOL);
    if (theirs == null) {
      return Optional.of(
          "AccessGrantsPlugin runs in this executor and not in the driver. Set spark.plugins where"
              + " the driver reads it: with spark-submit --conf, or in spark-defaults.conf.");
    }
    return theirs.equals(Integer.toString(Messages.VERSION))
        ? Optional.empty()
        : Optional.of(
            String.format(
                "The library is of version %s in the driver and %s in this executor, and they do not"
                    + " understand each other (protocol %s and %d). Put the same jar on both.",
                ofDriver.getOrDefault(LIBRARY, "unknown"),
                AccessGrantsRuntime.version(),
                theirs,
                Messages.VERSION));
  }
}
