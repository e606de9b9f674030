package io.github.s3agrants.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes and reads with Hadoop's own support of S3 Access Grants, and prints what came of it.
 * Usage: {@code OwnSupport ENDPOINT ACCESS_KEY SECRET_KEY}.
 */
public final class OwnSupport {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private OwnSupport() {}

  public static void main(String[] args) throws Exception {
    try (FileSystem fs = FileSystem.newInstance(URI.create("s3a://lake/"), configuration(args))) {
      tried("write", () -> write(fs));
      tried("read", () -> read(fs, "/alice/own"));
      tried("read of another's", () -> read(fs, "/bob/b"));
    }
    // Hadoop and the plugin leave non-daemon threads behind.
    System.exit(0);
  }

  private static Configuration configuration(String[] args) {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.access.grants.enabled", "true");
    conf.set("fs.s3a.endpoint", args[0]);
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.access.key", args[1]);
    conf.set("fs.s3a.secret.key", args[2]);
    conf.set("fs.s3a.fast.upload.buffer", "bytebuffer");
    // It takes a refusal for a fault of the network, and tries again.
    conf.set("fs.s3a.retry.limit", "0");
    return conf;
  }

  private interface Work {
    String run() throws IOException;
  }

  private static void tried(String name, Work work) {
    try {
      OUT.println(name + ": " + work.run());
    } catch (IOException e) {
      OUT.println(name + ": " + e);
    }
  }

  private static String write(FileSystem fs) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path("/alice/own"))) {
      out.write("text".getBytes(UTF_8));
    }
    return "written";
  }

  private static String read(FileSystem fs, String path) throws IOException {
    try (FSDataInputStream in = fs.open(new Path(path))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
