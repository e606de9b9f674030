package io.github.s3agrants.emulator.api;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Recorded calls, oldest first. Thread-safe.
 *
 * <p>A journal is either an immutable snapshot, such as {@code emulator.journal()}, or {@linkplain
 * #live live}. The filters return narrower snapshots. For example, {@code
 * journal.service(S3).signer(BASE).count("GetObject")}.
 */
public final class Journal {
  private final Supplier<Calls> calls;

  private record Calls(List<JournalEntry> entries, long dropped) {}

  /**
   * A snapshot.
   *
   * @param entries the calls
   * @param dropped how many older calls were discarded because the journal was full
   */
  public Journal(List<JournalEntry> entries, long dropped) {
    Calls fixed = new Calls(List.copyOf(entries), dropped);
    this.calls = () -> fixed;
  }

  private Journal(Supplier<Calls> calls) {
    this.calls = calls;
  }

  /**
   * A journal whose every method sees the calls of its own moment.
   *
   * @param snapshots gives the current journal, such as {@code emulator::journal}
   */
  public static Journal live(Supplier<Journal> snapshots) {
    return new Journal(() -> snapshots.get().calls.get());
  }

  /** The calls. */
  public List<JournalEntry> entries() {
    return calls.get().entries();
  }

  /** How many older calls were discarded because the journal was full. */
  public long dropped() {
    return calls.get().dropped();
  }

  /** The number of calls. */
  public int size() {
    return entries().size();
  }

  /** True if there are no calls. */
  public boolean isEmpty() {
    return entries().isEmpty();
  }

  /** The number of calls of this operation. */
  public int count(String operation) {
    return operation(operation).size();
  }

  /** The calls that satisfy the condition. */
  public Journal filter(Predicate<? super JournalEntry> condition) {
    Calls now = calls.get();
    return new Journal(now.entries().stream().filter(condition).toList(), now.dropped());
  }

  /** The calls to one service. */
  public Journal service(Service service) {
    return filter(entry -> entry.service() == service);
  }

  /** The calls of one operation, such as {@code GetObject}. */
  public Journal operation(String operation) {
    return filter(entry -> entry.operation().equals(operation));
  }

  /** The calls of one principal, with its own or with vended credentials. */
  public Journal principal(String name) {
    return filter(entry -> name.equals(entry.principal()));
  }

  /** The calls signed with one kind of credentials. */
  public Journal signer(SignerKind kind) {
    return filter(entry -> entry.signer() == kind);
  }

  /** The calls after the one with this sequence number. */
  public Journal since(long sequence) {
    return filter(entry -> entry.sequence() > sequence);
  }

  @Override
  public String toString() {
    return "Journal" + entries();
  }
}
