package io.github.s3agrants.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which grants this process uses, how much, and what it was refused. Of very many, the least used
 * are forgotten. Thread-safe.
 */
public final class Usage {
  private static final int MAXIMUM_SIZE = 10_000;

  private final Cache<Map.Entry<S3Path, Permission>, GrantUse> uses = cache();
  private final Cache<Map.Entry<S3Path, Permission>, LongAdder> refusals = cache();

  private static <V> Cache<Map.Entry<S3Path, Permission>, V> cache() {
    return Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();
  }

  /** The counters of a scope and permission. */
  GrantUse of(S3Path scope, Permission permission) {
    return uses.get(
        new SimpleImmutableEntry<>(scope, permission), key -> new GrantUse(scope, permission));
  }

  /** Counts a refusal by the service. */
  public void refused(Access access) {
    refusals
        .get(new SimpleImmutableEntry<>(access.path(), access.permission()), key -> new LongAdder())
        .increment();
  }

  /**
   * The rows so far: first what was used, most requests first, then what was refused.
   *
   * @param most the largest number of rows of either
   */
  public List<UsageRow> rows(int most) {
    return Stream.concat(
            uses.asMap().values().stream()
                .map(GrantUse::row)
                .sorted(
                    Comparator.comparingLong(UsageRow::requests)
                        .reversed()
                        .thenComparing(UsageRow::path))
                .limit(most),
            refusals.asMap().entrySet().stream()
                .map(
                    refusal ->
                        new UsageRow(
                            refusal.getKey().getKey(),
                            refusal.getKey().getValue(),
                            refusal.getValue().sum(),
                            0,
                            0,
                            true))
                .sorted(Comparator.comparing(UsageRow::path))
                .limit(most))
        .collect(Collectors.toUnmodifiableList());
  }

  public void clear() {
    uses.invalidateAll();
    refusals.invalidateAll();
  }
}
