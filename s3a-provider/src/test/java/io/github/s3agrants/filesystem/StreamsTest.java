package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every input stream of S3A and every way to read, under a READ grant. */
class StreamsTest {
  private static final int LENGTH = 3_000_000;
  private static final Path FILE = new Path("/team/alice/data/file");
  private static final byte[] CONTENT = content();

  private static S3AFixture lake;

  @BeforeAll
  static void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/team/alice/*"));
    try (S3AFileSystem admin = lake.open(lake.plain(TestPrincipals.ADMIN));
        FSDataOutputStream out = admin.create(FILE, true)) {
      out.write(CONTENT);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    lake.close();
  }

  @BeforeEach
  void forget() {
    lake.emulator.resetJournal();
  }

  private static byte[] content() {
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  private static Configuration stream(String type) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.input.stream.type", type);
    // Hadoop 3.3.6 refuses this size whatever the stream.
    if (type.equals("prefetch")) {
      conf.set("fs.s3a.prefetch.block.size", "512K");
      // Space for all blocks: Hadoop sometimes reads a block's file just after it has made room for
      // another.
      conf.set("fs.s3a.prefetch.max.blocks.count", "16");
    }
    return conf;
  }

  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics", "prefetch"})
  void sequential_random_and_vectored_reads(String type) throws Exception {
    try (S3AFileSystem fs = lake.open(stream(type))) {
      try (FSDataInputStream in = fs.open(FILE)) {
        assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      }
      try (FSDataInputStream in = fs.open(FILE)) {
        seeksAndPositionedReads(in);
      }
      try (FSDataInputStream in = fs.open(FILE)) {
        vectoredRead(in);
      }
    }
    assertVendedAtOnce();
    assertThat(operations()).containsOnly("HeadObject", "GetObject");
  }

  private static void seeksAndPositionedReads(FSDataInputStream in) throws IOException {
    for (int position : new int[] {LENGTH - 100, 10, 2_000_000, 1_000_000, 0}) {
      in.seek(position);
      byte[] read = new byte[100];
      in.readFully(read);
      assertThat(read).isEqualTo(slice(position, 100));
      in.readFully(position / 2, read);
      assertThat(read).isEqualTo(slice(position / 2, 100));
      assertThat(in.getPos()).isEqualTo(position + 100);
    }
    assertThat(in.skip(50)).isEqualTo(50);
    assertThat(in.read()).isEqualTo(CONTENT[150] & 0xff);
    in.seek(LENGTH);
    assertThat(in.read()).isEqualTo(-1);
  }

  private static void vectoredRead(FSDataInputStream in)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    // Ranges close together, which are merged, and one far away.
    List<FileRange> ranges =
        List.of(
            FileRange.createFileRange(100, 1_000),
            FileRange.createFileRange(1_200, 50),
            FileRange.createFileRange(1_500_000, 200_000),
            FileRange.createFileRange(LENGTH - 7, 7));
    in.readVectored(ranges, ByteBuffer::allocate);
    for (FileRange range : ranges) {
      ByteBuffer buffer = range.getData().get(60, TimeUnit.SECONDS);
      byte[] read = new byte[buffer.remaining()];
      buffer.get(read);
      assertThat(read).isEqualTo(slice((int) range.getOffset(), range.getLength()));
    }
  }

  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @CsvSource({
    "classic, sequential",
    "classic, random",
    "classic, whole-file",
    "classic, vector",
    "analytics, parquet",
    "analytics, sequential",
    "prefetch, random"
  })
  void open_file_with_known_length_or_status(String type, String policy) throws Exception {
    try (S3AFileSystem fs = lake.open(stream(type))) {
      FileStatus status = fs.getFileStatus(FILE);
      lake.emulator.resetJournal();
      try (FSDataInputStream in =
          fs.openFile(FILE)
              .opt("fs.option.openfile.read.policy", policy)
              .withFileStatus(status)
              .build()
              .get(60, TimeUnit.SECONDS)) {
        byte[] read = new byte[1_000];
        in.readFully(777, read);
        assertThat(read).isEqualTo(slice(777, 1_000));
      }
      try (FSDataInputStream in =
          fs.openFile(FILE)
              .opt("fs.option.openfile.read.policy", policy)
              .mustLong("fs.option.openfile.length", LENGTH)
              .build()
              .get(60, TimeUnit.SECONDS)) {
        assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      }
    }
    if (!type.equals("analytics")) {
      // The length is known, so no HEAD is sent. The analytics stream sometimes sends one.
      assertThat(operations()).containsOnly("GetObject");
    }
    assertVended();
  }

  @ParameterizedTest
  @CsvSource({"etag, server", "etag, client", "etag, warn", "etag, none", "versionid, client"})
  void change_detection(String source, String mode) throws IOException {
    Configuration conf = stream("classic");
    conf.set("fs.s3a.change.detection.source", source);
    conf.set("fs.s3a.change.detection.mode", mode);
    conf.set("fs.s3a.change.detection.version.required", "false");
    try (S3AFileSystem fs = lake.open(conf);
        FSDataInputStream in = fs.open(FILE)) {
      byte[] read = new byte[10];
      in.readFully(LENGTH - 10, read);
      in.readFully(0, read);
      assertThat(read).isEqualTo(slice(0, 10));
    }
    assertVended();
  }

  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics", "prefetch"})
  void what_is_not_granted_is_not_read(String type) throws Exception {
    lake.upload("/team/bob/file", "text");
    lake.emulator.resetJournal();
    try (S3AFileSystem fs = lake.open(stream(type))) {
      assertThrows(AccessDeniedException.class, () -> fs.open(new Path("/team/bob/file")));
      // Some streams request the object when they are opened, others at the first read.
      Exception e =
          assertThrows(
              Exception.class,
              () -> {
                try (FSDataInputStream in =
                    fs.openFile(new Path("/team/bob/file"))
                        .mustLong("fs.option.openfile.length", 4)
                        .build()
                        .get(60, TimeUnit.SECONDS)) {
                  in.read();
                }
              });
      assertThat(e).hasStackTraceContaining("S3 Access Grants gave no credentials for READ");
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }

  @Test
  void etags_checksums_and_attributes() throws IOException {
    Configuration conf = stream("classic");
    conf.setBoolean("fs.s3a.etag.checksum.enabled", true);
    try (S3AFileSystem fs = lake.open(conf);
        S3AFileSystem plain = lake.open(lake.plain(TestPrincipals.ADMIN))) {
      plain.getConf().setBoolean("fs.s3a.etag.checksum.enabled", true);
      assertThat(fs.getFileChecksum(FILE)).isNotNull();
      assertThat(fs.listXAttrs(FILE)).isEqualTo(plain.listXAttrs(FILE)).contains("header.ETag");
      assertThat(fs.getXAttr(FILE, "header.ETag")).isEqualTo(plain.getXAttr(FILE, "header.ETag"));
      assertThat(fs.getXAttrs(FILE).keySet()).isEqualTo(plain.getXAttrs(FILE).keySet());
      assertThat(fs.getXAttrs(FILE, List.of("header.Content-Length"))).hasSize(1);
    }
    assertVended();
  }

  private static byte[] slice(int offset, int length) {
    return Arrays.copyOfRange(CONTENT, offset, offset + length);
  }

  private static Set<String> operations() {
    return lake.s3CallsOf(ALICE).entries().stream()
        .map(call -> call.operation())
        .collect(Collectors.toSet());
  }

  private static void assertVended() {
    assertThat(lake.s3CallsOf(ALICE).entries())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
        .allSatisfy(call -> assertThat(call.status()).isLessThan(300).isNotZero());
  }

  private static void assertVendedAtOnce() {
    assertVended();
    assertThat(lake.vendsOf(ALICE)).hasSizeLessThanOrEqualTo(1);
  }
}
