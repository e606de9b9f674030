package io.github.s3agrants.advice;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.vending.GrantsApart;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grant to recommend after a refusal. It covers not only the refused request, but also what the
 * same work will need next, so that creating it ends the refusals. Immutable.
 */
final class NeededGrant {
  /**
   * Working folders that jobs create below the folder that they write to: FileOutputCommitter,
   * S3A's magic committer (MagicCommitPaths), Spark's dynamic overwrite, Hive, DistCp (also
   * CopyMapper's temporary files), Impala.
   */
  private static final Pattern WORKING_FOLDER =
      Pattern.compile(
          "(?<=^|/)(?:_temporary|__magic|__magic_job-[^/]*|\\.spark-staging[^/]*"
              + "|\\.hive-staging[^/]*|_distcp[^/]*|\\.distcp\\.tmp[^/]*|_impala_insert_staging)(?:/|$)");

  private final Permission permission;
  private final S3Path scope;
  private final Optional<S3Path> ifObject;

  private NeededGrant(Permission permission, S3Path scope, Optional<S3Path> ifObject) {
    this.permission = requireNonNull(permission, "permission");
    this.scope = requireNonNull(scope, "scope");
    this.ifObject = ifObject;
  }

  /**
   * Returns the grant to recommend if a request that needs {@code access} was refused.
   *
   * @param apart grants of the caller that would have to be one. They show how wide the work is
   *     that the copy is a part of: for a table format, the table, and not only its metadata
   */
  static NeededGrant of(Access access, RequestOrigin origin, Optional<GrantsApart> apart) {
    return apart
        .flatMap(GrantsApart::common)
        .map(scope -> new NeededGrant(Permission.READWRITE, scope, Optional.empty()))
        .orElseGet(() -> of(access, origin));
  }

  /** Returns the grant to recommend if a request that needs {@code access} was refused. */
  static NeededGrant of(Access access, RequestOrigin origin) {
    S3Path path = access.path();
    String key = path.key();
    int working = workingFolder(key);
    boolean writes = working >= 0 || origin.isPartOfWrite();
    if (access.batchKeys().isPresent()) {
      // One request for many keys: the grant must cover their common ancestor.
      return new NeededGrant(
          writes ? Permission.READWRITE : access.permission(),
          folder(path, working < 0 ? key : key.substring(0, working)),
          Optional.empty());
    }
    if (working >= 0) {
      return new NeededGrant(
          Permission.READWRITE, folder(path, key.substring(0, working)), Optional.empty());
    }
    Permission permission =
        writes || access.permission() != Permission.READ ? Permission.READWRITE : Permission.READ;
    Optional<String> table = TableLayout.tableOf(key);
    if (table.isPresent()) {
      return new NeededGrant(permission, folder(path, table.get()), Optional.empty());
    }
    if (!origin.isOfS3a()) {
      return new NeededGrant(access.permission(), path, Optional.empty());
    }
    if (access.probe() != Probe.NONE && !origin.isOfFile()) {
      // The probed path is mostly a folder, and the next requests are for what lies in it.
      return access.probe() == Probe.LIST
          ? new NeededGrant(permission, path, Optional.empty())
          : new NeededGrant(permission, S3Path.prefix(path.bucket(), key + "/"), Optional.of(path));
    }
    return new NeededGrant(
        permission,
        permission == Permission.READ ? path : parent(path, access.probe()),
        Optional.empty());
  }

  /** Returns where the first working folder in a key begins; negative if there is none. */
  private static int workingFolder(String key) {
    Matcher working = WORKING_FOLDER.matcher(key);
    return working.find() ? working.start() : -1;
  }

  /**
   * Returns the folder in which a file, or the marker of a folder, is written; the path itself if
   * it is not in a folder.
   */
  private static S3Path parent(S3Path path, Probe probe) {
    String key = path.key();
    if (path.isPrefix() && probe == Probe.NONE) {
      return path;
    }
    // LIST of "k/" probes the path k.
    String name = probe == Probe.LIST ? key.substring(0, key.length() - 1) : key;
    return name.indexOf('/') < 0 ? path : folder(path, name);
  }

  /**
   * Returns the innermost folder that {@code key} names or is in. Returns {@code path} if there is
   * no such folder, or none that can be written as a scope, in which a {@code *} has its own
   * meaning.
   */
  private static S3Path folder(S3Path path, String key) {
    int star = key.indexOf('*');
    String clean = star < 0 ? key : key.substring(0, star);
    int slash = clean.lastIndexOf('/');
    if (slash >= 0) {
      return S3Path.prefix(path.bucket(), clean.substring(0, slash + 1));
    }
    return key.isEmpty() ? S3Path.bucket(path.bucket()) : path;
  }

  Permission permission() {
    return permission;
  }

  S3Path scope() {
    return scope;
  }

  /** For example {@code READ whose scope covers s3://bucket/folder/*}. */
  @Override
  public String toString() {
    return permission
        + " whose scope covers "
        + scope
        + ifObject.map(object -> " (" + object + " if that is an object, not a folder)").orElse("");
  }
}
