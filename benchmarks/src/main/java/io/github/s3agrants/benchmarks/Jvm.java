package io.github.s3agrants.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Other processes, mostly JVMs with the class path of this one. They end when this JVM ends. */
final class Jvm {
  private static final String HOSTS = "jdk.net.hosts.file";
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy), "end-children"));
  }

  private Jvm() {}

  /** Starts a JVM; its standard error is shown. */
  static Process start(Class<?> main, List<String> jvmOptions, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(jvmOptions);
    command.addAll(hostsOption());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(command, Map.of());
  }

  /** Starts any command with additional environment variables. */
  static Process start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    RUNNING.add(process);
    var unused = process.onExit().thenAccept(RUNNING::remove);
    return process;
  }

  /** The {@code java} command of this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The option that makes another JVM resolve the same host names as this one. */
  static List<String> hostsOption() {
    String hosts = System.getProperty(HOSTS);
    return hosts == null ? List.of() : List.of("-D" + HOSTS + "=" + hosts);
  }
}
