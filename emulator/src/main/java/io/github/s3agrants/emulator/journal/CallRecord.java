package io.github.s3agrants.emulator.journal;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.identity.Credential;
import java.time.Duration;
import java.time.Instant;
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
  private @Nullable String userAgent;
  private @Nullable String bucket;
  private @Nullable String key;
  private @Nullable String prefix;
  private @Nullable DataAccessCall dataAccess;

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
