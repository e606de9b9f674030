package io.github.s3agrants.hadoop33;

import com.amazonaws.services.s3.model.CopyPartRequest;
import io.github.s3agrants.access.Access;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The refused copies of parts of large files. The SDK's TransferManager wraps whatever the request
 * for a part fails with, so that S3A takes it for a fault of the network, and tries the whole copy
 * again for a minute and a half. Each try begins with a HEAD of the source by TransferManager, and
 * what that fails with reaches S3A as it is. So the refusal is repeated there. Thread-safe.
 */
final class RefusedParts {
  /** More than the copies that one file system makes at once. */
  private static final int MOST = 256;

  private final Map<String, Access> bySource =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Access> eldest) {
          return size() > MOST;
        }
      };

  /** A part was refused. */
  synchronized void add(CopyPartRequest request, Access access) {
    bySource.put(request.getSourceKey(), access);
  }

  /** What the copy of an object needed that was refused last; returned once. */
  synchronized Optional<Access> remove(String sourceKey) {
    return Optional.ofNullable(bySource.remove(sourceKey));
  }
}
