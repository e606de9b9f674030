package io.github.s3agrants.testkit;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.Journal;
import java.util.List;
import java.util.Objects;

/** The calls of GetDataAccess in a journal, as texts for assertions. */
public final class DataAccessCalls {
  private DataAccessCalls() {}

  /** Permission, target and status of each call, in order: {@code READ s3://lake/k 403}. */
  public static List<String> answered(Journal journal) {
    return journal.operation("GetDataAccess").entries().stream()
        .map(
            entry -> {
              DataAccessCall call = Objects.requireNonNull(entry.dataAccess());
              return call.permission() + " " + call.target() + " " + entry.status();
            })
        .toList();
  }
}
