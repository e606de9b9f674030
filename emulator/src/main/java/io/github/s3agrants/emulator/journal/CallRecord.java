package io.github.s3agrants.emulator.journal;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.identity.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal entry under construction: filled in as the call proceeds. Used by one thread. */
public final class CallRecord {
  // The length of S3's longest key, in bytes. Longer ones are cut, so that clients cannot fill the
  // memory.
  private static final int MAX_TEXT = 1024;

  private final Service service;
  private final long start = System.nanoTime();
  private String operation = "Unknown";
  private @Nullable String accessKeyId;
  private @Nullable Credential signer;
  private boolean anonymous;
  private @Nullable String userAgent;
  private @Nullable String bucket;
  private @Nullable String key;
  private @Nullable String prefix;
  private @Nullable DataAccessCall dataAccess;
  private int status;
  private @Nullable String errorCode;
  private Map<String, Boolean> deletedKeys = Map.of();

  public CallRecord(Service service) {
    this.service = service;
  }

  /** Sets the operation. */
  public void operation(String name) {
    operation = name;
  }

  /** Sets the access key that the request claims. */
  public void accessKeyId(String id) {
    accessKeyId = cut(id);
  }

  /** Marks a request without credentials that anybody may make. */
  public void anonymous() {
    anonymous = true;
  }

  /** Sets the verified signer. */
  public void signer(Credential credential) {
    signer = credential;
  }

  /** Sets the user agent. A client's calls mostly have the same: one text serves them all. */
  public void userAgent(@Nullable String header) {
    String text = cut(header);
    userAgent = text == null ? null : text.intern();
  }

  /** Sets the bucket, key and prefix. */
  public void place(
      @Nullable String bucketName, @Nullable String objectKey, @Nullable String listPrefix) {
    bucket = cut(bucketName);
    key = cut(objectKey);
    prefix = cut(listPrefix);
  }

  /** Sets the parameters of GetDataAccess. */
  public void dataAccess(DataAccessCall call) {
    dataAccess = call;
  }

  /** Sets the keys that DeleteObjects names, and whether each may be deleted. */
  public void deletedKeys(Map<String, Boolean> keys) {
    deletedKeys = Collections.unmodifiableMap(keys);
  }

  /** The operation. */
  public String operation() {
    return operation;
  }

  /** The verified signer; null if there is none. */
  public @Nullable Credential signer() {
    return signer;
  }

  /** The HTTP status of the answer; 0 before it, or if there was none. */
  public int status() {
    return status;
  }

  /** The error code of the answer; null if there is none. */
  public @Nullable String errorCode() {
    return errorCode;
  }

  /** The keys that DeleteObjects names, and whether each may be deleted. */
  public Map<String, Boolean> deletedKeys() {
    return deletedKeys;
  }

  void answered(int httpStatus, @Nullable String code) {
    status = httpStatus;
    errorCode = code;
  }

  JournalEntry toEntry(long sequence, Instant time) {
    Credential known = signer;
    return new JournalEntry(
        sequence,
        time,
        service,
        operation,
        known == null ? null : known.principal().name(),
        known == null ? (anonymous ? SignerKind.ANONYMOUS : SignerKind.UNKNOWN) : known.kind(),
        accessKeyId,
        userAgent,
        bucket,
        key,
        prefix,
        dataAccess,
        status,
        errorCode,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
