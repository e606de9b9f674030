package io.github.s3agrants.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An emulator in its own process. It reads commands from standard input, one per line, and answers
 * each with one line. It ends at the end of its input, and so together with the process that
 * started it.
 */
final class EmulatorServer {
  private static final List<ControlOperation> ASKED =
      List.of(
          ControlOperation.GET_DATA_ACCESS,
          ControlOperation.GET_CALLER_IDENTITY,
          ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX);

  private static final int NOT_FOUND = 404;
  private static final int FIRST_ERROR = 400;

  private final AccessGrantsEmulator emulator;

  private EmulatorServer(AccessGrantsEmulator emulator) {
    this.emulator = emulator;
  }

  public static void main(String[] arguments) throws IOException {
    int grantsOfMany = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
    try (AccessGrantsEmulator emulator = BenchmarkPrincipals.emulator(grantsOfMany).start()) {
      EmulatorServer server = new EmulatorServer(emulator);
      System.out.println(
          emulator.endpoints().s3()
              + " "
              + emulator.endpoints().s3Control()
              + " "
              + emulator.endpoints().sts());
      BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(server.answer(line.split(" ", -1)));
      }
    }
  }

  private String answer(String[] command) {
    switch (command[0]) {
      case "reset" -> emulator.resetJournal();
      case "latency" -> {
        Duration latency = Duration.ofMillis(Long.parseLong(command[1]));
        ASKED.forEach(each -> emulator.faults().set(each, Fault.latency(latency)));
      }
      case "fail" ->
          ASKED.forEach(
              each -> emulator.faults().set(each, Fault.error(503, "ServiceUnavailable")));
      case "heal" -> ASKED.forEach(emulator.faults()::clear);
      case "life" ->
          emulator.faults().credentialLife(Duration.ofSeconds(Long.parseLong(command[1])));
      case "s3" -> {
        return Integer.toString(s3(emulator.journal()).size());
      }
      case "counts" -> {
        return counts(emulator.journal()).toLine();
      }
      default -> {
        return "unknown command " + command[0];
      }
    }
    return "ok";
  }

  private static CallCounts counts(Journal journal) {
    List<JournalEntry> vends = journal.operation("GetDataAccess").entries();
    Journal s3 =
        s3(journal)
            .filter(entry -> entry.key() != null || entry.operation().startsWith("ListObjects"));
    return new CallCounts(
        vends.size(),
        journal.count("GetCallerIdentity"),
        journal.count("GetAccessGrantsInstanceForPrefix"),
        s3.size(),
        s3.signer(SignerKind.BASE).size(),
        s3.filter(entry -> entry.status() >= FIRST_ERROR && entry.status() != NOT_FOUND).size(),
        vends.isEmpty() ? 0 : span(vends),
        journal.count("ListCallerAccessGrants"));
  }

  private static Journal s3(Journal journal) {
    return journal
        .service(Service.S3)
        .filter(entry -> !BenchmarkPrincipals.ADMIN.name().equals(entry.principal()));
  }

  private static long span(List<JournalEntry> entries) {
    Instant first = entries.get(0).time();
    return Duration.between(first, entries.get(entries.size() - 1).time()).toMillis();
  }
}
