package io.github.s3agrants.emulator;

import java.util.function.Supplier;

/**
 * An object that is there from the start.
 *
 * @param bucket the name of the bucket
 * @param key the key
 * @param content the content
 * @param place where it is described, such as {@code objects[0]}, for messages
 */
@SuppressWarnings("ArrayRecordComponent") // Passed to the store, never compared.
record ObjectSeed(String bucket, String key, byte[] content, Supplier<String> place) {}
