package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.HashCode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.Blob;
import org.gaul.s3proxy.blobstore.domain.BlobAccess;
import org.gaul.s3proxy.blobstore.domain.BlobMetadata;
import org.gaul.s3proxy.blobstore.domain.MultipartPart;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.blobstore.domain.PageSet;
import org.gaul.s3proxy.blobstore.domain.StorageMetadata;
import org.gaul.s3proxy.blobstore.options.CopyOptions;
import org.gaul.s3proxy.blobstore.options.GetOptions;
import org.gaul.s3proxy.blobstore.options.ListContainerOptions;
import org.gaul.s3proxy.blobstore.options.PutOptions;
import org.jspecify.annotations.Nullable;

/**
 * Gives S3Proxy's in-memory file system the key semantics of S3.
 *
 * <p>A file system cannot hold {@code a} beside {@code a/b}, {@code a//b} beside {@code a/b}, or
 * {@code .} in a path, and turns {@code d/} into a directory. Therefore each key becomes the name
 * of one file: its UTF-8 bytes in hexadecimal. The alphabetical order of these names is the order
 * in which S3 lists keys. Delimiters are applied here, to the decoded keys.
 *
 * <p>Two differences to S3 remain: {@code If-Match} is checked before the write, not atomically
 * with it; and there are no versions.
 */
final class ExactKeyBlobStore extends ForwardingBlobStore {
  /** S3Proxy keeps the metadata of an upload under way in an object with this prefix. */
  private static final String UPLOAD_PREFIX = ".s3proxy-mpu-stub-";

  private static final HexFormat HEX = HexFormat.of();

  private final AttributeStore attributes = new AttributeStore();

  /** S3Proxy ends a listing early when it meets a file that was just removed. */
  private final ReadWriteLock removals = new ReentrantReadWriteLock();

  /**
   * The keys that the DeleteObjects call on this thread may remove. S3Proxy processes a call on one
   * thread.
   */
  private static final ThreadLocal<Set<String>> REMOVABLE = new ThreadLocal<>();

  /** The attributes of the object that the call on this thread writes. */
  private static final ThreadLocal<ObjectAttributes> WRITTEN = new ThreadLocal<>();

  /** The key after which the call on this thread continues a listing. */
  private static final ThreadLocal<String> CONTINUED = new ThreadLocal<>();

  ExactKeyBlobStore(BlobStore files) {
    super(files);
  }

  /** The attributes of the objects. They are removed when the object is overwritten or deleted. */
  AttributeStore attributes() {
    return attributes;
  }

  /** True if bucket and object exist. */
  boolean hasObject(String container, String key) {
    return containerExists(container) && blobExists(container, key);
  }

  /**
   * Restricts a DeleteObjects call to these keys. S3Proxy must see the body as it was signed,
   * including the keys that the signer may not delete.
   */
  void removingOnly(Set<String> keys, Call call) throws IOException, ServletException {
    REMOVABLE.set(keys);
    try {
      call.run();
    } finally {
      REMOVABLE.remove();
    }
  }

  /** Assigns these attributes to the object, or upload, that a call creates. */
  void writing(ObjectAttributes written, Call call) throws IOException, ServletException {
    WRITTEN.set(written);
    try {
      call.run();
    } finally {
      WRITTEN.remove();
    }
  }

  /**
   * Continues a listing after this key. S3Proxy takes the continuation token itself for the key,
   * but returns it encoded if the client asks for encoded keys.
   */
  void continuing(String after, Call call) throws IOException, ServletException {
    CONTINUED.set(after);
    try {
      call.run();
    } finally {
      CONTINUED.remove();
    }
  }

  private static ObjectAttributes written() {
    ObjectAttributes written = WRITTEN.get();
    return written == null ? ObjectAttributes.NONE : written;
  }

  /** A call that S3Proxy executes. */
  interface Call {
    void run() throws IOException, ServletException;
  }

  /** True if this upload of this key is under way. S3Proxy's own list may miss one. */
  boolean hasUpload(String container, String key, String uploadId) {
    return containerExists(container) && attributes.hasUpload(uploadId, container, key);
  }

  @Override
  public PageSet<? extends StorageMetadata> list(String container, ListContainerOptions sent) {
    String after = CONTINUED.get();
    ListContainerOptions options =
        after == null ? sent : sent.toBuilder().afterMarker(after).build();
    ListContainerOptions all =
        ListContainerOptions.builder()
            .prefix(options.prefix() == null ? null : encode(options.prefix()))
            .afterMarker(options.marker() == null ? null : encode(options.marker()))
            .build();
    PageSet<? extends StorageMetadata> files;
    removals.readLock().lock();
    try {
      files = super.list(container, all);
    } finally {
      removals.readLock().unlock();
    }
    List<BlobMetadata> objects = new ArrayList<>();
    for (StorageMetadata file : files) {
      if (file instanceof BlobMetadata metadata && isEncoded(metadata.name())) {
        BlobMetadata object = decode(metadata);
        if (!object.name().startsWith(UPLOAD_PREFIX)) {
          objects.add(object);
        }
      }
    }
    return Listing.page(objects, options);
  }

