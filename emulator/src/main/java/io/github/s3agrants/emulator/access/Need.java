package io.github.s3agrants.emulator.access;

import io.github.s3agrants.emulator.scope.S3Scope;

/**
 * An action that a request needs, and where.
 *
 * @param action the action
 * @param scope an object; or the keys that a listing asks for; or a whole bucket
 */
public record Need(S3Action action, S3Scope scope) {

  static Need on(String bucket, String key, S3Action action) {
    return new Need(action, S3Scope.object(bucket, key));
  }

  static Need onPrefix(String bucket, String prefix, S3Action action) {
    return new Need(action, S3Scope.prefix(bucket, prefix));
  }

  /** An action that is not modelled, on all of S3. */
  static Need everything() {
    return new Need(S3Action.ANY, S3Scope.everything());
  }
}
