package io.github.s3agrants.emulator.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of an upload. Immutable.
 *
 * @param number 1 to 10,000
 * @param content the bytes
 * @param eTag the MD5 of the bytes
 * @param checksum null: none was sent
 * @param lastModified when it was uploaded
 */
public record StoredPart(
    int number, Content content, ETag eTag, @Nullable Checksum checksum, Instant lastModified) {}
