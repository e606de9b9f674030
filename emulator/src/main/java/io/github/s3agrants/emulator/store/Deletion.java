package io.github.s3agrants.emulator.store;

import org.jspecify.annotations.Nullable;

/**
 * What a delete did. Immutable.
 *
 * @param versionId the version that is gone, or the delete marker that was made; null: the bucket
 *     has no versions
 * @param marker true if a delete marker was made or is gone
 */
public record Deletion(@Nullable String versionId, boolean marker) {}
