package io.github.s3agrants.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Other JVMs with the class path of this one; they end with it, however it ends. */
final class Jvm {
  private static final String HOSTS = "jdk.net.hosts.file";
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy), "end-children"));
  }

  private Jvm() {}

  /** Starts one; what it says on standard error is shown. */
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

  /** Starts any other command, with more in its environment than this one has. */
  static Process start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    RUNNING.add(process);
    var unused = process.onExit().thenAccept(RUNNING::remove);
    return process;
  }

  /** The launcher of this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What has another JVM resolve the names that this one does. */
  static List<String> hostsOption() {
    String hosts = System.getProperty(HOSTS);
    return hosts == null ? List.of() : List.of("-D" + HOSTS + "=" + hosts);
  }
}
