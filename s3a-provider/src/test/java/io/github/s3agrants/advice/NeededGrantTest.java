package io.github.s3agrants.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Parts;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.request.AccessResolver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The suggested grant is enough for the whole work and not only for the refused request. */
class NeededGrantTest {
  private static final RequestOrigin OUTSIDE = RequestOrigin.of(Optional.empty(), Parts.IMPOSSIBLE);

  private static Access access(SdkRequest request) {
    try {
      return new AccessResolver().resolve(request).orElseThrow();
    } catch (UngrantableException e) {
      throw new AssertionError(e);
    }
  }

  private static SdkRequest request(String operation, String key) {
    return switch (operation) {
      case "HEAD" -> HeadObjectRequest.builder().bucket("b").key(key).build();
      case "GET" -> GetObjectRequest.builder().bucket("b").key(key).build();
      case "PUT" -> PutObjectRequest.builder().bucket("b").key(key).build();
      case "PART" -> UploadPartRequest.builder().bucket("b").key(key).build();
      case "LIST" -> ListObjectsV2Request.builder().bucket("b").prefix(key).build();
      case "PROBE" ->
          ListObjectsV2Request.builder().bucket("b").prefix(key).delimiter("/").maxKeys(2).build();
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static String needed(SdkRequest request, @Nullable String operation) {
    return NeededGrant.of(
            access(request),
            operation == null
                ? OUTSIDE
                : RequestOrigin.of(Optional.of(new NamedSpan(operation)), Parts.IMPOSSIBLE))
        .toString()
        .replace(" whose scope covers s3://b/", " ");
  }

  @ParameterizedTest
  @CsvSource({
    // S3A mostly asks about a folder, and the next requests are inside it.
    "op_exists, HEAD, dave/in, READ dave/in/* (s3://b/dave/in if that is an object | not a folder)",
    "op_exists, PROBE, dave/in/, READ dave/in/*",
    "op_get_file_status, PROBE, in/, READ in/*",
    "op_list_status, LIST, dave/in/, READ dave/in/*",
    "op_list_status, LIST, '', READ *",
    "op_open, HEAD, dave/in/f, READ dave/in/f",
    "op_open, GET, dave/in/f, READ dave/in/f",
    "outside-span, GET, dave/in/f, READ dave/in/f",
    // A user who writes reads there too.
    "op_mkdirs, PROBE, dave/out/, READWRITE dave/out/*",
    "op_mkdirs, PUT, dave/out/, READWRITE dave/out/*",
    "op_create, PROBE, dave/out/f/, READWRITE dave/out/*",
    "op_create, HEAD, dave/out/f, READWRITE dave/out/*",
    "op_create, PUT, dave/out/f, READWRITE dave/out/*",
    "op_create, PART, dave/out/f, READWRITE dave/out/*",
    "op_create, PUT, f, READWRITE f",
    "op_create, PROBE, f/, READWRITE f/*",
    "outside-span, PART, dave/out/f, READWRITE dave/out/*",
    "op_delete, LIST, dave/out/, READWRITE dave/out/*",
    "op_rename, HEAD, dave/out, READWRITE dave/out/* (s3://b/dave/out if that is an object | not a folder)",
    // Without S3A only the request itself is known.
    ", HEAD, dave/in, READ dave/in",
    ", PUT, dave/out/f, WRITE dave/out/f",
    ", LIST, dave/in/, READ dave/in/*",
    // A star in a key is not a wildcard of a scope.
    "op_create, PUT, d/a*b/f, READWRITE d/*",
    "op_create, PUT, a*b/f, READWRITE a*b/f",
  })
  void it_is_of_the_folder_in_which_the_work_goes_on(
      @Nullable String operation, String request, String key, String expected) {
    assertThat(needed(request(request, key), operation)).isEqualTo(expected.replace(" |", ","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_spark_metadata/0",
        "_delta_log",
        "_delta_log/00000000000000000000.json",
        ".hoodie/hoodie.properties",
        "metadata/version-hint.text",
        "metadata/v0.metadata.json",
        "metadata/v0.metadata.json.gz",
        "metadata/00001-0f1e2d3c-0000-4000-8000-0123456789ab.metadata.json",
        "metadata/snap-6481995679113259137-1-0f1e2d3c-0000-4000-8000-0123456789ab.avro",
        "metadata/0f1e2d3c-0000-4000-8000-0123456789ab-m0.avro",
        "data/00000-2-0f1e2d3c-0000-4000-8000-0123456789ab-0-00002.parquet",
        "data/day=1/hour=2/00000-2-0f1e2d3c-0000-4000-8000-0123456789ab-0-00002-deletes.parquet",
      })
  void who_reads_or_writes_a_file_of_a_table_needs_the_table(String file) {
    for (String operation : new String[] {"op_list_status", "op_open", "outside-span", null}) {
      assertThat(needed(request("GET", "dave/t/" + file), operation)).isEqualTo("READ dave/t/*");
    }
    assertThat(needed(request("PROBE", "dave/t/" + file + "/"), "op_exists"))
        .isEqualTo("READ dave/t/*");
    for (String operation : new String[] {"op_create", "outside-span", null}) {
      assertThat(needed(request("PUT", "dave/t/" + file), operation))
          .isEqualTo("READWRITE dave/t/*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata/f.json", "data/f.parquet", "data/00000.parquet", "_delta_logs"})
  void a_file_with_another_name_may_be_in_no_table(String file) {
    assertThat(needed(request("GET", "dave/t/" + file), "op_open"))
        .isEqualTo("READ dave/t/" + file);
  }

  @Test
  void a_table_is_never_taken_to_be_the_whole_bucket() {
    assertThat(needed(request("GET", "_delta_log/0.json"), "op_open"))
        .isEqualTo("READ _delta_log/0.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_temporary",
        "_temporary/0/_temporary/attempt_1_0001_m_000000_0/part-0",
        "__magic/job-1/tasks/x",
        "__magic_job-1ab2/job_1/tasks/attempt/__base/part-0.pending",
        ".spark-staging-0c4f/p=1/part-0",
        ".hive-staging_hive_2026-01-01_1/-ext-10000/000000_0",
        "_distcp-1234/fileList.seq",
        ".distcp.tmp.attempt_local_m_000000_0",
        "_impala_insert_staging/1/f",
      })
  void what_a_job_works_in_is_cut_and_the_job_writes(String working) {
    for (String operation : new String[] {"op_list_status", "op_create", "outside-span", null}) {
      assertThat(needed(request("GET", "dave/in/" + working), operation))
          .isEqualTo("READWRITE dave/in/*");
      assertThat(needed(request("LIST", "dave/in/" + working + "/"), operation))
          .isEqualTo("READWRITE dave/in/*");
      assertThat(needed(request("PUT", "dave/in/" + working), operation))
          .isEqualTo("READWRITE dave/in/*");
      assertThat(needed(request("PUT", working), operation)).isEqualTo("READWRITE *");
    }
    String beside = "dave/in/x" + working.replaceFirst("/.*", "").replaceFirst("^[._]", "");
    assertThat(needed(request("GET", beside), "op_open")).isEqualTo("READ " + beside);
  }

  @Test
  void one_request_for_many_keys_needs_one_grant_of_their_folder() {
    assertThat(needed(copy("out/_temporary/0/part-0", "out/part-0"), "op_rename"))
        .isEqualTo("READWRITE out/*");
    assertThat(needed(copy("out/_temporary/0/_SUCCESS", "out/_SUCCESS"), "op_rename"))
        .isEqualTo("READWRITE out/*");
    assertThat(needed(copy("a", "b"), "op_rename")).isEqualTo("READWRITE *");
    assertThat(needed(copy("aa", "ab"), "op_rename")).isEqualTo("READWRITE a*");
    assertThat(needed(delete("out/_temporary/0/a", "out/_temporary/0/b"), "op_delete"))
        .isEqualTo("READWRITE out/*");
    assertThat(needed(delete("out/a", "out/b"), "op_delete")).isEqualTo("READWRITE out/*");
    assertThat(needed(delete("out/pa", "out/pb"), "op_bulk-delete")).isEqualTo("WRITE out/*");
    assertThat(needed(delete("out/pa", "out/pb"), null)).isEqualTo("WRITE out/*");
  }

  private static SdkRequest copy(String from, String to) {
    return CopyObjectRequest.builder()
        .sourceBucket("b")
        .sourceKey(from)
        .destinationBucket("b")
        .destinationKey(to)
        .build();
  }

  private static SdkRequest delete(String one, String other) {
    return DeleteObjectsRequest.builder()
        .bucket("b")
        .delete(
            d ->
                d.objects(
                    ObjectIdentifier.builder().key(one).build(),
                    ObjectIdentifier.builder().key(other).build()))
        .build();
  }
}
