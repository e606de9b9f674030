package io.github.s3agrants.tools;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.StringUtils;

/**
 * A path with wildcards, as Hadoop's Globber reads it: {@code *}, {@code ?}, {@code [ab]}, and
 * {@code {a,b}}. Immutable.
 *
 * <p>The Globber first makes a path of each alternative in braces that contain a slash. It then
 * takes the part before the first wildcard for granted, lists the directory that is there, and goes
 * on from what it finds: it lists again for each further wildcard, and asks for the status of each
 * name that has none.
 */
final class Glob {
  private final List<Path> listed;
  private final List<Path> named;

  private Glob(List<Path> listed, List<Path> named) {
    this.listed = List.copyOf(listed);
    this.named = List.copyOf(named);
  }

  /**
   * Reads a path.
   *
   * @return empty if the path has no wildcard
   * @throws IllegalArgumentException if it is no glob that Hadoop understands
   */
  static Optional<Glob> of(Path path) {
    if (path.toUri().getPath().isEmpty()) {
      return Optional.empty();
    }
    List<Path> listed = new ArrayList<>();
    List<Path> named = new ArrayList<>();
    try {
      List<String> expanded = GlobExpander.expand(path.toUri().getPath());
      for (String one : expanded) {
        Optional<String> before = beforeFirstWildcard(one);
        before.ifPresentOrElse(
            directory -> listed.add(at(path, directory)), () -> named.add(at(path, one)));
      }
      return listed.isEmpty() && expanded.size() == 1
          ? Optional.empty()
          : Optional.of(new Glob(distinct(listed), distinct(named)));
    } catch (IOException e) {
      throw new IllegalArgumentException("Not a path that Hadoop can expand: " + path, e);
    }
  }

  /** The directory in which the first name with a wildcard is looked for; empty if none has one. */
  private static Optional<String> beforeFirstWildcard(String path) throws IOException {
    StringBuilder directory = new StringBuilder("/");
    for (String name : StringUtils.split(path, Path.SEPARATOR_CHAR)) {
      if (name.isEmpty()) {
        continue;
      }
      if (new GlobFilter(name).hasPattern()) {
        return Optional.of(directory.toString());
      }
      directory.append(directory.length() > 1 ? Path.SEPARATOR : "").append(name);
    }
    return Optional.empty();
  }

  private static Path at(Path file, String path) {
    return new Path(
        file.toUri().getScheme(),
        file.toUri().getAuthority(),
        path.replaceAll("\\\\([*?\\[\\]{}\\\\])", "$1"));
  }

  private static List<Path> distinct(List<Path> paths) {
    return paths.stream().distinct().collect(Collectors.toList());
  }

  /** A path without wildcards, in which a backslash protects what would be one. */
  static Path literal(Path path) {
    String text = path.toUri().getPath();
    return text.indexOf('\\') < 0 ? path : at(path, text);
  }

  /** The directories before the first wildcard, which are listed. */
  List<Path> listed() {
    return listed;
  }

  /** Paths of alternatives without a wildcard, whose status is asked for. */
  List<Path> named() {
    return named;
  }

  /** The first of the directories in which matches are. */
  Path first() {
    return listed.isEmpty() ? new Path(named.get(0), "..") : listed.get(0);
  }
}
