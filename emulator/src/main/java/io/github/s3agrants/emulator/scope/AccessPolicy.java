package io.github.s3agrants.emulator.scope;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Access;
import java.util.ArrayList;
import java.util.List;

/**
 * What a set of credentials may do on S3. Immutable.
 *
 * @param statements what is allowed; everything else is denied
 */
public record AccessPolicy(List<Statement> statements) {

  /** A scope and a level of access. */
  public record Statement(S3Scope scope, Permission permission) {}

  public AccessPolicy {
    statements = List.copyOf(statements);
  }

  /** A policy of one statement. */
  public static AccessPolicy of(S3Scope scope, Permission permission) {
    return new AccessPolicy(List.of(new Statement(scope, permission)));
  }

  /**
   * A policy that allows each of the accesses.
   *
   * @throws IllegalArgumentException naming the access whose scope is malformed
   */
  public static AccessPolicy of(List<S3Access> accesses) {
    List<Statement> statements = new ArrayList<>();
    for (S3Access access : accesses) {
      try {
        statements.add(new Statement(S3Scope.parse(access.scope()), access.permission()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "s3[" + statements.size() + "].scope: " + e.getMessage(), e);
      }
    }
    return new AccessPolicy(statements);
  }
}
