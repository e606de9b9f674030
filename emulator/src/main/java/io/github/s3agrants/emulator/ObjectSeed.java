package io.github.s3agrants.emulator;

/**
 * An object that is there from the start.
 *
 * @param bucket the name of the bucket
 * @param key the key
 * @param content the content
 */
@SuppressWarnings("ArrayRecordComponent") // Passed to the store, never compared.
record ObjectSeed(String bucket, String key, byte[] content) {}
