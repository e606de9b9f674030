package io.github.s3agrants.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.DataAccessCalls;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The support of S3 Access Grants that Hadoop 3.5.0 has of its own, on the emulator: AWS's plugin
 * below S3A, without this library.
 */
@Tag("sdk-of-hadoop-3.5")
class HadoopsOwnSupportIT {
  @TempDir Path folder;

  @Test
  void writes_and_reads_what_is_granted_and_nothing_else() throws Exception {
    try (S3AFixture lake = S3AFixture.of(TestLake.ofAlice(Permission.READWRITE))) {
      lake.upload("/bob/b", "of Bob");
      lake.emulator.resetJournal();
      // The plugin's clients put the account and the bucket before the name of the host.
      Path hosts = folder.resolve("hosts");
      Files.writeString(
          hosts,
          """
          127.0.0.1 localhost
          127.0.0.1 %s.localhost
          127.0.0.1 lake.localhost
          """
              .formatted(TestPrincipals.ACCOUNT));
      String endpoint = "http://localhost:" + lake.emulator.endpoints().all().getPort();

      OtherJvm.Output output =
          OtherJvm.run(
              folder,
              OtherJvm.classPath(
                  Stream.concat(
                      OtherJvm.others("hadoop35"),
                      OtherJvm.own(HadoopsOwnSupportIT::isOfTheSdkOrTheTests))),
              List.of(
                  "-Djdk.net.hosts.file=" + hosts,
                  "-Daws.region=us-east-1",
                  "-Daws.endpointUrl=" + endpoint,
                  OwnSupport.class.getName(),
                  endpoint,
                  TestPrincipals.ALICE.accessKey(),
                  TestPrincipals.ALICE.secretKey()));

      assertThat(output.text().lines().toList())
          .as(output.errors())
          .hasSize(3)
          .startsWith("write: written", "read: text")
          .last()
          .asString()
          .startsWith("read of another's: org.apache.hadoop.fs.s3a.AWSClientIOException")
          .contains("You do not have READ permissions", "s3://lake/bob/b");
      assertThat(DataAccessCalls.answered(lake.emulator.journal()))
          .contains("WRITE s3://lake/alice/own 200")
          .last()
          .isEqualTo("READ s3://lake/bob/b 403");
      Journal s3 = lake.emulator.journal().service(Service.S3);
      assertThat(s3.signer(SignerKind.VENDED).count("PutObject")).isEqualTo(1);
      assertThat(s3.signer(SignerKind.VENDED).count("GetObject")).isEqualTo(1);
      // The plugin looks for the bucket's Region.
      assertThat(s3.signer(SignerKind.BASE).entries())
          .isNotEmpty()
          .allMatch(entry -> entry.operation().equals("HeadBucket"));
    }
  }

  private static boolean isOfTheSdkOrTheTests(Path entry) {
    return OtherJvm.isOfTheSdk(entry)
        || entry.toString().matches(".*(netty|caffeine|httpclient|httpcore|analyticsaccelerator).*")
        || entry.endsWith("test-classes");
  }
}
