package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ObjectProperties;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.store.WriteCondition;
import java.io.IOException;

/** PutObject. */
final class ObjectWrites {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
  private static final int MAX_KEY = 1024;

  private final ObjectStore store;

  ObjectWrites(ObjectStore store) {
    this.store = store;
  }

  Answer put(Call call) throws AwsException, IOException {
    requireKey(call);
    ObjectProperties properties = WriteHeaders.read(call);
    WriteCondition condition = WriteHeaders.condition(call);
    Bucket bucket = store.bucket(call.bucket());
    Body body = BodyReader.object(call);
    Checksum checksum = body.checksum();
    ObjectVersion version =
        bucket.put(
            call.key(),
            StoredObject.of(body.content(), body.eTag(), properties, checksum),
            condition);
    return ObjectHeaders.version(Answer.ok(), bucket, version)
        .with("ETag", body.eTag().quoted())
        .with(header -> EncryptionHeaders.describe(properties.encryption(), header))
        .with(header -> ObjectHeaders.checksum(checksum, header));
  }

  /**
   * Checks the key of a new object, or delete marker.
   *
   * @throws AwsException KeyTooLongError
   */
  static void requireKey(Call call) throws AwsException {
    if (call.key().getBytes(UTF_8).length > MAX_KEY) {
      throw new AwsException(AwsError.KEY_TOO_LONG, "Your key is too long");
    }
  }
}
