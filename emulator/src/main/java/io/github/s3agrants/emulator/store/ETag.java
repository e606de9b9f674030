package io.github.s3agrants.emulator.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An entity tag: the MD5 of the content, or of the parts' MD5s with the number of parts. Immutable.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 * @param parts the number of parts; 0: the object was not uploaded in parts
 */
public record ETag(long high, long low, int parts) {
  private static final int BYTES = 16;

  /** The tag of an object, or part, with this MD5. */
  public static ETag ofMd5(byte[] md5) {
    return ofMd5(md5, 0);
  }

  static ETag ofMd5(byte[] md5, int parts) {
    ByteBuffer bytes = ByteBuffer.wrap(md5);
    return new ETag(bytes.getLong(), bytes.getLong(), parts);
  }

  byte[] md5() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /** True if a client means this tag, with or without quotation marks. */
  public boolean matches(String sent) {
    String tag = sent.strip();
    boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
    return value().equalsIgnoreCase(quoted ? tag.substring(1, tag.length() - 1) : tag);
  }

  /** The tag without quotation marks. */
  public String value() {
    HexFormat hex = HexFormat.of();
    String md5 = hex.toHexDigits(high) + hex.toHexDigits(low);
    return parts == 0 ? md5 : md5 + "-" + parts;
  }

  /** The tag in quotation marks, as in headers and documents. */
  public String quoted() {
    return '"' + value() + '"';
  }
}
