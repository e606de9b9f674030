package io.github.s3agrants.emulator.store;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * IDs of versions and uploads. They sort by age: S3 lists the uploads of a key in the order in
 * which they were started, and a listing goes on after a version that is gone. Thread-safe.
 */
final class VersionIds {
  private final AtomicLong last = new AtomicLong();

  String next() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(last.incrementAndGet())
        + hex.toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
