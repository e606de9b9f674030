package io.github.s3agrants.emulator.store;

import org.jspecify.annotations.Nullable;

/**
 * A part as the client names it to complete an upload. Immutable.
 *
 * @param number the part's number
 * @param eTag the entity tag, with or without quotation marks
 * @param checksum the checksum in Base64; null: not sent
 */
public record NamedPart(int number, String eTag, @Nullable String checksum) {}
