package io.github.s3agrants.emulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.junit.AccessGrantsEmulatorExtension;
import io.github.s3agrants.emulator.junit.AccessGrantsEmulatorTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

@AccessGrantsEmulatorTest(customizer = AliceReportTest.Lake.class)
class AliceReportTest {

  static class Lake implements AccessGrantsEmulatorExtension.Configuration {
    @Override
    public void describe(EmulatorBuilder builder) {
      builder
          .principal(
              Principal.of(
                  "alice",
                  "AKIAEMULATORALICE001",
                  "alice-secret",
                  "arn:aws:iam::111122223333:user/alice"))
          .bucket("lake")
          .location("s3://", "arn:aws:iam::111122223333:role/s3ag-location-role")
          .grant("s3://", "lake/alice/*", "alice", Permission.READWRITE);
    }
  }

  @Test
  void writes_where_there_is_a_grant_and_nowhere_else(
      AccessGrantsEmulator emulator, Journal journal) throws IOException {
    Configuration conf = new Configuration();
    emulator.hadoopConfiguration("alice").forEach(conf::set);
    Path report = new Path("s3a://lake/alice/report");

    try (FileSystem lake = FileSystem.newInstance(URI.create("s3a://lake/"), conf)) {
      try (FSDataOutputStream out = lake.create(report)) {
        out.writeInt(42);
      }
      try (FSDataInputStream in = lake.open(report)) {
        assertEquals(42, in.readInt());
      }
      assertThrows(
          AccessDeniedException.class,
          () -> lake.create(new Path("s3a://lake/bob/report")).close());
    }

    assertEquals(1, journal.signer(SignerKind.VENDED).count("PutObject"));
    assertEquals(1, journal.signer(SignerKind.VENDED).count("GetObject"));
    assertEquals(0, journal.signer(SignerKind.BASE).count("PutObject"));
  }
}
