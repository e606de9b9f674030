package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.http.HttpDate;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ObjectVersion;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Versions in requests and answers. */
final class Versions {
  private Versions() {}

  /** What a refusal says about the delete marker that the request has met. */
  static void describeMarker(
      Bucket bucket, String key, @Nullable String versionId, BiConsumer<String, String> header) {
    Optional<ObjectVersion> met =
        versionId == null ? bucket.find(key) : bucket.find(key, versionId);
    met.filter(ObjectVersion::isDeleteMarker)
        .ifPresent(
            marker -> {
              header.accept(ObjectHeaders.DELETE_MARKER, "true");
              header.accept(ObjectHeaders.VERSION_ID, marker.id());
              if (versionId != null) {
                header.accept("Allow", "DELETE");
                header.accept("Last-Modified", HttpDate.of(marker.lastModified()));
              }
            });
  }
}
