package io.github.s3agrants.emulator.store;

import java.util.zip.Checksum;

/** CRC-64/NVME: reflected, all ones before and after. */
final class Crc64Nvme implements Checksum {
  /** The polynomial of the NVM Express specification, bits reversed. */
  private static final long POLYNOMIAL = 0x9A6C_9329_AC4B_C9B5L;

  private static final long[] TABLE = table();

  private long state = -1;

  @Override
  public void update(int oneByte) {
    state = TABLE[(int) ((state ^ oneByte) & 0xff)] ^ (state >>> 8);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = -1;
  }

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long value = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
      }
      table[i] = value;
    }
    return table;
  }
}
