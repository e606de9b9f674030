package io.github.s3agrants.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A description of the machine that produced the figures. */
final class Machine {
  private Machine() {}

  static String describe() {
    return String.format(
        "Machine: %d cores, %s; JDK %s; %s",
        Runtime.getRuntime().availableProcessors(),
        cpu(),
        Runtime.version(),
        LocalDate.now(ZoneOffset.UTC));
  }

  private static String cpu() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown CPU");
    } catch (IOException e) {
      return "unknown CPU";
    }
  }
}
