package io.github.s3agrants.mistakes;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;

import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import software.amazon.awssdk.core.SdkGlobalTime;

/**
 * A lake of its own, a configuration, and the call that shows what is wrong with either. At first
 * nothing is: Alice may read and write {@code s3a://lake/alice/}, where the file {@code f} is.
 */
public final class Scene implements Closeable {
  /** What a job does with a file. */
  @FunctionalInterface
  public interface Call {
    void on(FileSystem fs, String path) throws IOException;
  }

  public static final Call READ = S3AFixture::read;
  public static final Call WRITE = (fs, path) -> S3AFixture.write(fs, path, "text");

  private static final List<String> SHORTENED =
      List.of(
          "fs.s3a.attempts.maximum",
          "fs.s3a.retry.limit",
          "fs.s3a.retry.interval",
          "fs.s3a.retry.throttle.limit",
          "fs.s3a.retry.throttle.interval");

  private final Deque<Closeable> open = new ArrayDeque<>();
  private S3AFixture lake;
  private Configuration conf;
  private URI path = URI.create("s3a://lake/alice/f");
  private Call call = READ;

  Scene() throws IOException {
    lake = closing(S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*")));
    lake.upload("/alice/f", "text");
    conf = defaults(lake.grants(ALICE));
  }

  /** Closes something with the scene. */
  <T extends Closeable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  /** Replaces the lake, and the caller. */
  S3AFixture lake(Principal who, Consumer<EmulatorBuilder> more) throws IOException {
    return lake(who, S3AFixture.start(more));
  }

  S3AFixture lake(Principal who, S3AFixture other) {
    lake = closing(other);
    conf = defaults(lake.grants(who));
    return lake;
  }

  S3AFixture lake() {
    return lake;
  }

  void set(String key, Object value) {
    conf.set(key, String.valueOf(value));
  }

  void path(String uri) {
    path = URI.create(uri);
  }

  void call(Call other) {
    call = other;
  }

  /** The retries of S3A as they are without any setting. */
  private static Configuration defaults(Configuration conf) {
    SHORTENED.forEach(conf::unset);
    // Its GET would hide the exception of S3.
    conf.set("fs.s3a.input.stream.type", "classic");
    return conf;
  }

  /** The configuration that a job would have. */
  public Configuration conf() {
    return conf;
  }

  /** The file that the job works on. */
  public URI path() {
    return path;
  }

  /** Does what the job does. */
  public void run() throws IOException {
    try (FileSystem fs = FileSystem.newInstance(path, conf)) {
      call.on(fs, path.toString());
    }
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    // What the SDK has learned of a service's clock, it would keep for all clients of this JVM.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }
}
