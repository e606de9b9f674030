package io.github.s3agrants.emulator.store;

import org.jspecify.annotations.Nullable;

/**
 * What an object still knows of a part that it was uploaded in. Immutable.
 *
 * @param number the part's number
 * @param size in bytes
 * @param checksum null: none was sent
 */
public record PartSummary(int number, long size, @Nullable Checksum checksum) {}
