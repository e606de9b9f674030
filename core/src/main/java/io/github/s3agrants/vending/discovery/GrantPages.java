package io.github.s3agrants.vending.discovery;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.vending.concurrent.Futures;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the pages of a listing one after the other. Thread-safe; never blocks. */
public final class GrantPages {
  /**
   * Maximum number of pages. An instance has at most 100,000 grants (S3 Access Grants limitations),
   * and a page up to 1,000.
   */
  private static final int MAXIMUM = 1000;

  private final Function<Optional<String>, CompletableFuture<GrantPage>> source;
  private final Predicate<GrantPage> reader;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Set<String> seen = new HashSet<>();

  private GrantPages(
      Function<Optional<String>, CompletableFuture<GrantPage>> source,
      Predicate<GrantPage> reader) {
    this.source = source;
    this.reader = reader;
  }

  /**
   * Reads pages until there are no more, or enough.
   *
   * @param source calls the service for the page with a token; empty: for the first one
   * @param reader is given each page, one after the other; false: no more are needed
   * @return true at the end of the listing; false if the reader needed no more; or a failure with
   *     an {@link AccessGrantsException}
   */
  public static CompletableFuture<Boolean> read(
      Function<Optional<String>, CompletableFuture<GrantPage>> source,
      Predicate<GrantPage> reader) {
    GrantPages pages = new GrantPages(source, reader);
    pages.next(Optional.empty());
    return pages.ended;
  }

  /** Answers that are there at once are read in this loop, lest the stack grow with the pages. */
  private void next(Optional<String> token) {
    try {
      CompletableFuture<GrantPage> page = source.apply(token);
      while (page.isDone()) {
        Optional<String> next = after(page.join());
        if (next.isEmpty()) {
          return;
        }
        page = source.apply(next);
      }
      var unused = page.whenComplete(this::read);
    } catch (Throwable e) {
      ended.completeExceptionally(Futures.causeOf(e));
    }
  }

  private void read(GrantPage page, Throwable failure) {
    if (failure != null) {
      ended.completeExceptionally(Futures.causeOf(failure));
      return;
    }
    try {
      Optional<String> next = after(page);
      if (next.isPresent()) {
        next(next);
      }
    } catch (Throwable e) {
      ended.completeExceptionally(e);
    }
  }

  /** The token of the page after this one; empty once the reading has ended. */
  private Optional<String> after(GrantPage page) {
    if (!reader.test(page)) {
      ended.complete(false);
      return Optional.empty();
    }
    if (page.next().isEmpty()) {
      ended.complete(true);
      return Optional.empty();
    }
    requireProgress(page.next().get());
    return page.next();
  }

  private void requireProgress(String token) {
    if (!seen.add(token)) {
      throw new AccessGrantsException(
          Kind.UNAVAILABLE, "ListCallerAccessGrants returned the same page token twice.");
    }
    if (seen.size() >= MAXIMUM) {
      throw new AccessGrantsException(
          Kind.UNAVAILABLE, "ListCallerAccessGrants has more than " + MAXIMUM + " pages.");
    }
  }
}
