package io.github.s3agrants.emulator.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.Checksum;

/** Computes a digest or a checksum. Used by one thread. */
public abstract class Hasher extends OutputStream {
  private Hasher() {}

  /** A digest of the JDK. */
  public static Hasher of(String digest) {
    try {
      return new Digest(MessageDigest.getInstance(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + digest, e);
    }
  }

  static Hasher of(Checksum checksum, int bytes) {
    return new Cyclic(checksum, bytes);
  }

  /** The result of some content. */
  byte[] of(Content content) {
    try {
      content.writeTo(this, 0, content.length());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return finish();
  }

  @Override
  public final void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length);

  /** The result. */
  public abstract byte[] finish();

  private static final class Digest extends Hasher {
    private final MessageDigest digest;

    private Digest(MessageDigest digest) {
      this.digest = digest;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public byte[] finish() {
      return digest.digest();
    }
  }

  private static final class Cyclic extends Hasher {
    private final Checksum checksum;
    private final int bytes;

    private Cyclic(Checksum checksum, int bytes) {
      this.checksum = checksum;
      this.bytes = bytes;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      checksum.update(buffer, offset, length);
    }

    @Override
    public byte[] finish() {
      byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      return Arrays.copyOfRange(all, Long.BYTES - bytes, Long.BYTES);
    }
  }
}
