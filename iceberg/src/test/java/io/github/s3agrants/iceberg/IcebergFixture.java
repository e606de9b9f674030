package io.github.s3agrants.iceberg;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Principal;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/** Real file IOs of Iceberg's that use an emulator. */
final class IcebergFixture {
  private IcebergFixture() {}

  /** The options of S3A that a catalog of this library needs to find the emulator. */
  static Map<String, String> properties(AccessGrantsEmulator emulator, Principal who) {
    Map<String, String> properties = new HashMap<>();
    properties.put(AwsProperties.CLIENT_FACTORY, AccessGrantsClientFactory.class.getName());
    properties.put("fs.s3a.endpoint", emulator.endpoints().s3().toString());
    properties.put("fs.s3a.endpoint.region", "us-east-1");
    properties.put("fs.s3a.path.style.access", "true");
    properties.put("fs.s3a.access.key", who.accessKey());
    properties.put("fs.s3a.secret.key", who.secretKey());
    properties.put("fs.s3a.accessgrants.endpoint", emulator.endpoints().s3Control().toString());
    properties.put("fs.s3a.accessgrants.sts.endpoint", emulator.endpoints().sts().toString());
    properties.put("s3.retry.num-retries", "2");
    properties.put("s3.retry.min-wait-ms", "10");
    properties.put("s3.retry.max-wait-ms", "20");
    return properties;
  }

  /** What was vended to a principal, such as {@code READ s3://lake/alice/*}. */
  static List<String> vended(AccessGrantsEmulator emulator, Principal who) {
    return emulator.journal().operation("GetDataAccess").principal(who.name()).entries().stream()
        .filter(call -> call.status() == 200)
        .map(JournalEntry::dataAccess)
        .map(call -> call == null ? "" : call.permission() + " " + call.target())
        .toList();
  }

  static S3FileIO open(Map<String, String> properties) {
    S3FileIO io = new S3FileIO();
    io.initialize(properties);
    return io;
  }

  static void write(FileIO io, String location, String text) throws IOException {
    try (PositionOutputStream out = io.newOutputFile(location).create()) {
      out.write(text.getBytes(UTF_8));
    }
  }

  static String read(FileIO io, String location) throws IOException {
    try (SeekableInputStream in = io.newInputFile(location).newStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
