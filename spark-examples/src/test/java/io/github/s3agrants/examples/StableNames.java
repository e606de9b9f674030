package io.github.s3agrants.examples;

/** Names of files without the parts that differ from run to run. */
public final class StableNames {

  private static final String VOLATILE =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{14,}_?[0-9]*|(?<=_m_[0-9]{6}_)[0-9]+";

  private StableNames() {}

  /** The name with {@code ID} for each such part. */
  public static String of(String name) {
    return name.replaceAll(VOLATILE, "ID");
  }
}
