package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import java.io.IOException;
import java.util.Map;

/** GetObjectTagging, PutObjectTagging and DeleteObjectTagging. */
final class Tagging {
  private final ObjectStore store;

  Tagging(ObjectStore store) {
    this.store = store;
  }

  Answer get(Call call) throws AwsException {
    Bucket bucket = store.bucket(call.bucket());
    ObjectVersion version = bucket.read(call.key(), call.versionId());
    return ObjectHeaders.version(
        Answer.of(TagSets.document(version.object().properties().tags())), bucket, version);
  }

  Answer put(Call call) throws AwsException, IOException {
    Map<String, String> tags = TagSets.document(BodyReader.document(call, BodyReader.MAX_DOCUMENT));
    return set(call, tags, Answer.ok());
  }

  Answer delete(Call call) throws AwsException {
    return set(call, Map.of(), Answer.noContent());
  }

  private Answer set(Call call, Map<String, String> tags, Answer answer) throws AwsException {
    Bucket bucket = store.bucket(call.bucket());
    ObjectVersion version =
        bucket.update(call.key(), call.versionId(), properties -> properties.withTags(tags));
    return ObjectHeaders.version(answer, bucket, version);
  }
}
