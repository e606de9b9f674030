package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.Content;
import io.github.s3agrants.emulator.store.ETag;
import org.jspecify.annotations.Nullable;

/**
 * A body that has been read and verified. Immutable.
 *
 * @param content the bytes, without any coding
 * @param eTag their MD5
 * @param checksum the checksum that came with them; null: none
 */
record Body(Content content, ETag eTag, @Nullable Checksum checksum) {}
