package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A workload on both sides. */
final class Comparison {
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final List<Lakehouse.Granted> grants;
  private final List<StepOutcome> plain;
  private final List<StepOutcome> vended;
  private final Map<String, Long> filesOfPlain;
  private final Map<String, Long> filesOfVended;

  private Comparison(
      List<Lakehouse.Granted> grants,
      List<StepOutcome> plain,
      List<StepOutcome> vended,
      Map<String, Long> filesOfPlain,
      Map<String, Long> filesOfVended) {
    this.grants = grants;
    this.plain = plain;
    this.vended = vended;
    this.filesOfPlain = filesOfPlain;
    this.filesOfVended = filesOfVended;
  }

  static Comparison of(Lakehouse lake, Workload workload) throws IOException {
    Set<String> before = new HashSet<>(lake.keys(Side.PLAIN));
    List<StepOutcome> plain = lake.run(workload, Side.PLAIN);
    Map<String, Long> filesOfPlain = files(lake.keys(Side.PLAIN), before);
    before = new HashSet<>(lake.keys(Side.VENDED));
    List<StepOutcome> vended = lake.run(workload, Side.VENDED);
    return new Comparison(
        lake.grants(), plain, vended, filesOfPlain, files(lake.keys(Side.VENDED), before));
  }

  /** How many new ones there are of each name, without what is by chance in it. */
  private static Map<String, Long> files(List<String> keys, Set<String> before) {
    return keys.stream()
        .filter(key -> !before.contains(key))
        .map(Comparison::withoutChance)
        .collect(Collectors.groupingBy(key -> key, TreeMap::new, Collectors.counting()));
  }

  /** Folders keep their names, but for UUIDs; in the names of files each number is one. */
  private static String withoutChance(String key) {
    int name = key.lastIndexOf('/') + 1;
    return UUID.matcher(key.substring(0, name)).replaceAll("UUID")
        + UUID.matcher(key.substring(name)).replaceAll("UUID").replaceAll("\\d+", "N");
  }

  /**
   * It {@link #endsTheSame}, with as many requests to S3 in what works and no more in what is
   * refused.
   */
  Comparison isTheSame() {
    endsTheSame();
    assertThat(requests(worked(vended)).s3())
        .as(this::report)
        .isEqualTo(requests(worked(plain)).s3());
    // What the library refuses does not reach S3.
    eachOperationIsWithin(count -> count);
    return this;
  }

  /**
   * @param most how often an operation may be called, given how often it is with plain credentials
   */
  private void eachOperationIsWithin(LongUnaryOperator most) {
    Map<String, Long> ofPlain = requests(plain).s3();
    requests(vended)
        .s3()
        .forEach(
            (operation, count) ->
                assertThat(count)
                    .as(() -> operation + "\n" + report())
                    .isLessThanOrEqualTo(most.applyAsLong(ofPlain.getOrDefault(operation, 0L))));
  }

  /**
   * It {@link #endsTheSame}, with no more requests to S3 in all. With narrow grants there are
   * fewer, because the library answers probes of the directories above them, or sends another one.
   */
  Comparison sendsNoMore() {
    endsTheSame();
    assertThat(total(requests(vended).s3()))
        .as(this::report)
        .isLessThanOrEqualTo(total(requests(plain).s3()));
    return this;
  }

  /**
   * It {@link #endsTheSame}, and the number of requests to S3 is a matter of chance on both sides:
   * at most a fifth more, or five.
   */
  Comparison sendsAboutTheSame() {
    endsTheSame();
    eachOperationIsWithin(count -> count * 6 / 5 + 5);
    return this;
  }

  /** The same outcome of each step, the same files left, and no request with base credentials. */
  Comparison endsTheSame() {
    assertThat(outcomes(comparable(vended)))
        .as(this::report)
        .isEqualTo(outcomes(comparable(plain)));
    for (StepOutcome each : vended) {
      String name = each.step().name();
      assertThat(each.found().failed())
          .as("%s: %s", name, each.found().messages())
          .isEqualTo(each.step().refused());
      if (each.step().refused()) {
        assertThat(each.found().messages()).as(name).contains("S3 Access Grants");
      }
    }
    assertThat(filesOfVended).as(this::report).isEqualTo(filesOfPlain);
    assertThat(requests(plain).signers()).containsOnlyKeys("BASE");
    assertThat(requests(vended).signers()).containsOnlyKeys("VENDED");
    return this;
  }

  private static List<StepOutcome> comparable(List<StepOutcome> outcomes) {
    return outcomes.stream()
        .filter(each -> each.step().expected() != Workload.Expected.BEYOND_GRANTS)
        .toList();
  }

  private static List<StepOutcome> worked(List<StepOutcome> outcomes) {
    return outcomes.stream().filter(each -> !each.step().refused()).toList();
  }

  /**
   * A row of docs/tables.md for each user: the grants, what works, what is refused, and the calls
   * of GetDataAccess.
   */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    rows.add("| user | grants | works | refused | GetDataAccess: vended, refused |");
    rows.add("| --- | --- | --- | --- | --- |");
    vended.stream().map(each -> each.step().user()).distinct().forEach(user -> rows.add(row(user)));
    return rows;
  }

  /** The same, if tasks side by side are refused, and it is chance how many before the first. */
  List<String> rowsOfChance() {
    return rows().stream().map(row -> row.replaceAll("[1-9]\\d* \\|$", "some |")).toList();
  }

  private String row(Principal user) {
    List<StepOutcome> own =
        vended.stream().filter(each -> each.step().user().equals(user)).toList();
    Requests requests = requests(own);
    return String.format(
        "| %s | %s | %s | %s | %d, %d |",
        user.name(),
        grants.stream()
            .filter(grant -> grant.grantee().equals(user))
            .map(grant -> grant.permission() + " `" + grant.subPrefix() + "`")
            .collect(Collectors.joining(", ")),
        names(own, false),
        names(own, true),
        total(requests.vended()),
        total(requests.refused()));
  }

  private static String names(List<StepOutcome> outcomes, boolean refused) {
    return outcomes.stream()
        .filter(each -> each.step().refused() == refused)
        .map(each -> each.step().name())
        .collect(Collectors.joining(", "));
  }

  private static long total(Map<String, Long> calls) {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What the steps on vended credentials have sent. */
  Requests vended() {
    return requests(vended);
  }

  private static Requests requests(List<StepOutcome> outcomes) {
    return Requests.sum(outcomes.stream().map(StepOutcome::requests).toList());
  }

  private static List<String> outcomes(List<StepOutcome> outcomes) {
    return outcomes.stream().map(each -> each.step().name() + ": " + each.found().text()).toList();
  }

  private String report() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < plain.size(); i++) {
      StepOutcome a = plain.get(i);
      StepOutcome b = vended.get(i);
      lines.append(
          String.format(
              "%s%n  plain  %s %s%n  vended %s %s %s %s%n",
              a.step().name(),
              a.found().text(),
              a.requests().s3(),
              b.found().text(),
              b.requests().s3(),
              b.requests().vended(),
              b.requests().refused()));
    }
    return lines.toString();
  }
}
