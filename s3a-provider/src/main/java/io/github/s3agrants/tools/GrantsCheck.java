package io.github.s3agrants.tools;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.vending.BaseIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lists the caller's grants in the bucket, and says which of them concern the path. */
final class GrantsCheck {
  private static final Duration PER_PAGE = Duration.ofSeconds(10);

  /** As many as the library itself reads at most. */
  private static final int MOST_READ = 100_000;

  /** More would hide what matters. */
  private static final int MOST_SHOWN = 20;

  private final AccessGrantsConfig config;
  private final Target target;
  private final List<Target> places;
  private final AccessGrantsClient client;
  private final Findings findings;

  /**
   * A check.
   *
   * @param places what grants must concern to be named first: the path, or where the search for
   *     what it means begins
   */
  GrantsCheck(
      AccessGrantsConfig config,
      Target target,
      List<Target> places,
      AccessGrantsClient client,
      Findings findings) {
    this.config = config;
    this.target = target;
    this.places = List.copyOf(places);
    this.client = client;
    this.findings = findings;
  }

  /** Lists them, as far as the caller may. */
  void run(AccessGrantsInstance instance, BaseIdentity base) {
    List<CallerGrant> all;
    try {
      all = read(instance, base);
    } catch (AccessGrantsException e) {
      findings.warning(
          "The caller's grants cannot be listed (s3:ListCallerAccessGrants): " + e.getMessage(),
          "Allow s3:ListCallerAccessGrants. Without it, jobs ask path by path, and directories above"
              + " grants do not exist.");
      return;
    }
    List<CallerGrant> grants = KnownGrants.of(target.bucket(), all).all();
    if (grants.isEmpty()) {
      findings.failed(
          "The caller has no grant in bucket " + target.bucket(),
          "Have one created for this caller: for a session, grants are made to its role.");
      return;
    }
    List<CallerGrant> touching =
        grants.stream().filter(this::concernsThePath).collect(Collectors.toList());
    findings.ok(
        String.format(
            "%d %s in bucket %s (s3:ListCallerAccessGrants), %d of them for this path, above or below",
            grants.size(),
            grants.size() == 1 ? "grant" : "grants",
            target.bucket(),
            touching.size()));
    show(touching, "this path");
    show(without(grants, touching), "elsewhere");
  }

  private List<CallerGrant> read(AccessGrantsInstance instance, BaseIdentity base) {
    ServiceSettings settings = config.service();
    List<CallerGrant> all = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      GrantPage page =
          client.callerGrants(
              settings, instance, "s3://" + target.bucket(), token, PER_PAGE, base.credentials());
      all.addAll(page.grants());
      token = page.next();
      if (all.size() > MOST_READ) {
        findings.warning("There are more than " + MOST_READ + " grants", "");
        break;
      }
    } while (token.isPresent());
    return all;
  }

  private boolean concernsThePath(CallerGrant grant) {
    return places.stream()
        .anyMatch(
            place ->
                grant.scope().covers(place.object())
                    || grant.scope().covers(place.folder())
                    || place.folder().covers(grant.scope()));
  }

  private void show(List<CallerGrant> grants, String where) {
    grants.stream()
        .limit(MOST_SHOWN)
        .forEach(grant -> findings.ok(String.format("%s: %s", where, grant)));
    if (grants.size() > MOST_SHOWN) {
      findings.ok(String.format("%s: %d more", where, grants.size() - MOST_SHOWN));
    }
  }

  private static List<CallerGrant> without(List<CallerGrant> all, List<CallerGrant> some) {
    return all.stream().filter(grant -> !some.contains(grant)).collect(Collectors.toList());
  }
}
