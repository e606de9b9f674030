package io.github.s3agrants.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs all suites in one mode. Each mode has its own JVM, because S3A caches file systems and the
 * library caches credentials. Usage: {@code ContractRun MODE DIRECTORY}. Writes {@code
 * DIRECTORY/MODE.tsv} with one {@link Outcome} per line.
 */
public final class ContractRun {
  private ContractRun() {}

  public static void main(String[] args) throws IOException {
    ContractMode mode = ContractMode.valueOf(args[0]);
    Path directory = Path.of(args[1]);
    try (ContractStore store = ContractStore.start(mode)) {
      Path settings = directory.resolve(mode.label() + ".xml");
      try (OutputStream out = Files.newOutputStream(settings)) {
        store.configuration().writeXml(out);
      }
      System.setProperty(StoreContract.STORE, settings.toUri().toString());
      List<Outcome> outcomes = run(Suites.of(VersionInfo.getVersion()));
      long otherwise = store.signedOtherwise();
      if (otherwise > 0) {
        throw new IllegalStateException(otherwise + " S3 requests were not signed as " + mode);
      }
      Files.write(
          directory.resolve(mode.label() + ".tsv"), outcomes.stream().map(Outcome::line).toList());
    }
    // Hadoop and S3A leave non-daemon threads behind.
    System.exit(0);
  }

  private static List<Outcome> run(List<Class<?>> suites) {
    OutcomeRecorder recorder = new OutcomeRecorder();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(suites.stream().map(DiscoverySelectors::selectClass).toList())
                .build(),
            recorder);
    return recorder.outcomes();
  }
}
