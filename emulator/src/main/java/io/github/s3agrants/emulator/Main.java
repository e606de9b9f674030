package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.log.StandardErrorLog;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: starts an emulator from a configuration file, prints its endpoints and runs
 * until the process is stopped. An error is one line on standard error.
 */
@Command(
    name = Main.NAME,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "Usage: ",
    customSynopsis = "java -jar access-grants-emulator.jar (--config FILE | --demo) [OPTIONS]",
    description = {
      "",
      "Amazon S3, S3 Access Grants and STS, for tests. Prints one line of JSON with their URLs to"
          + " standard output when it is ready, and runs until it is stopped.",
      ""
    },
    versionProvider = Main.Version.class)
final class Main implements Callable<Integer> {
  static final String NAME = "access-grants-emulator";

  @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
  private @Nullable Path config;

  @Option(
      names = "--demo",
      description =
          "Start without a file: Bob and Alice of AWS's page on Access Grants. Commands to try go"
              + " to standard error.")
  private boolean demo;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      converter = Address.class,
      description =
          "The address to listen on. Default: loopback. 0.0.0.0, for a container: whoever reaches"
              + " it can read the journal and set faults.")
  private @Nullable InetAddress bind;

  @Option(
      names = "--s3-port",
      paramLabel = "N",
      converter = Port.class,
      description = "The port of S3. Default: 0, a free one.")
  private int s3Port;

  @Option(
      names = "--control-port",
      paramLabel = "N",
      converter = Port.class,
      description =
          "The port of S3 Control, STS, the journal and the page. Default: 0, a free one.")
  private int controlPort;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description =
          "A further host name under which the journal, the faults and the page answer, such as"
              + " that of a container. Can be repeated.")
  private List<String> allowedHosts = List.of();

  @Option(
      names = "--health",
      description =
          "Ask the emulator on --control-port of this machine whether it answers: exit code 0 if"
              + " so, else 1. For health checks of containers.")
  private boolean health;

  @Option(
      names = "--cloudtrail",
      paramLabel = "FILE",
      description = "Append CloudTrail's records to this file.")
  private @Nullable Path cloudTrail;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Append S3's server access log to this file.")
  private @Nullable Path accessLog;

  @SuppressWarnings("unused") // Picocli acts on it.
  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  private boolean help;

  @SuppressWarnings("unused") // Picocli acts on it.
  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  private boolean version;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main())
            .setParameterExceptionHandler((e, args) -> fail(ExitCode.USAGE, complaint(e)))
            .setExecutionExceptionHandler((e, line, result) -> fail(ExitCode.SOFTWARE, explain(e)))
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (health) {
      if (controlPort == 0) {
        return fail(ExitCode.USAGE, "--health: needs the --control-port of the emulator to ask");
      }
      return Health.check(controlPort) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
    StandardErrorLog.configure();
    EmulatorBuilder builder = AccessGrantsEmulator.builder();
    try {
      configure(builder);
    } catch (IllegalArgumentException | IOException e) {
      return fail(ExitCode.USAGE, explain(e));
    }
    AccessGrantsEmulator emulator = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(emulator), "emulator-shutdown"));
    if (bind != null && !bind.isLoopbackAddress()) {
      System.err.println(
          NAME
              + ": warning: it listens on "
              + bind.getHostAddress()
              + ". Whoever reaches that address can read the journal and set faults, without"
              + " credentials.");
    }
    if (demo) {
      System.err.print(Demo.commands(emulator.endpoints()));
      System.err.flush();
    }
    PrintStream out = System.out;
    out.println(emulator.endpoints().toJson());
    out.flush();
    try {
      // A signal ends the process through the shutdown hook.
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private void configure(EmulatorBuilder builder) throws IOException {
    if (config != null && demo) {
      throw new IllegalArgumentException("--demo: is not for a start with --config");
    } else if (config != null) {
      builder.config(config);
    } else if (demo) {
      Demo.configure(builder);
    } else {
      throw new IllegalArgumentException(
          "--config: is required, or --demo; --help shows all options");
    }
    // After the file, which they take precedence over.
    builder.s3Port(s3Port).controlPort(controlPort).allowHost(allowedHosts.toArray(String[]::new));
    if (bind != null) {
      builder.bind(bind);
    }
    if (cloudTrail != null) {
      builder.cloudTrail(cloudTrail);
    }
    if (accessLog != null) {
      builder.accessLog(accessLog);
    }
  }

  private static int fail(int code, String message) {
    System.err.println(NAME + ": " + message.replaceAll("\\R+", " "));
    return code;
  }

  private static String complaint(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      return first.startsWith("--state")
          ? "--state: is no longer an option: nothing outlives the process. List what the emulator"
              + " starts with in the configuration file: its grants, and its objects under objects"
          : first + ": unknown option; --help shows all options";
    }
    String option =
        e.getArgSpec() instanceof CommandLine.Model.OptionSpec spec ? spec.longestName() : "";
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing.getMissing().get(0) instanceof CommandLine.Model.OptionSpec spec
          ? spec.longestName() + ": needs a value"
          : String.valueOf(e.getMessage());
    }
    return e.getCause() instanceof TypeConversionException wrong
        ? option + ": " + wrong.getMessage()
        : String.valueOf(e.getMessage());
  }

  private static String explain(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      return message + ": there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return message + ": may not be read or written";
    } else if (e instanceof FileSystemException) {
      return message;
    }
    // The builder's names for the options.
    return message
        .replaceFirst("^allowHost: ", "--allow-host: ")
        .replaceFirst("^bind: ", "--bind: ")
        .replaceFirst("^s3Port: ", "--s3-port: ")
        .replaceFirst("^controlPort: ", "--control-port: ");
  }

  private static void close(AccessGrantsEmulator emulator) {
    try {
      emulator.close();
    } catch (IOException e) {
      var unused = fail(ExitCode.SOFTWARE, explain(e));
    }
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {NAME + " " + (version == null ? "(not from a jar)" : version)};
    }
  }

  /** Reads a port. */
  static final class Port implements CommandLine.ITypeConverter<Integer> {
    private static final int MAX = 65_535;

    @Override
    public Integer convert(String value) {
      try {
        int port = Integer.parseInt(value);
        if (port >= 0 && port <= MAX) {
          return port;
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException("must be 0 to 65535");
      }
      throw new TypeConversionException("must be 0 to 65535");
    }
  }

  /** Reads an address. */
  static final class Address implements CommandLine.ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String value) {
      try {
        return InetAddress.getByName(value);
      } catch (UnknownHostException e) {
        throw new TypeConversionException(
            "must be an address of this machine, such as 127.0.0.1 or 0.0.0.0");
      }
    }
  }
}
