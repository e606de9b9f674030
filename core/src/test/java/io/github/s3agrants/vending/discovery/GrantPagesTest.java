package io.github.s3agrants.vending.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GrantPagesTest {
  private static final CallerGrant GRANT =
      new CallerGrant(S3Path.prefix("b", "p/"), Permission.READ, false);

  private final List<Optional<String>> asked = new ArrayList<>();

  /** Reads pages that are numbered from 1, and have the tokens that are given for the next. */
  private CompletableFuture<Boolean> read(
      IntFunction<Optional<String>> tokens, Predicate<GrantPage> reader) {
    return GrantPages.read(
        token -> {
          asked.add(token);
          return CompletableFuture.completedFuture(
              new GrantPage(List.of(GRANT), tokens.apply(asked.size())));
        },
        reader);
  }

  private static AccessGrantsException failure(CompletableFuture<?> future) {
    return assertInstanceOf(
        AccessGrantsException.class,
        assertThrows(CompletionException.class, future::join).getCause());
  }

  @Test
  void all_pages_are_read_in_their_order() {
    assertThat(
            read(
                number -> number == 3 ? Optional.empty() : Optional.of("t" + number), page -> true))
        .isCompletedWithValue(true);
    assertThat(asked).containsExactly(Optional.empty(), Optional.of("t1"), Optional.of("t2"));
  }

  @Test
  void no_page_is_read_that_is_not_needed() {
    assertThat(read(number -> Optional.of("t" + number), page -> asked.size() < 2))
        .isCompletedWithValue(false);
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_listing_without_an_end_ends_after_a_thousand_pages() {
    assertThat(failure(read(number -> Optional.of("t" + number), page -> true)).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(asked).hasSize(1000);
  }

  @Test
  void a_listing_that_goes_in_circles_ends() {
    assertThat(failure(read(number -> Optional.of("t" + number % 2), page -> true)).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(asked).hasSize(3);
  }

  @Test
  void a_failure_of_a_page_is_that_of_the_listing() {
    AccessGrantsException refused = new AccessGrantsException(Kind.NOT_AUTHORIZED, "no");
    assertThat(
            failure(GrantPages.read(token -> CompletableFuture.failedFuture(refused), p -> true)))
        .isSameAs(refused);
    assertThat(
            failure(
                GrantPages.read(
                    token -> {
                      throw refused;
                    },
                    page -> true)))
        .isSameAs(refused);
    assertThat(
            failure(
                read(
                    number -> Optional.empty(),
                    page -> {
                      throw refused;
                    })))
        .isSameAs(refused);
  }
}
