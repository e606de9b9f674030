package io.github.s3agrants.emulator.api;

import java.util.List;
import java.util.function.Predicate;

/**
 * An immutable snapshot of the recorded calls, oldest first.
 *
 * <p>The filters return narrower snapshots. For example, {@code
 * journal.service(S3).signer(BASE).count("GetObject")}.
 *
 * @param entries the calls
 * @param dropped how many older calls were discarded because the journal was full
 */
public record Journal(List<JournalEntry> entries, long dropped) {
  public Journal {
    entries = List.copyOf(entries);
  }

  /** The number of calls. */
  public int size() {
    return entries.size();
  }

  /** True if there are no calls. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The number of calls of this operation. */
  public int count(String operation) {
    return operation(operation).size();
  }

  /** The calls that satisfy the condition. */
  public Journal filter(Predicate<? super JournalEntry> condition) {
    return new Journal(entries.stream().filter(condition).toList(), dropped);
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
}
