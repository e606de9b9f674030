package io.github.s3agrants.classpath;

import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Opens a file system under S3 Access Grants in this JVM, and prints what a job would see. Usage:
 * {@code OpenOnce URI [JAR]}. The jar is where {@code spark-submit --jars} has it: in the class
 * loader of the application, beside which S3A is in another one.
 */
public final class OpenOnce {
  private OpenOnce() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length > 1) {
      URL[] jars = {Path.of(args[1]).toUri().toURL()};
      Thread.currentThread()
          .setContextClassLoader(new URLClassLoader(jars, OpenOnce.class.getClassLoader()));
    }
    try {
      FileSystem.newInstance(URI.create(args[0]), configuration()).close();
      out.println("opened");
    } catch (Throwable e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        out.println(cause);
      }
    }
    // Hadoop leaves non-daemon threads behind.
    System.exit(0);
  }

  private static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.set(
        "fs.s3a.aws.credentials.provider", "io.github.s3agrants.AccessGrantsCredentialsProvider");
    conf.set("fs.s3a.audit.execution.interceptors", "io.github.s3agrants.AccessGrantsInterceptor");
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:1");
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.access.key", "AKIAEMULATORALICE001");
    conf.set("fs.s3a.secret.key", "secret");
    return conf;
  }
}
