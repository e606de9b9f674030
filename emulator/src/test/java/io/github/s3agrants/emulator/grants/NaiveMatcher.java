package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scans all grants and compares the text of scopes and ARNs, one rule after the other. Shares no
 * code with the index.
 */
final class NaiveMatcher {

  /** A grant as text: a scope that ends with a wildcard, or the exact key of an object. */
  record Line(
      String scope,
      boolean object,
      GranteeType type,
      String grantee,
      Permission permission,
      @Nullable String application) {}

  private NaiveMatcher() {}

  /** The number of the matching grant. Empty if none matches. */
  static Optional<Integer> match(
      List<Line> lines,
      Principal caller,
      String target,
      boolean objectTarget,
      Permission permission) {
    int best = -1;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (isUsable(line, caller, permission)
          && covers(line, target, objectTarget)
          && (best < 0 || beats(line, lines.get(best)))) {
        best = i;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(best);
  }

  private static boolean isUsable(Line line, Principal caller, Permission permission) {
    if (line.permission() != permission && line.permission() != Permission.READWRITE) {
      return false;
    }
    DirectoryIdentity directory = caller.directory();
    if (line.application() != null
        && (directory == null || !line.application().equals(directory.application()))) {
      return false;
    }
    return switch (line.type()) {
      case IAM -> isIam(line.grantee(), caller.arn());
      case DIRECTORY_USER -> directory != null && line.grantee().equals(directory.user());
      case DIRECTORY_GROUP -> directory != null && directory.groups().contains(line.grantee());
    };
  }

  /** {@code arn:aws:sts::A:assumed-role/R/S} is {@code arn:aws:iam::A:role/any/path/R}. */
  private static boolean isIam(String grantee, String caller) {
    if (grantee.equals(caller)) {
      return true;
    }
    String[] wanted = grantee.split(":", -1);
    String[] own = caller.split(":", -1);
    if (!wanted[4].equals(own[4]) || !wanted[5].startsWith("role/")) {
      return false;
    }
    String[] resource = own[5].split("/", -1);
    String name =
        resource[0].equals("assumed-role")
            ? resource[1]
            : resource[0].equals("role") ? resource[resource.length - 1] : "/";
    return wanted[5].endsWith("/" + name);
  }

  /** The wildcard of a prefix target is already cut off. */
  private static boolean covers(Line line, String target, boolean objectTarget) {
    return line.object()
        ? objectTarget && line.scope().equals(target)
        : target.startsWith(line.scope());
  }

  private static boolean beats(Line line, Line other) {
    if (line.scope().length() != other.scope().length()) {
      return line.scope().length() > other.scope().length();
    }
    if (line.object() != other.object()) {
      return line.object();
    }
    return line.permission() != Permission.READWRITE && other.permission() == Permission.READWRITE;
  }
}
