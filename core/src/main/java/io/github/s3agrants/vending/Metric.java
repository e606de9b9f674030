package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.AccessGrantsException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A number of the {@link StatisticsMXBean}, or one number for each kind of something. Whatever
 * publishes the statistics takes their names from here, so that they are the same everywhere.
 * Immutable.
 */
public final class Metric {
  /** How a number changes. */
  public enum Type {
    /** It only grows. */
    COUNTER,
    /** It goes up and down. */
    GAUGE
  }

  /** All of them, in the order of the documentation. */
  public static final List<Metric> ALL =
      List.of(
          counter(
              "hits",
              "requests",
              "Requests that were signed with cached credentials.",
              StatisticsMXBean::getHits),
          counter(
              "misses",
              "requests",
              "Requests for which no credentials were cached, whatever the outcome.",
              StatisticsMXBean::getMisses),
          counter(
              "vends",
              "vends",
              "Credentials that were obtained, renewals included: by GetDataAccess, or in an executor"
                  + " from the driver.",
              StatisticsMXBean::getVends),
          counter(
              "vendMillis",
              "milliseconds",
              "Time that it took to obtain them, with what had to be found out before.",
              StatisticsMXBean::getVendMillis),
          counter(
              "renewals",
              "vends",
              "Those that replaced others ahead of expiry.",
              StatisticsMXBean::getRenewals),
          counter(
              "denials",
              "refusals",
              "Refusals of the caller, by the service or by IAM. Uses of a remembered refusal do not"
                  + " count.",
              StatisticsMXBean::getDenials),
          counter(
              "vendFailures",
              "failures",
              "Other failures to obtain credentials.",
              StatisticsMXBean::getVendFailures),
          byKind(
              "failures",
              "failures",
              "Refusals and other failures, by kind.",
              "kind",
              AccessGrantsException.Kind.values(),
              StatisticsMXBean::getFailures),
          byKind(
              "fallbacks",
              "requests",
              "Requests that were signed with the caller's own credentials, by reason.",
              "reason",
              FallbackReason.values(),
              StatisticsMXBean::getFallbacks),
          counter(
              "rejectedByS3",
              "vends",
              "Vended credentials that were dropped because S3 no longer accepted them.",
              StatisticsMXBean::getRejectedByS3),
          counter(
              "unexpectedScopes",
              "vends",
              "Vended credentials whose scope the library could not parse, or that did not cover what"
                  + " was requested.",
              StatisticsMXBean::getUnexpectedScopes),
          counter(
              "grantListings",
              "listings",
              "How often the caller's grants were read.",
              StatisticsMXBean::getGrantListings),
          counter(
              "grantListingFailures",
              "listings",
              "How often they could not be read, or were too many.",
              StatisticsMXBean::getGrantListingFailures),
          counter(
              "waitedMillis",
              "milliseconds",
              "Time that requests of synchronous clients waited for credentials.",
              StatisticsMXBean::getWaitedMillis),
          new Metric(
              "liveCredentials",
              Type.GAUGE,
              "credentials",
              "Vended credentials in the cache.",
              "",
              Map.of("", StatisticsMXBean::getLiveCredentials)));

  private final String name;
  private final Type type;
  private final String unit;
  private final String meaning;
  private final String label;
  private final Map<String, ToLongFunction<StatisticsMXBean>> values;

  private Metric(
      String name,
      Type type,
      String unit,
      String meaning,
      String label,
      Map<String, ToLongFunction<StatisticsMXBean>> values) {
    this.name = requireNonNull(name, "name");
    this.type = requireNonNull(type, "type");
    this.unit = requireNonNull(unit, "unit");
    this.meaning = requireNonNull(meaning, "meaning");
    this.label = requireNonNull(label, "label");
    this.values = Map.copyOf(values);
  }

  private static Metric counter(
      String name, String unit, String meaning, ToLongFunction<StatisticsMXBean> value) {
    return new Metric(name, Type.COUNTER, unit, meaning, "", Map.of("", value));
  }

  private static Metric byKind(
      String name,
      String unit,
      String meaning,
      String label,
      Enum<?>[] kinds,
      Function<StatisticsMXBean, Map<String, Long>> counts) {
    return new Metric(
        name,
        Type.COUNTER,
        unit,
        meaning,
        label,
        Arrays.stream(kinds)
            .collect(
                Collectors.toMap(
                    Enum::name,
                    kind -> statistics -> counts.apply(statistics).getOrDefault(kind.name(), 0L))));
  }

  /** The name in Spark, such as {@code grantListings}. The others are made of it. */
  public String name() {
    return name;
  }

  /** The name in JMX and in Hadoop's metrics, such as {@code GrantListings}. */
  public String attribute() {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  public Type type() {
    return type;
  }

  /** What is counted. */
  public String unit() {
    return unit;
  }

  /** What the number says, in a sentence for users. */
  public String meaning() {
    return meaning;
  }

  /** What the kinds are kinds of, such as {@code reason}; empty if there is one number. */
  public String label() {
    return label;
  }

  /** The kinds, in alphabetical order; one that is empty if there is one number. */
  public List<String> kinds() {
    return values.keySet().stream().sorted().collect(Collectors.toUnmodifiableList());
  }

  /**
   * The number now.
   *
   * @param kind one of {@link #kinds}
   */
  public long value(StatisticsMXBean statistics, String kind) {
    return requireNonNull(values.get(kind), kind).applyAsLong(statistics);
  }

  @Override
  public String toString() {
    return name;
  }
}
