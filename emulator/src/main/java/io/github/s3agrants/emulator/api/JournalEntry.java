package io.github.s3agrants.emulator.api;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One recorded call. Never holds a secret or a session token.
 *
 * @param sequence counts up from 1, also across {@code resetJournal()}
 * @param time when the call was answered, by the emulator's clock
 * @param service the called service
 * @param operation such as {@code GetObject} or {@code GetDataAccess}; {@code Unknown} if it could
 *     not be determined
 * @param principal the caller's name; for vended credentials, the principal that they were vended
 *     to
 * @param signer the kind of the credentials that signed the call
 * @param accessKeyId as sent
 * @param userAgent the {@code User-Agent} header; null if none was sent
 * @param bucket S3: the bucket, if any
 * @param key S3: the object's key, decoded; null for calls on a bucket, DeleteObjects included
 * @param prefix S3: the prefix of a listing; null if none was sent
 * @param dataAccess GetDataAccess only: its parameters
 * @param status the HTTP status of the answer; 0 if the connection was closed without an answer
 * @param errorCode the error code of the answer; null if the call succeeded
 * @param latency the time from the request's head to the answer (on S3, to the beginning of the
 *     answer), in real time, independent of the emulator's clock
 */
public record JournalEntry(
    long sequence,
    Instant time,
    Service service,
    String operation,
    @Nullable String principal,
    SignerKind signer,
    @Nullable String accessKeyId,
    @Nullable String userAgent,
    @Nullable String bucket,
    @Nullable String key,
    @Nullable String prefix,
    @Nullable DataAccessCall dataAccess,
    int status,
    @Nullable String errorCode,
    Duration latency) {}
