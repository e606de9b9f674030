package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Iceberg's ResolvingFileIO. On a lake of its own: what it leaves in the cache would be missing
 * from the counts of {@link IcebergFileIOIT}.
 */
class IcebergResolvingFileIOIT {
  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(Lakehouse.USUAL, IcebergFileIOIT.catalogs());

  @Test
  void resolving_file_io_goes_past_the_library_unless_it_has_the_client_factory(Lakehouse lake)
      throws Exception {
    StepRun run = new StepRun(Side.VENDED, lake.spark());
    lake.emulator().forget();

    Found past = Found.by(Side.VENDED, () -> run.sql("CREATE TABLE past.db.t (id BIGINT)"));

    assertThat(past.failed()).isTrue();
    assertThat(past.messages()).doesNotContain("S3 Access Grants");
    assertThat(Requests.of(lake.journal(), Side.VENDED).signers()).containsKey("BASE");

    lake.emulator().forget();
    run.sql("CREATE TABLE resolved.db.r (id BIGINT) USING iceberg");
    run.sql("INSERT INTO resolved.db.r VALUES (1)");

    assertThat(run.sql("SELECT * FROM resolved.db.r")).isEqualTo("[1]");
    assertThat(Requests.of(lake.journal(), Side.VENDED).signers()).containsOnlyKeys("VENDED");
  }
}
