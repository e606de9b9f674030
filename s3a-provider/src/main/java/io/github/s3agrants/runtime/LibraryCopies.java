package io.github.s3agrants.runtime;

import java.security.CodeSource;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/**
 * Whether S3A finds this copy of the library. S3A loads classes with its own class loader, and if
 * that finds none or another copy, it does not see what this copy sets up.
 */
public final class LibraryCopies {
  private LibraryCopies() {}

  /** What is wrong, and what to do; empty if S3A finds this copy. */
  public static Optional<String> objection() {
    Class<?> ofS3a;
    try {
      ofS3a =
          Class.forName(
              AccessGrantsRuntime.class.getName(), false, S3AFileSystem.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "S3A does not find the library, which was loaded by another class loader than hadoop-aws:"
              + " "
              + placeOf(AccessGrantsRuntime.class)
              + ". Put its jar where hadoop-aws is, such as into Spark's jars folder, instead of"
              + " --jars.");
    }
    return ofS3a == AccessGrantsRuntime.class
        ? Optional.empty()
        : Optional.of(
            String.format(
                "There are two copies of the library: this one is %s, and S3A's is %s. Remove one,"
                    + " so that the other is where hadoop-aws is.",
                placeOf(AccessGrantsRuntime.class), placeOf(ofS3a)));
  }

  /** The jar or folder that a class was loaded from, in words. */
  public static String placeOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "of unknown origin" : String.valueOf(source.getLocation());
  }
}
