package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.log.StandardErrorLog;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The command line: starts an emulator from a configuration file, prints its endpoints and runs
 * until the process is stopped.
 */
final class Main {
  private static final String USAGE =
      "usage: java -jar access-grants-emulator.jar --config FILE [--cloudtrail FILE] [--access-log FILE] [--s3-port N] [--control-port N]";
  private static final int EXIT_USAGE = 2;
  private static final int EXIT_FAILED = 1;

  private Main() {}

  public static void main(String[] arguments) {
    EmulatorBuilder builder = AccessGrantsEmulator.builder();
    try {
      StandardErrorLog.configure();
      configure(arguments, builder);
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(explain(e));
      System.exit(EXIT_USAGE);
    }
    try {
      run(builder);
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(explain(e));
      System.exit(EXIT_FAILED);
    }
  }

  private static void run(EmulatorBuilder builder) throws IOException {
    AccessGrantsEmulator emulator = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(emulator), "emulator-shutdown"));
    System.out.println(emulator.endpoints().toJson());
    System.out.flush();
    try {
      // A signal ends the process through the shutdown hook.
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void configure(String[] arguments, EmulatorBuilder builder) throws IOException {
    boolean configured = false;
    // Options take precedence over the configuration file, wherever they stand.
    List<Runnable> files = new ArrayList<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String option = arguments[i];
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(option + ": needs a value; " + USAGE);
      }
      String value = arguments[i + 1];
      switch (option) {
        case "--config" -> {
          builder.config(Path.of(value));
          configured = true;
        }
        case "--cloudtrail" -> files.add(() -> builder.cloudTrail(Path.of(value)));
        case "--access-log" -> files.add(() -> builder.accessLog(Path.of(value)));
        case "--s3-port" -> builder.s3Port(port(option, value));
        case "--control-port" -> builder.controlPort(port(option, value));
        default -> throw new IllegalArgumentException(option + ": unknown option; " + USAGE);
      }
    }
    if (!configured) {
      throw new IllegalArgumentException("--config: is required; " + USAGE);
    }
    files.forEach(Runnable::run);
  }

  private static int port(String option, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": must be 0 to 65535", e);
    }
  }

  private static String explain(Exception e) {
    String message =
        e instanceof NoSuchFileException || e instanceof InvalidPathException
            ? e.getMessage() + ": there is no such file"
            : String.valueOf(e.getMessage());
    return "access-grants-emulator: " + message.replaceAll("\\R+", " ");
  }

  private static void close(AccessGrantsEmulator emulator) {
    try {
      emulator.close();
    } catch (IOException e) {
      System.err.println(explain(e));
    }
  }
}
