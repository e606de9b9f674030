package io.github.s3agrants.flink;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
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
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.util.WrappingProxy;

/**
 * An emulator, and Flink's file system {@code s3} as {@code conf/flink/config.yaml} sets it up, out
 * of a plugins folder.
 */
final class FlinkLake implements AutoCloseable {
  final AccessGrantsEmulator emulator;
  private final Set<FileSystem> opened = ConcurrentHashMap.newKeySet();

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

  /** Loads Flink's plugins as its processes do when they start. Each time in a new class loader. */
  PluginManager load(Configuration conf) {
    PluginManager plugins = PluginUtils.createPluginManagerFromRootFolder(conf);
    FileSystem.initialize(conf, plugins);
    return plugins;
  }

  FileSystem open(Configuration conf) throws IOException {
    load(conf);
    return get("s3://lake/");
  }

  /** The file system of a bucket, as jobs get it. */
  FileSystem get(String uri) throws IOException {
    FileSystem fs = FileSystem.get(URI.create(uri));
    opened.add(fs);
    return fs;
  }

  FileSystem open(Principal who) throws IOException {
    return open(configuration(who));
  }

  /** Puts an object with the administrator's own credentials. The file systems end with it. */
  void upload(String path, String text) throws IOException {
    Configuration conf = configuration(ADMIN);
    conf.setString(
        "s3.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    conf.setString("s3.s3.signing-algorithm", "");
    write(open(conf), path, text);
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
    return s3Calls()
        .filter(
            call -> call.signer() != SignerKind.VENDED && !ADMIN.name().equals(call.principal()))
        .entries();
  }

  /** The GetDataAccess calls, such as {@code READ s3://lake/alice/*}. */
  List<String> vends() {
    return emulator.journal().operation("GetDataAccess").entries().stream()
        .map(JournalEntry::dataAccess)
        .map(call -> call == null ? "" : call.permission() + " " + call.target())
        .toList();
  }

  /** Closes S3A's file systems too. Flink itself never does. */
  @Override
  @SuppressWarnings("unchecked")
  public void close() throws IOException {
    try {
      for (FileSystem fs : opened) {
        FileSystem inPlugin = ((WrappingProxy<FileSystem>) fs).getWrappedDelegate();
        ((Closeable) call(inPlugin, "getHadoopFileSystem")).close();
      }
      FileSystem.initialize(new Configuration(), null);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    } finally {
      emulator.close();
    }
  }

  /** Calls a method of a class that only the plugin's class loader knows. */
  private static Object call(Object on, String method) throws ReflectiveOperationException {
    return on.getClass().getMethod(method).invoke(on);
  }
}
