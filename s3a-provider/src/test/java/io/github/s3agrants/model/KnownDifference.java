package io.github.s3agrants.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.util.VersionInfo;

/** How a call may end when the caller's grants are known, compared with asking path by path. */
enum KnownDifference {
  /** Nothing differs. */
  EQUAL("equal") {
    @Override
    boolean explains(Outcomes o) {
      return o.asking.equals(o.knowing) && o.equalTrees;
    }
  },
  /** It is refused path by path. With known grants, it is refused too, or says what is true. */
  REFUSED("refused path by path") {
    @Override
    boolean explains(Outcomes o) {
      return isRefusal(o.asking)
          && (!o.operation.isReadOnly() || isRefusal(o.knowing) || o.knowing.equals(o.truth));
    }
  },
  /** Below an object that is granted there is nothing for the caller, who has no grant there. */
  BELOW_OBJECT("nothing below a granted object") {
    @Override
    boolean explains(Outcomes o) {
      return o.objectsGranted
          && o.operation.isReadOnly()
          && isRefusal(o.asking)
          && (o.knowing.equals("returned []") || isMissing(o.knowing));
    }
  },
  /** A directory above grants: not there path by path, while something is under a grant below. */
  ABOVE_GRANTS("there, above grants") {
    @Override
    boolean explains(Outcomes o) {
      return o.operation.isReadOnly() && isMissing(o.asking) && o.knowing.equals(o.truth);
    }
  },
  /**
   * S3A of Hadoop 3.3 looks at the parent first: path by path it is not there, since it is above
   * grants. With known grants it is there, and the file is refused.
   */
  PARENT_ABOVE_GRANTS("refused in a directory above grants") {
    @Override
    boolean explains(Outcomes o) {
      return VersionInfo.getVersion().startsWith("3.3.")
          && o.operation.text().startsWith("createNonRecursive")
          && isMissing(o.asking)
          && isRefusal(o.knowing)
          && o.equalTrees;
    }
  },
  /** A list of a directory above grants, if that is wanted: a part of what is there. */
  PARTIAL_LIST("a list of what is granted") {
    @Override
    boolean explains(Outcomes o) {
      return o.listsGranted
          && isRefusal(o.asking)
          && (o.operation.text().startsWith("list") || o.operation.text().startsWith("globStatus"))
          && elements(o.truth).containsAll(elements(o.knowing));
    }
  };

  private final String reason;

  KnownDifference(String reason) {
    this.reason = reason;
  }

  /** The outcomes of one operation. */
  private record Outcomes(
      TreeOperation operation,
      String asking,
      String knowing,
      String truth,
      boolean equalTrees,
      boolean listsGranted,
      boolean objectsGranted) {}

  abstract boolean explains(Outcomes outcomes);

  String reason() {
    return reason;
  }

  /** The reason why the outcomes are as they are; empty if there is none. */
  static Optional<KnownDifference> of(
      TreeOperation operation,
      String asking,
      String knowing,
      String truth,
      boolean equalTrees,
      boolean listsGranted,
      boolean objectsGranted) {
    Outcomes outcomes =
        new Outcomes(operation, asking, knowing, truth, equalTrees, listsGranted, objectsGranted);
    return Arrays.stream(values()).filter(known -> known.explains(outcomes)).findFirst();
  }

  private static List<String> elements(String list) {
    String text = list.replaceFirst("returned \\[(.*)]", "$1");
    return text.isEmpty() ? List.of() : List.of(text.split(", "));
  }

  private static boolean isMissing(String outcome) {
    return outcome.equals("returned false")
        || outcome.equals("threw java.io.FileNotFoundException");
  }

  private static boolean isRefusal(String outcome) {
    return outcome.equals("threw java.nio.file.AccessDeniedException");
  }
}
