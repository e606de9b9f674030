package io.github.s3agrants.iceberg;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.fixture.LibraryThreads;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3A and S3FileIO in one JVM have one cache, which lives as long as either of them. */
class SharedCredentialsIT {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*").accept(builder);
              S3AFixture.grant(BOB, Permission.READ, "lake/bob/*").accept(builder);
            });
    lake.upload("/alice/f", "text");
    lake.upload("/bob/f", "of Bob");
    lake.emulator.resetJournal();
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  private Map<String, String> ofAlice() {
    return IcebergFixture.properties(lake.emulator, ALICE);
  }

  /** The calls of a caller to all services but S3. */
  private int calls() {
    return lake.emulator.journal().service(Service.S3CONTROL).size()
        + lake.emulator.journal().service(Service.STS).size();
  }

  @Test
  void a_job_that_uses_both_makes_the_calls_of_one() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.write(fs, "/alice/g", "text");
      int ofS3aAlone = calls();
      assertThat(lake.vendsOf(ALICE)).containsExactly("READWRITE s3://lake/alice/*");
      try (S3FileIO io = IcebergFixture.open(ofAlice())) {
        IcebergFixture.write(io, "s3://lake/alice/h", "text");
        assertThat(IcebergFixture.read(io, "s3://lake/alice/g")).isEqualTo("text");
        assertThat(S3AFixture.read(fs, "/alice/h")).isEqualTo("text");
      }
      assertThat(calls()).isEqualTo(ofS3aAlone);
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @Test
  void so_does_one_that_uses_iceberg_first_and_names_its_endpoint_by_icebergs_properties()
      throws IOException {
    Map<String, String> properties = ofAlice();
    properties.put("s3.endpoint", properties.remove("fs.s3a.endpoint"));
    properties.put("client.region", properties.remove("fs.s3a.endpoint.region"));
    properties.put("s3.path-style-access", properties.remove("fs.s3a.path.style.access"));
    try (S3FileIO io = IcebergFixture.open(properties)) {
      assertThat(IcebergFixture.read(io, "s3://lake/alice/f")).isEqualTo("text");
      int ofIcebergAlone = calls();
      try (S3AFileSystem fs = lake.open(ALICE)) {
        assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      }
      assertThat(calls()).isEqualTo(ofIcebergAlone);
    }
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
  }

  @Test
  void catalogs_of_different_callers_share_nothing() throws IOException {
    try (S3FileIO alices = IcebergFixture.open(ofAlice());
        S3FileIO bobs = IcebergFixture.open(IcebergFixture.properties(lake.emulator, BOB))) {
      assertThat(IcebergFixture.read(alices, "s3://lake/alice/f")).isEqualTo("text");
      assertThat(IcebergFixture.read(bobs, "s3://lake/bob/f")).isEqualTo("of Bob");
      assertThrows(S3Exception.class, () -> IcebergFixture.read(bobs, "s3://lake/alice/f"));
      assertThrows(S3Exception.class, () -> IcebergFixture.read(alices, "s3://lake/bob/f"));
    }
    assertThat(IcebergFixture.vended(lake.emulator, ALICE))
        .containsExactly("READWRITE s3://lake/alice/*");
    assertThat(IcebergFixture.vended(lake.emulator, BOB)).containsExactly("READ s3://lake/bob/*");
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    assertThat(lake.signedByBaseOf(BOB)).isEmpty();
  }

  @Test
  void a_bucket_may_have_a_caller_of_its_own() throws IOException {
    Map<String, String> properties = ofAlice();
    properties.put("fs.s3a.bucket.lake.access.key", BOB.accessKey());
    properties.put("fs.s3a.bucket.lake.secret.key", BOB.secretKey());
    try (S3FileIO io = IcebergFixture.open(properties)) {
      assertThat(IcebergFixture.read(io, "s3://lake/bob/f")).isEqualTo("of Bob");
    }
    assertThat(lake.vendsOf(BOB)).hasSize(1);
    assertThat(lake.vendsOf(ALICE)).isEmpty();
  }

  @Test
  void a_file_io_that_was_sent_to_an_executor_works_there() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FileIO driver =
            CatalogUtil.loadFileIO(
                AccessGrantsFileIO.class.getName(), Map.of(), lake.grants(ALICE));
        ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      assertThat(IcebergFixture.read(driver, "s3://lake/alice/f")).isEqualTo("text");
      out.writeObject(driver);
    }
    lake.emulator.resetJournal();
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        FileIO executor = (FileIO) in.readObject()) {
      IcebergFixture.write(executor, "s3://lake/alice/new", "new");
      assertThat(IcebergFixture.read(executor, "s3://lake/alice/new")).isEqualTo("new");
    }
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @Test
  void a_client_factory_that_was_sent_works_too() throws Exception {
    AccessGrantsClientFactory factory = new AccessGrantsClientFactory();
    factory.initialize(ofAlice());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(factory);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      AccessGrantsClientFactory there = (AccessGrantsClientFactory) in.readObject();
      try (S3FileIO io = new S3FileIO(there::s3)) {
        assertThat(IcebergFixture.read(io, "s3://lake/alice/f")).isEqualTo("text");
      }
    }
  }

  @Test
  void nothing_is_left_behind_when_the_last_file_io_is_closed() throws Exception {
    S3FileIO one = IcebergFixture.open(ofAlice());
    S3FileIO other = IcebergFixture.open(ofAlice());
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    IcebergFixture.read(one, "s3://lake/alice/f");
    IcebergFixture.read(other, "s3://lake/alice/f");
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
    assertThat(LibraryThreads.alive()).isNotEmpty();

    one.close();
    assertThat(AccessGrantsRuntime.engine()).isPresent();
    assertThat(IcebergFixture.read(other, "s3://lake/alice/f")).isEqualTo("text");
    assertThat(lake.vendsOf(ALICE)).hasSize(1);

    other.close();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!LibraryThreads.alive().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(LibraryThreads.alive()).isEmpty();
  }
}
