package io.github.s3agrants.iceberg;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.SdkEndpoints;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A table of Iceberg's, in a catalog that renames nothing. */
class TableIT {
  private static final String PLACE = "s3://lake/team/t";
  private static final int COMMITS = 5;
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/*").accept(builder);
              S3AFixture.grant(BOB, Permission.READ, "lake/team/*").accept(builder);
            });
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  /** A table with some commits, each of one file; returns where its metadata is. */
  private static String written(String place, Map<String, String> ofS3) throws IOException {
    Map<String, String> properties = new HashMap<>(ofS3);
    // Ends with its last connection.
    properties.put("uri", "jdbc:h2:mem:" + UUID.randomUUID());
    try (JdbcCatalog catalog = new JdbcCatalog()) {
      catalog.initialize("lake", properties);
      catalog.createNamespace(Namespace.of("db"));
      Table table =
          catalog.buildTable(TableIdentifier.of("db", "t"), SCHEMA).withLocation(place).create();
      for (int i = 0; i < COMMITS; i++) {
        String file = place + "/data/" + i + ".parquet";
        IcebergFixture.write(table.io(), file, "rows " + i);
        table.newAppend().appendFile(dataFile(table, file)).commit();
      }
      assertThat(read(table)).hasSize(COMMITS);
      return ((BaseTable) table).operations().current().metadataFileLocation();
    }
  }

  private static DataFile dataFile(Table table, String file) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withInputFile(table.io().newInputFile(file))
        .withFormat("parquet")
        .withRecordCount(1)
        .build();
  }

  private static List<String> read(Table table) throws IOException {
    try (var tasks = table.newScan().planFiles()) {
      return StreamSupport.stream(tasks.spliterator(), false)
          .map(FileScanTask::file)
          .map(file -> file.location())
          .sorted()
          .toList();
    }
  }

  private Map<String, String> properties(Principal who) {
    Map<String, String> properties = IcebergFixture.properties(lake.emulator, who);
    properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    properties.put("warehouse", "s3://lake/team");
    return properties;
  }

  /** How often each operation was called, such as {@code GetDataAccess}, but those of S3. */
  private Map<String, Long> calls() {
    return lake.emulator.journal().entries().stream()
        .filter(call -> call.service() != Service.S3)
        .collect(Collectors.groupingBy(JournalEntry::operation, Collectors.counting()));
  }

  @Test
  void one_team_writes_it_and_another_reads_it_and_may_not_write() throws IOException {
    String metadata = written(PLACE, properties(ALICE));
    assertThat(lake.vendsOf(ALICE)).containsExactly("READWRITE s3://lake/team/*");

    try (FileIO io = IcebergFixture.open(properties(BOB))) {
      Table table = new BaseTable(new StaticTableOperations(metadata, io), "t");
      assertThat(read(table)).hasSize(COMMITS);
      assertThat(IcebergFixture.read(io, PLACE + "/data/0.parquet")).isEqualTo("rows 0");
      S3Exception refusal =
          assertThrows(
              S3Exception.class, () -> IcebergFixture.write(io, PLACE + "/data/x.parquet", "x"));
      assertThat(refusal).hasMessageContaining("WRITE on s3://lake/team/t/data/x.parquet");
      assertThrows(S3Exception.class, () -> io.deleteFile(metadata));
      assertThat(read(table)).hasSize(COMMITS);
    }
    assertThat(IcebergFixture.vended(lake.emulator, BOB)).containsExactly("READ s3://lake/team/*");
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    assertThat(lake.signedByBaseOf(BOB)).isEmpty();
  }

  /** The same table with AWS's plugin, which Iceberg has for {@code s3.access-grants.enabled}. */
  @Test
  void it_is_vended_for_once_and_with_icebergs_own_access_grants_once_for_each_permission()
      throws IOException {
    written(PLACE, properties(ALICE));
    Map<String, Long> ours = calls();
    int requests = lake.s3CallsOf(ALICE).size();
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    lake.emulator.resetJournal();

    Map<String, String> plugin = new HashMap<>();
    plugin.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    plugin.put("warehouse", "s3://lake/team");
    plugin.put("s3.access-grants.enabled", "true");
    plugin.put("s3.access-key-id", ALICE.accessKey());
    plugin.put("s3.secret-access-key", ALICE.secretKey());
    plugin.put("s3.path-style-access", "true");
    SdkEndpoints leading = new SdkEndpoints(lake.emulator.endpoints());
    try {
      written("s3://lake/team/p", plugin);
    } finally {
      leading.close();
    }
    Map<String, Long> theirs = calls();
    assertThat(ours)
        .isEqualTo(
            Map.of(
                "GetCallerIdentity", 1L,
                "GetAccessGrantsInstanceForPrefix", 1L,
                "ListCallerAccessGrants", 1L,
                "GetDataAccess", 1L));
    // One for each permission.
    assertThat(theirs)
        .isEqualTo(
            Map.of(
                "GetCallerIdentity", 1L,
                "GetAccessGrantsInstanceForPrefix", 1L,
                "GetDataAccess", 2L));
    assertThat(lake.s3CallsOf(ALICE).signer(SignerKind.VENDED).size()).isEqualTo(requests);
  }
}
