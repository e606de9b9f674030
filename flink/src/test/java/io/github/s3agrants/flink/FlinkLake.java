package io.github.s3agrants.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.TestLake;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * An emulator, and Flink's file system {@code s3} as {@code conf/flink/config.yaml} sets it up, out
 * of a plugins folder.
 */
final class FlinkLake implements AutoCloseable {
  final AccessGrantsEmulator emulator;

  private FlinkLake(AccessGrantsEmulator emulator) {
    this.emulator = emulator;
  }

  static FlinkLake start(Consumer<EmulatorBuilder> more) throws IOException {
    EmulatorBuilder builder = TestLake.builder();
    more.accept(builder);
    return new FlinkLake(builder.start());
  }

  static Consumer<EmulatorBuilder> grant(Principal to, Permission permission, String... scopes) {
    return builder -> {
      for (String scope : scopes) {
        builder.grant(TestLake.LOCATION, scope, to.name(), permission);
      }
    };
  }

  /** The configuration to copy, with what leads to the emulator. */
  Configuration configuration(Principal who) {
    Configuration conf =
        GlobalConfiguration.loadConfiguration(System.getProperty("conf.directory"));
    conf.setString("s3.endpoint", emulator.endpoints().s3().toString());
    conf.setString("s3.endpoint.region", "us-east-1");
    conf.setString("s3.path.style.access", "true");
    conf.setString("s3.accessgrants.endpoint", emulator.endpoints().s3Control().toString());
    conf.setString("s3.accessgrants.sts.endpoint", emulator.endpoints().sts().toString());
    conf.setString("s3.access-key", who.accessKey());
    conf.setString("s3.secret-key", who.secretKey());
    // S3A's own retries would take hours.
    conf.setString("s3.attempts.maximum", "1");
    conf.setString("s3.retry.limit", "2");
    conf.setString("s3.retry.interval", "10ms");
    return conf;
  }

  /** Loads Flink's plugins as its processes do when they start. */
  static FileSystem open(Configuration conf) throws IOException {
    FileSystem.initialize(conf, PluginUtils.createPluginManagerFromRootFolder(conf));
    return new Path("s3://lake/").getFileSystem();
  }

  FileSystem open(Principal who) throws IOException {
    return open(configuration(who));
  }

  static void write(FileSystem fs, String path, String text) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(path), FileSystem.WriteMode.OVERWRITE)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  static String read(FileSystem fs, String path) throws IOException {
    try (FSDataInputStream in = fs.open(new Path(path))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  Journal s3Calls() {
    return emulator.journal().service(Service.S3);
  }

  List<JournalEntry> notSignedByVended() {
    return s3Calls().filter(call -> call.signer() != SignerKind.VENDED).entries();
  }

  /** The GetDataAccess calls, such as {@code READ s3://lake/alice/*}. */
  List<String> vends() {
    return emulator.journal().operation("GetDataAccess").entries().stream()
        .map(JournalEntry::dataAccess)
        .map(call -> call == null ? "" : call.permission() + " " + call.target())
        .toList();
  }

  @Override
  public void close() throws IOException {
    emulator.close();
  }
}
