package io.github.s3agrants.emulator.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.blobstore.ContentMetadata;
import org.gaul.s3proxy.blobstore.domain.BlobMetadata;
import org.gaul.s3proxy.blobstore.domain.PageSet;
import org.gaul.s3proxy.blobstore.domain.StorageClass;
import org.gaul.s3proxy.blobstore.domain.StorageMetadata;
import org.gaul.s3proxy.blobstore.domain.StorageType;
import org.gaul.s3proxy.blobstore.options.ListContainerOptions;
import org.jspecify.annotations.Nullable;

/** Builds one page of a listing with common prefixes, as S3 does. */
final class Listing {
  private Listing() {}

  /**
   * A page of at most {@code options.maxResults()} entries.
   *
   * @param objects the objects after the marker that start with the prefix, in order
   */
  static PageSet<StorageMetadata> page(List<BlobMetadata> objects, ListContainerOptions options) {
    int most = options.maxResults() == null ? Integer.MAX_VALUE : options.maxResults();
    List<StorageMetadata> entries = new ArrayList<>();
    String marker = options.marker();
    String last = marker;
    for (BlobMetadata object : objects) {
      String group = commonPrefix(object.name(), options);
      String name = group == null ? object.name() : group;
      // S3 leaves out the groups that are not greater than the marker. The object is greater than
      // it, and so is its group, unless the marker starts with that.
      boolean passed = group != null && marker != null && marker.startsWith(group);
      if (!passed && !name.equals(last)) {
        if (entries.size() == most) {
          return new PageSet<>(entries, most == 0 ? null : last);
        }
        entries.add(group == null ? object : group(group));
        last = name;
      }
    }
    return new PageSet<>(entries, null);
  }

  private static @Nullable String commonPrefix(String key, ListContainerOptions options) {
    String delimiter = options.delimiter();
    if (delimiter == null || delimiter.isEmpty()) {
      return null;
    }
    int from = options.prefix() == null ? 0 : options.prefix().length();
    int at = key.indexOf(delimiter, from);
    return at < 0 ? null : key.substring(0, at + delimiter.length());
  }

  private static BlobMetadata group(String name) {
    return new BlobMetadata(
        StorageType.RELATIVE_PATH,
        name,
        Map.of(),
        null,
        null,
        StorageClass.STANDARD,
        null,
        ContentMetadata.builder().build());
  }
}
