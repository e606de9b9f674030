package io.github.s3agrants.emulator.api;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call. Never holds a secret or a session token.
 *
 * @param sequence counts up from 1, also across {@code resetJournal()}
 * @param time when the call was answered, by the emulator's clock
 * @param service the service called
 * @param operation such as {@code GetObject} or {@code GetDataAccess}; {@code Unknown} if it could
 *     not be told
 * @param principal the caller's name; for vended credentials the principal to whom they were vended
 * @param signer whose credentials signed it
 * @param accessKeyId as sent
 * @param bucket S3: the bucket, if any
 * @param key S3: the object's key, decoded; null for calls on a bucket, DeleteObjects included
 * @param prefix S3: the prefix of a listing; null if none was sent
 * @param dataAccess GetDataAccess only: its parameters
 * @param status HTTP status of the answer; 0 if the connection was closed without one
 * @param errorCode S3 error code of the answer; null if it succeeded or S3Proxy's answer had no
 *     body to tell from
 * @param latency how long the call took from its head to its answer (on S3 to the beginning of its
 *     answer), in real time whatever the emulator's clock says
 */
public record JournalEntry(
    long sequence,
    Instant time,
    Service service,
    String operation,
    @Nullable String principal,
    SignerKind signer,
    @Nullable String accessKeyId,
    @Nullable String bucket,
    @Nullable String key,
    @Nullable String prefix,
    @Nullable DataAccessCall dataAccess,
    int status,
    @Nullable String errorCode,
    Duration latency) {}
