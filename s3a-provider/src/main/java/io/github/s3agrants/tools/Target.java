package io.github.s3agrants.tools;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.S3Path;
import java.net.URI;
import org.apache.hadoop.fs.Path;

/** The path that is asked about, as Hadoop and as S3 name it. Immutable. */
final class Target {
  private final Path path;
  private final URI fileSystem;
  private final String bucket;
  private final String key;

  /** The path of a file system, with scheme and bucket. */
  Target(Path path) {
    this.path = requireNonNull(path, "path");
    URI uri = path.toUri();
    this.bucket = requireNonNull(uri.getHost() == null ? uri.getAuthority() : uri.getHost());
    this.fileSystem = URI.create(uri.getScheme() + "://" + bucket + "/");
    String raw = uri.getPath();
    this.key = raw.startsWith("/") ? raw.substring(1) : raw;
  }

  Path path() {
    return path;
  }

  /** The URI of the file system, such as {@code s3a://bucket/}. */
  URI fileSystem() {
    return fileSystem;
  }

  String bucket() {
    return bucket;
  }

  /** The path as an object; the bucket if it is the root. */
  S3Path object() {
    return key.isEmpty() ? S3Path.bucket(bucket) : S3Path.object(bucket, key);
  }

  /** Everything below the path. */
  S3Path folder() {
    return S3Path.prefix(bucket, key.isEmpty() ? "" : key + "/");
  }

  /** The folder that the path is in. */
  S3Path parent() {
    return S3Path.prefix(bucket, key.substring(0, key.lastIndexOf('/') + 1));
  }

  /** The folder that the path is in, as a path to ask about. */
  Target inParent() {
    Path parent = path.getParent();
    return parent == null ? this : new Target(parent);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
