package io.github.s3agrants.emulator.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The two logs. Either can be off. Thread-safe. */
public final class AuditLogs implements AutoCloseable {
  private final @Nullable AuditFile cloudTrailFile;
  private final @Nullable AuditFile accessFile;
  private final Clock clock;
  private final String region;
  private final UnaryOperator<String> bucketOwner;

  private AuditLogs(
      @Nullable AuditFile cloudTrailFile,
      @Nullable AuditFile accessFile,
      Clock clock,
      String region,
      UnaryOperator<String> bucketOwner) {
    this.cloudTrailFile = cloudTrailFile;
    this.accessFile = accessFile;
    this.clock = clock;
    this.region = region;
    this.bucketOwner = bucketOwner;
  }

  /**
   * Opens the logs.
   *
   * @param cloudTrail the file of CloudTrail records; null: off
   * @param access the file of S3's access log; null: off
   * @param clock dates both
   * @param region the Region of the emulator
   * @param account owns the buckets that {@code bucketOwners} does not name
   * @param bucketOwners the owners of buckets, by name
   * @throws IOException if a file cannot be opened
   */
  public static AuditLogs open(
      @Nullable Path cloudTrail,
      @Nullable Path access,
      Clock clock,
      String region,
      String account,
      Map<String, String> bucketOwners)
      throws IOException {
    AuditFile cloudTrailFile = cloudTrail == null ? null : AuditFile.open("cloudTrail", cloudTrail);
    try {
      return new AuditLogs(
          cloudTrailFile,
          access == null ? null : AuditFile.open("accessLog", access),
          clock,
          region,
          bucket -> bucketOwners.getOrDefault(bucket, account));
    } catch (IOException e) {
      try (cloudTrailFile) {
        throw e;
      }
    }
  }

  /** The clock that dates both logs. */
  public Clock clock() {
    return clock;
  }

  /** Records a call to S3 Control whose caller is known. */
  public void record(ControlCall call) {
    if (cloudTrailFile != null) {
      cloudTrailFile.append(CloudTrailRecord.of(call, clock.instant(), region));
    }
  }

  /** True if requests to S3 are logged. */
  public boolean logsAccess() {
    return accessFile != null;
  }

  /** Logs a request to S3. */
  public void log(AccessLogLine line) {
    if (accessFile != null) {
      accessFile.append(line.text(bucketOwner.apply(line.bucket())));
    }
  }

  @Override
  public void close() throws IOException {
    try (cloudTrailFile;
        accessFile) {
      // Closes both, also if one fails.
    }
  }
}
