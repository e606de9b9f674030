package io.github.s3agrants.emulator.journal;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.identity.Credential;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a call so far; filled in as the call proceeds. Used by one thread. */
public final class CallRecord {
  // The longest key of S3, in bytes. A client may send longer ones, which must not fill the memory.
  private static final int MAX_TEXT = 1024;

  private final Service service;
  private final long start = System.nanoTime();
  private String operation = "Unknown";
  private @Nullable String accessKeyId;
  private @Nullable Credential signer;
  private @Nullable String bucket;
  private @Nullable String key;
  private @Nullable String prefix;
  private @Nullable DataAccessCall dataAccess;

  public CallRecord(Service service) {
    this.service = service;
  }

  /** The operation is known. */
  public void operation(String name) {
    operation = name;
  }

  /** Somebody claims this access key. */
  public void accessKeyId(String id) {
    accessKeyId = cut(id);
  }

  /** The signature is verified. */
  public void signer(Credential credential) {
    signer = credential;
  }

  /** What the call is about in S3. */
  public void place(
      @Nullable String bucketName, @Nullable String objectKey, @Nullable String listPrefix) {
    bucket = cut(bucketName);
    key = cut(objectKey);
    prefix = cut(listPrefix);
  }

  /** The parameters of GetDataAccess. */
  public void dataAccess(DataAccessCall call) {
    dataAccess = call;
  }

  JournalEntry toEntry(long sequence, Instant time, int status, @Nullable String errorCode) {
    Credential known = signer;
    return new JournalEntry(
        sequence,
        time,
        service,
        operation,
        known == null ? null : known.principal().name(),
        known == null ? SignerKind.UNKNOWN : known.kind(),
        accessKeyId,
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
