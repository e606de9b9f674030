package io.github.s3agrants.emulator.store;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An upload in parts. Thread-safe. */
public final class Upload {
  private final String id;
  private final String key;
  private final ObjectProperties properties;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final ChecksumType type;
  private final Instant initiated = Instant.now();
  private final TreeMap<Integer, StoredPart> parts = new TreeMap<>();
  private boolean ended;

  Upload(
      String id,
      String key,
      ObjectProperties properties,
      @Nullable ChecksumAlgorithm algorithm,
      ChecksumType type) {
    this.id = id;
    this.key = key;
    this.properties = properties;
    this.algorithm = algorithm;
    this.type = type;
  }

  /** The upload ID. */
  public String id() {
    return id;
  }

  /** The key of the object. */
  public String key() {
    return key;
  }

  /** What the object will have. */
  public ObjectProperties properties() {
    return properties;
  }

  /** The algorithm of the object's checksum; null: none was asked for. */
  public @Nullable ChecksumAlgorithm algorithm() {
    return algorithm;
  }

  /** What the object's checksum is computed of. */
  public ChecksumType checksumType() {
    return type;
  }

  /** When it was started. */
  public Instant initiated() {
    return initiated;
  }

  /**
   * Adds a part, or replaces the one of its number.
   *
   * @throws AwsException NoSuchUpload if the upload has ended meanwhile
   */
  public synchronized void put(StoredPart part) throws AwsException {
    requireOpen();
    parts.put(part.number(), part);
  }

  /** The parts, by number. */
  public synchronized List<StoredPart> parts() {
    return new ArrayList<>(parts.values());
  }

  /** Ends the upload. */
  synchronized void end() throws AwsException {
    requireOpen();
    ended = true;
    parts.clear();
  }

  /**
   * Writes the object and ends the upload. If the object cannot be written, it goes on.
   *
   * @param done gets the object before anybody sees that the upload has ended
   */
  synchronized ObjectVersion complete(
      Bucket bucket,
      List<NamedPart> named,
      ExpectedObject expected,
      WriteCondition condition,
      Consumer<ObjectVersion> done)
      throws AwsException {
    requireOpen();
    StoredObject object = UploadAssembly.assemble(this, parts, named);
    expected.check(object);
    ObjectVersion version = bucket.put(key, object, condition);
    done.accept(version);
    end();
    return version;
  }

  private void requireOpen() throws AwsException {
    if (ended) {
      throw noSuchUpload();
    }
  }

  static AwsException noSuchUpload() {
    return new AwsException(
        AwsError.NO_SUCH_UPLOAD, "The specified multipart upload does not exist.");
  }
}
