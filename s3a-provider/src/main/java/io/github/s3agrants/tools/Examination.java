package io.github.s3agrants.tools;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.request.DryRun;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.BucketOptions;
import io.github.s3agrants.settings.CallerCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.VendingEngine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Makes all checks of one path in order. What cannot be checked after a failure is left out. */
final class Examination {
  static final String SET_UP = "Set-up";

  private final Target target;
  private final Configuration conf;
  private final boolean write;
  private final Optional<Glob> glob;
  private final Findings findings;

  /**
   * An examination.
   *
   * @param glob the path, if it has wildcards
   * @param conf as a job has it
   * @param write whether an object is written and removed
   */
  Examination(
      Target target, Optional<Glob> glob, Configuration conf, boolean write, Findings findings) {
    this.target = requireNonNull(target, "target");
    this.conf = requireNonNull(conf, "conf");
    this.write = write;
    this.glob = requireNonNull(glob, "glob");
    this.findings = requireNonNull(findings, "findings");
  }

  /** Makes the checks. */
  void run() throws IOException, InterruptedException {
    findings.section(SET_UP);
    Configuration applied = BucketOptions.apply(conf, target.fileSystem());
    boolean complete = new ClassPathCheck(conf, findings).run();
    Optional<AccessGrantsConfig> config = new SettingsCheck(target, applied, findings).run();
    if (complete && config.isPresent()) {
      services(config.get(), applied);
    }
  }

  private void services(AccessGrantsConfig config, Configuration applied)
      throws InterruptedException {
    boolean safe = findings.worst() != Level.FAILED;
    try (AccessGrantsClient client = SdkClients.create(AccessGrantsRuntime.clock())) {
      findings.section("Network");
      Optional<String> region =
          new NetworkCheck(
                  config.service(), target.bucket(), client, AccessGrantsRuntime.clock(), findings)
              .run();
      if (region.isEmpty()) {
        return;
      }
      findings.section("Caller");
      try (CallerCredentials providers = CallerCredentials.open(target.fileSystem(), applied)) {
        caller(config, client, providers, region.get(), safe);
      } catch (IOException e) {
        findings.failed("The caller's own credentials cannot be read: " + e.getMessage(), "");
      }
    }
  }

  private void caller(
      AccessGrantsConfig config,
      AccessGrantsClient client,
      CallerCredentials providers,
      String region,
      boolean safe)
      throws InterruptedException {
    CallerCheck check = new CallerCheck(config.service(), client, findings);
    Optional<BaseIdentity> base = check.credentials(providers);
    if (base.isEmpty()) {
      return;
    }
    Optional<Caller> caller = check.identify(region, base.get());
    findings.section("Instance");
    Optional<AccessGrantsInstance> instance =
        new InstanceCheck(config.service(), target.bucket(), client, findings)
            .run(region, caller, base.get());
    if (instance.isEmpty()) {
      return;
    }
    findings.section("Grants");
    new GrantsCheck(config, target, places(), client, findings).run(instance.get(), base.get());
    findings.section("Path");
    path(config, base.get(), safe);
  }

  /** The path; for one with wildcards, the directories before the first of them. */
  private List<Target> places() {
    return glob.map(
            some ->
                Stream.concat(some.listed().stream(), some.named().stream())
                    .map(Target::new)
                    .collect(Collectors.toList()))
        .orElseGet(() -> List.of(target));
  }

  /**
   * As a job does it: with the runtime that all file systems of this JVM share.
   *
   * @param safe whether a file system may be opened
   */
  private void path(AccessGrantsConfig config, BaseIdentity base, boolean safe)
      throws InterruptedException {
    AccessGrantsRuntime.Lease lease =
        AccessGrantsRuntime.acquire(config.cacheSize(), SdkClients::create);
    try {
      VendingEngine engine = AccessGrantsRuntime.engine().orElseThrow();
      FileSystemCheck fileSystem = new FileSystemCheck(target, conf, findings);
      DryRun dryRun = new DryRun(engine.vendor(config.service(), config.policy()), base);
      WorkCheck check = new WorkCheck(dryRun, findings);
      Target directory;
      if (glob.isPresent()) {
        Path first = glob.get().first();
        new GlobCheck(glob.get(), check, findings)
            .run(safe ? fileSystem.matches(write, first) : List.of());
        directory = new Target(first);
      } else {
        boolean isFile = safe && fileSystem.run(write);
        new PathCheck(target, check, findings).run(isFile);
        directory = isFile ? target.inParent() : target;
      }
      if (write) {
        new SparkWriteCheck(check).run(directory);
      }
    } finally {
      lease.close();
    }
  }
}