  @Override
  public boolean blobExists(String container, String name) {
    return super.blobExists(container, encode(name));
  }

  @Override
  public String putBlob(String container, Blob blob, PutOptions options) {
    String name = blob.getMetadata().name();
    String eTag = super.putBlob(container, blob.toBuilder().name(encode(name)).build(), options);
    attributes.put(container, name, written());
    return eTag;
  }

  @Override
  public String copyBlob(
      String fromContainer,
      String fromName,
      String toContainer,
      String toName,
      CopyOptions options) {
    String eTag =
        super.copyBlob(fromContainer, encode(fromName), toContainer, encode(toName), options);
    attributes.put(toContainer, toName, written());
    return eTag;
  }

  @Override
  public @Nullable BlobMetadata blobMetadata(String container, String name) {
    BlobMetadata metadata = super.blobMetadata(container, encode(name));
    return metadata == null ? null : decode(metadata);
  }

  @Override
  public @Nullable Blob getBlob(String container, String name, GetOptions options) {
    Blob blob = super.getBlob(container, encode(name), options);
    return blob == null ? null : blob.toBuilder().name(name).build();
  }

  @Override
  public void removeBlob(String container, String name) {
    removals.writeLock().lock();
    try {
      super.removeBlob(container, encode(name));
    } finally {
      removals.writeLock().unlock();
    }
    attributes.remove(container, name);
  }

  @Override
  public void removeBlobs(String container, Iterable<String> names) {
    Set<String> allowed = REMOVABLE.get();
    for (String name : names) {
      if (allowed == null || allowed.contains(name)) {
        removeBlob(container, name);
      }
    }
  }

  @Override
  public BlobAccess getBlobAccess(String container, String name) {
    return super.getBlobAccess(container, encode(name));
  }

  @Override
  public void setBlobAccess(String container, String name, BlobAccess access) {
    super.setBlobAccess(container, encode(name), access);
  }

  @Override
  public MultipartUpload initiateMultipartUpload(
      String container, BlobMetadata blob, PutOptions options) {
    BlobMetadata encoded = blob.toBuilder().name(encode(blob.name())).build();
    MultipartUpload upload = decode(super.initiateMultipartUpload(container, encoded, options));
    attributes.putUpload(upload.id(), container, blob.name(), written());
    return upload;
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    super.abortMultipartUpload(encode(upload));
    attributes.removeUpload(upload.id());
  }

  @Override
  public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
    String eTag = super.completeMultipartUpload(encode(upload), parts);
    attributes.put(upload.containerName(), upload.blobName(), attributes.upload(upload.id()));
    attributes.removeUpload(upload.id());
    return eTag;
  }

  @Override
  public MultipartPart uploadMultipartPart(
      MultipartUpload upload,
      int partNumber,
      InputStream in,
      long length,
      @Nullable HashCode contentMd5) {
    return super.uploadMultipartPart(encode(upload), partNumber, in, length, contentMd5);
  }

  @Override
  public List<MultipartPart> listMultipartUpload(MultipartUpload upload) {
    return super.listMultipartUpload(encode(upload));
  }

  @Override
  public List<MultipartUpload> listMultipartUploads(String container) {
    return super.listMultipartUploads(container).stream().map(ExactKeyBlobStore::decode).toList();
  }

  private static String encode(String key) {
    return HEX.formatHex(key.getBytes(UTF_8));
  }

  private static BlobMetadata decode(BlobMetadata metadata) {
    return metadata.toBuilder().name(decode(metadata.name())).build();
  }

  /** False for the temporary files that S3Proxy writes before it renames them. */
  private static boolean isEncoded(String fileName) {
    return fileName.length() % 2 == 0 && fileName.chars().allMatch(HexFormat::isHexDigit);
  }

  private static String decode(String fileName) {
    return new String(HEX.parseHex(fileName), UTF_8);
  }

  private static MultipartUpload encode(MultipartUpload upload) {
    return named(upload, encode(upload.blobName()));
  }

  private static MultipartUpload decode(MultipartUpload upload) {
    return named(upload, decode(upload.blobName()));
  }

  private static MultipartUpload named(MultipartUpload upload, String name) {
    return new MultipartUpload(
        upload.containerName(), name, upload.id(), upload.blobMetadata(), upload.putOptions());
  }
}
