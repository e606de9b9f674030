package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.LibraryLog;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renames where READ and WRITE are granted, but by no grant of both. */
@Tag(TestServices.LISTS_CALLER_GRANTS)
class GrantsApartTest {
  private static final String SUM = "READ plus WRITE do not add up to READWRITE";

  private static Consumer<EmulatorBuilder> apart(String read, String... written) {
    return S3AFixture.grant(ALICE, Permission.READ, read)
        .andThen(S3AFixture.grant(ALICE, Permission.WRITE, written));
  }

  private static S3AFixture lake(Consumer<EmulatorBuilder> grants) throws IOException {
    S3AFixture lake = S3AFixture.start(grants);
    lake.upload("/t/a/f", "text");
    lake.upload("/t/a/deep/g", "text");
    lake.emulator.resetJournal();
    return lake;
  }

  private static String refusal(S3AFileSystem fs, String from, String to) {
    return String.valueOf(
        assertThrows(AccessDeniedException.class, () -> fs.rename(new Path(from), new Path(to)))
            .getMessage());
  }

  private static List<String> keys(S3AFixture lake) throws IOException {
    try (S3AFileSystem admin = lake.open(lake.plain(ADMIN))) {
      List<String> keys = new ArrayList<>();
      RemoteIterator<LocatedFileStatus> files = admin.listFiles(new Path("/"), true);
      while (files.hasNext()) {
        keys.add(files.next().getPath().toString());
      }
      return keys;
    }
  }

  private static List<String> warnings(LibraryLog log) {
    return log.text()
        .lines()
        .filter(line -> line.startsWith("WARN") || line.contains(" WARN "))
        .filter(line -> line.contains("io.github.s3agrants"))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @CsvSource({"/t/a/f, /t/a/new", "/t/a, /t/c"})
  void a_rename_is_refused_by_the_name_of_the_grant_to_ask_for(String from, String to)
      throws IOException {
    try (S3AFixture lake = lake(apart("lake/t/*", "lake/t/*"));
        S3AFileSystem fs = lake.open(ALICE)) {
      List<String> before = keys(lake);
      assertThat(refusal(fs, from, to))
          .contains(
              "This is a copy, as a rename makes it.",
              "The caller has READ on s3://lake/t/* for the source and WRITE on s3://lake/t/* for the"
                  + " destination, granted apart. "
                  + SUM,
              "Needed: one grant of READWRITE whose scope covers s3://lake/t/*, for one request that"
                  + " copies s3://lake/t/a/",
              "aws s3control create-access-grant",
              "'S3SubPrefix=lake/t/*' --permission READWRITE --grantee"
                  + " 'GranteeType=IAM,GranteeIdentifier=arn:aws:iam::111122223333:user/alice'");
      assertThat(lake.s3CallsOf(ALICE).count("CopyObject")).isZero();
      assertThat(keys(lake)).isEqualTo(before);
      assertThat(S3AFixture.read(fs, "/t/a/f")).isEqualTo("text");
    }
  }

  /** Callers such as Iceberg's HadoopCatalog keep the exception to themselves. */
  @Test
  void the_refusals_of_a_prefix_are_logged_once_by_however_many_file_systems() throws IOException {
    try (S3AFixture lake = lake(apart("lake/t/*", "lake/t/*"));
        LibraryLog log = LibraryLog.atInfo()) {
      try (S3AFileSystem fs = lake.open(ALICE);
          S3AFileSystem other = lake.open(ALICE)) {
        refusal(fs, "/t/a/f", "/t/a/new");
        refusal(fs, "/t/a", "/t/c");
        refusal(other, "/t/a/deep/g", "/t/a/deep/h");
      }
      assertThat(warnings(log))
          .singleElement()
          .asString()
          .contains(
              "A rename or copy was refused: ",
              SUM,
              "whose scope covers s3://lake/t/*",
              "aws s3control create-access-grant",
              "Further ones that need a grant there are not logged.")
          .doesNotContain(ALICE.secretKey());
    }
  }

  @Test
  void each_prefix_has_a_line() throws IOException {
    try (S3AFixture lake = lake(apart("lake/t/*", "lake/t/a/*", "lake/t/deep/*"));
        LibraryLog log = LibraryLog.atInfo()) {
      lake.upload("/t/deep/f", "text");
      try (S3AFileSystem fs = lake.open(ALICE)) {
        refusal(fs, "/t/a/f", "/t/a/new");
        refusal(fs, "/t/deep/f", "/t/deep/new");
      }
      assertThat(warnings(log)).hasSize(2);
    }
  }

  @Test
  void the_scope_is_what_both_grants_cover() throws IOException {
    try (S3AFixture lake = lake(apart("lake/*", "lake/t/*"));
        S3AFileSystem fs = lake.open(ALICE)) {
      assertThat(refusal(fs, "/t/a/deep/g", "/t/a/deep/h"))
          .contains(
              "READ on s3://lake/* for the source and WRITE on s3://lake/t/* for the destination",
              "READWRITE whose scope covers s3://lake/t/*, for");
    }
  }

  @Test
  void or_else_the_folder_of_source_and_destination() throws IOException {
    try (S3AFixture lake = lake(apart("lake/*", "lake/t/a/*", "lake/t/b/*"));
        S3AFileSystem fs = lake.open(ALICE)) {
      assertThat(refusal(fs, "/t/a/f", "/t/b/f"))
          .contains(
              "READ on s3://lake/* for the source and WRITE on s3://lake/t/b/* for the destination",
              "READWRITE whose scope covers s3://lake/t/*, for");
    }
  }

  @Test
  void nothing_is_claimed_of_grants_that_are_not_known() throws IOException {
    try (S3AFixture lake = lake(apart("lake/t/*", "lake/t/*"));
        LibraryLog log = LibraryLog.atInfo();
        S3AFileSystem fs = lake.open(lake.askingPathByPath(ALICE))) {
      List<String> before = keys(lake);
      assertThat(refusal(fs, "/t/a/f", "/t/a/new"))
          .contains(
              "This is a copy, as a rename makes it.",
              SUM,
              "Needed: one grant of READWRITE whose scope covers s3://lake/t/a/*")
          .doesNotContain("The caller has");
      assertThat(keys(lake)).isEqualTo(before);
      assertThat(warnings(log)).hasSize(1);
    }
  }

  @Test
  void a_grant_of_both_ends_it() throws IOException {
    try (S3AFixture lake =
            lake(
                apart("lake/t/*", "lake/t/*")
                    .andThen(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/t/*")));
        LibraryLog log = LibraryLog.atInfo();
        S3AFileSystem fs = lake.open(ALICE)) {
      assertThat(fs.rename(new Path("/t/a"), new Path("/t/c"))).isTrue();
      assertThat(S3AFixture.read(fs, "/t/c/deep/g")).isEqualTo("text");
      assertThat(warnings(log)).isEmpty();
    }
  }
}
