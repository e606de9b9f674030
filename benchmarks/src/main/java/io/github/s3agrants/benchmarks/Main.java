package io.github.s3agrants.benchmarks;

import java.util.Arrays;
import java.util.List;

/** The command behind {@code bin/run}. */
final class Main {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  static final List<Benchmark> ALL =
      List.of(
          new ColdStart(),
          new Denials(),
          new ObjectGrant(),
          new ReadWrite(),
          new Grants(),
          new Renewal(),
          new Outage(),
          new Rotation(),
          new WarmPath(),
          new Memory(),
          new Fleet(),
          new FleetDriver(),
          new SparkOverhead(),
          new Capacity(),
          new EmulatorLoad());

  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length == 0 || arguments[0].equals("--list")) {
      ALL.forEach(each -> System.out.printf("%-14s %s%n", each.name(), each.summary()));
      return;
    }
    System.exit(run(arguments[0], List.of(arguments).subList(1, arguments.length)));
  }

  private static int run(String name, List<String> rest) {
    Benchmark benchmark =
        ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    if (benchmark == null) {
      System.err.println("no benchmark " + name + "; there are " + Arrays.toString(names()));
      return EXIT_USAGE;
    }
    Report report = new Report(name);
    try {
      benchmark.run(Options.parse(rest), report);
    } catch (IllegalArgumentException e) {
      System.err.println(name + ": " + e.getMessage());
      return EXIT_USAGE;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      System.err.println(name + " could not do its work: " + e);
      e.printStackTrace();
      return EXIT_FAILED;
    }
    report.print(System.out);
    return 0;
  }

  private static String[] names() {
    return ALL.stream().map(Benchmark::name).toArray(String[]::new);
  }
}
