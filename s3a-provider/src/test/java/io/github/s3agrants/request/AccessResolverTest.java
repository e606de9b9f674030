package io.github.s3agrants.request;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.access.UngrantableException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;

/** Which permission and target each S3 operation needs. */
@SuppressWarnings("deprecation") // the clients of newer SDKs set copySource
class AccessResolverTest {
  private final AccessResolver resolver = new AccessResolver();

  /**
   * AWS does not document whether a grant covers these, so they are refused as unknown operations
   * are.
   */
  private static final Set<String> UNDOCUMENTED =
      Set.of(
          "DeleteObjectAnnotation",
          "GetObjectAnnotation",
          "ListObjectAnnotations",
          "PutObjectAnnotation",
          "UpdateObjectEncryption");

  /** Operations of SDK 2.57.8 that SDK 2.23.19 does not have. */
  private static final Set<String> NOT_IN_EVERY_SDK =
      Set.of(
          "CreateBucketMetadataConfiguration",
          "CreateBucketMetadataTableConfiguration",
          "DeleteBucketMetadataConfiguration",
          "DeleteBucketMetadataTableConfiguration",
          "DeleteObjectAnnotation",
          "GetBucketAbac",
          "GetBucketMetadataConfiguration",
          "GetBucketMetadataTableConfiguration",
          "GetObjectAnnotation",
          "ListObjectAnnotations",
          "PutBucketAbac",
          "PutObjectAnnotation",
          "RenameObject",
          "UpdateBucketMetadataAnnotationTableConfiguration",
          "UpdateBucketMetadataInventoryTableConfiguration",
          "UpdateBucketMetadataJournalTableConfiguration",
          "UpdateObjectEncryption");

  @Test
  void every_operation_of_the_sdk_is_classified_once() throws Exception {
    Set<Class<?>> requests = new HashSet<>();
    for (Class<?> client : List.of(S3Client.class, S3AsyncClient.class)) {
      for (Method method : client.getMethods()) {
        Arrays.stream(method.getParameterTypes())
            .filter(type -> S3Request.class.isAssignableFrom(type) && type != S3Request.class)
            .forEach(requests::add);
      }
    }
    Set<String> ofTheSdk = new TreeSet<>();
    requests.forEach(type -> ofTheSdk.add(AccessResolver.operationOf(type)));

    List<String> classified = new ArrayList<>(supportedOf(requests));
    classified.addAll(UnsupportedOperations.NAMES);
    classified.addAll(UNDOCUMENTED);
    assertThat(classified).doesNotHaveDuplicates().containsAll(ofTheSdk);
    classified.removeAll(ofTheSdk);
    assertThat(NOT_IN_EVERY_SDK).containsAll(classified).containsAll(UNDOCUMENTED);
  }

  /** The operations that need a grant, or would with a bucket and a key. */
  private Set<String> supportedOf(Set<Class<?>> requests) throws ReflectiveOperationException {
    Set<String> supported = new TreeSet<>();
    for (Class<?> type : requests) {
      SdkRequest.Builder builder = (SdkRequest.Builder) type.getMethod("builder").invoke(null);
      try {
        if (resolver.resolve(builder.build()).isPresent()) {
          supported.add(AccessResolver.operationOf(type));
        }
      } catch (UngrantableException e) {
        if (e.reason() != UngrantableException.Reason.UNKNOWN_OPERATION) {
          supported.add(AccessResolver.operationOf(type));
        }
      }
    }
    return supported;
  }

  @Test
  void reads_of_an_object_need_read_on_it() throws Exception {
    for (SdkRequest request :
        List.of(
            GetObjectRequest.builder().bucket("b").key("p/k").build(),
            HeadObjectRequest.builder().bucket("b").key("p/k").build(),
            GetObjectAclRequest.builder().bucket("b").key("p/k").build(),
            GetObjectAttributesRequest.builder().bucket("b").key("p/k").build(),
            ListPartsRequest.builder().bucket("b").key("p/k").build())) {
      assertNeeds(request, READ, "s3://b/p/k");
    }
  }

  @Test
  void an_object_is_read_by_the_get_and_the_head_of_what_it_is_now() {
    for (String key : new String[] {"p/k", null}) {
      for (String version : new String[] {null, "v"}) {
        for (String bucket : new String[] {"b", null}) {
          List<SdkRequest> reads =
              List.of(
                  GetObjectRequest.builder().bucket(bucket).key(key).versionId(version).build(),
                  HeadObjectRequest.builder().bucket(bucket).key(key).versionId(version).build());
          boolean current = key != null && bucket != null && version == null;
          assertThat(reads)
              .extracting(AccessResolver::objectRead)
              .containsOnly(current ? Optional.of(S3Path.object("b", "p/k")) : Optional.empty());
        }
      }
    }
    assertThat(AccessResolver.objectRead(PutObjectRequest.builder().bucket("b").key("k").build()))
        .isEmpty();
  }

  @Test
  void what_is_written_is_the_one_object_that_the_url_names() throws Exception {
    Access put = resolver.resolve(PutObjectRequest.builder().bucket("b").key("k").build()).get();
    assertThat(put.urlKey()).isEqualTo("k");
    assertThat(put.written()).contains(S3Path.object("b", "k"));
    Access copy = resolver.resolve(copy("b", "b/src/k")).get();
    assertThat(copy.written()).contains(S3Path.object("b", copy.urlKey()));
    Access get = resolver.resolve(GetObjectRequest.builder().bucket("b").key("k").build()).get();
    assertThat(get.urlKey()).isEqualTo("k");
    assertThat(get.written()).isEmpty();
    Access list = resolver.resolve(ListObjectsV2Request.builder().bucket("b").build()).get();
    assertThat(list.urlKey()).isEmpty();
    assertThat(list.written()).isEmpty();
  }

  @Test
  void the_head_of_a_key_with_a_star_or_a_trailing_slash_is_no_probe() throws Exception {
    for (String key : List.of("*", "*d", "d*", "d/")) {
      assertThat(resolver.resolve(HeadObjectRequest.builder().bucket("b").key(key).build()).get())
          .extracting(Access::probe)
          .isEqualTo(Probe.NONE);
    }
  }

  @Test
  void a_buckets_name_has_any_character_that_is_printed_in_ascii() throws Exception {
    assertNeeds(HeadBucketRequest.builder().bucket("a!~").build(), READ, "s3://a!~/*");
  }

  @Test
  void lists_need_read_on_their_prefix() throws Exception {
    for (SdkRequest request :
        List.of(
            ListObjectsRequest.builder().bucket("b").prefix("p/").build(),
            ListObjectsV2Request.builder().bucket("b").prefix("p/").delimiter("/").build(),
            ListObjectVersionsRequest.builder().bucket("b").prefix("p/").build(),
            ListMultipartUploadsRequest.builder().bucket("b").prefix("p/").build())) {
      assertNeeds(request, READ, "s3://b/p/*");
    }
    assertNeeds(ListObjectsV2Request.builder().bucket("b").build(), READ, "s3://b/*");
    assertNeeds(ListObjectsV2Request.builder().bucket("b").prefix("").build(), READ, "s3://b/*");
    assertNeeds(HeadBucketRequest.builder().bucket("b").build(), READ, "s3://b/*");
  }

  @Test
  void writes_of_an_object_need_write_on_it() throws Exception {
    for (SdkRequest request :
        List.of(
            PutObjectRequest.builder().bucket("b").key("p/k").build(),
            PutObjectAclRequest.builder().bucket("b").key("p/k").build(),
            DeleteObjectRequest.builder().bucket("b").key("p/k").build(),
            CreateMultipartUploadRequest.builder().bucket("b").key("p/k").build(),
            UploadPartRequest.builder().bucket("b").key("p/k").build(),
            CompleteMultipartUploadRequest.builder().bucket("b").key("p/k").build(),
            AbortMultipartUploadRequest.builder().bucket("b").key("p/k").build())) {
      assertNeeds(request, WRITE, "s3://b/p/k");
    }
  }

  @Test
  void bulk_deletes_need_write_on_the_common_ancestor() throws Exception {
    assertNeeds(deletion("p/a", "p/b"), WRITE, "s3://b/p/*");
    assertNeeds(deletion("aa/x", "aa"), WRITE, "s3://b/aa*");
    assertNeeds(deletion("p/a"), WRITE, "s3://b/p/a");
    assertNeeds(deletion(), WRITE, "s3://b/*");
  }

  @ParameterizedTest
  @CsvSource({
    "b/src/a%20b%2Bc%25, s3://b/*",
    "/b/dst/a, s3://b/dst/*",
    "b/dst/a?versionId=3, s3://b/dst/*",
    "b/dst/a+b, s3://b/dst/*",
    "b/dst/k, s3://b/dst/k",
  })
  void copies_need_both_on_the_common_ancestor(String source, String target) throws Exception {
    assertNeeds(copy("b", source), READWRITE, target);
    assertNeeds(
        UploadPartCopyRequest.builder()
            .copySource(source)
            .destinationBucket("b")
            .destinationKey("dst/k")
            .build(),
        READWRITE,
        target);
  }

  @Test
  void an_encoded_copy_source_is_decoded_and_a_plus_is_a_plus() throws Exception {
    assertNeeds(copy("b", "b/dst/k%2B1"), READWRITE, "s3://b/dst/k*");
    assertNeeds(copy("b", "b/dst/%6B"), READWRITE, "s3://b/dst/k");
  }

  @Test
  void older_sdks_name_the_source_in_parts() throws Exception {
    assertNeeds(
        CopyObjectRequest.builder()
            .sourceBucket("b")
            .sourceKey("dst/a%20")
            .destinationBucket("b")
            .destinationKey("dst/a%2")
            .build(),
        READWRITE,
        "s3://b/dst/a%2*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other/dst/k",
        "b",
        "b/",
        "/",
        "b/dst/%zz",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/p/object/k"
      })
  void a_copy_that_no_grant_can_cover_is_refused(String source) {
    assertThatExceptionOfType(UngrantableException.class)
        .isThrownBy(() -> resolver.resolve(copy("b", source)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/p",
        "arn:aws:s3:::b",
        "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap",
        "arn:aws:s3-outposts:us-west-2:111122223333:outpost/op-1/accesspoint/p",
        "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/p",
        "p-metadata-s3alias",
        "p-metadata--ol-s3",
        "p-metadata--op-s3",
        "p--use1-az4--xa-s3",
        "mfzwi23gnjvgw.mrap",
        "data--use1-az4--x-s3",
        "a/b",
        "a*",
        "a b",
        ""
      })
  void buckets_that_access_grants_does_not_know_are_refused(String bucket) {
    assertThatExceptionOfType(UngrantableException.class)
        .isThrownBy(
            () -> resolver.resolve(GetObjectRequest.builder().bucket(bucket).key("k").build()));
  }

  @Test
  void the_session_of_a_directory_bucket_never_goes_out_on_base_credentials() {
    assertThatExceptionOfType(UngrantableException.class)
        .isThrownBy(
            () ->
                resolver.resolve(
                    CreateSessionRequest.builder().bucket("data--use1-az4--x-s3").build()))
        .satisfies(
            e -> assertThat(e.reason()).isEqualTo(UngrantableException.Reason.DIRECTORY_BUCKET));
  }

  @Test
  void what_spans_keys_tells_of_them_but_keeps_two_at_most() throws Exception {
    assertThat(resolver.resolve(deletion("p/k")).orElseThrow().batchKeys()).isEmpty();
    assertThat(resolver.resolve(deletion()).orElseThrow().batchKeys()).isEmpty();
    assertThat(resolver.resolve(copy("b", "b/dst/k")).orElseThrow().batchKeys()).isEmpty();
    assertThat(resolver.resolve(deletion("p/3", "p/2", "p/1")).orElseThrow())
        .satisfies(
            access -> assertThat(access.with(READWRITE).batchKeys()).isEqualTo(access.batchKeys()))
        .extracting(access -> access.batchKeys().orElseThrow())
        .satisfies(
            keys -> {
              assertThat(keys.count()).isEqualTo(3);
              assertThat(keys.first()).isEqualTo("p/1");
              assertThat(keys.last()).isEqualTo("p/3");
            });
  }

  @Test
  void a_request_without_key_or_bucket_is_refused() {
    assertThatExceptionOfType(UngrantableException.class)
        .isThrownBy(() -> resolver.resolve(GetObjectRequest.builder().bucket("b").build()));
    assertThatExceptionOfType(UngrantableException.class)
        .isThrownBy(() -> resolver.resolve(HeadBucketRequest.builder().build()));
  }

  @Test
  void unsupported_operations_need_nothing_and_unknown_ones_are_refused() throws Exception {
    assertThat(resolver.resolve(ListBucketsRequest.builder().build())).isEmpty();
    assertThat(resolver.resolve(GetBucketLocationRequest.builder().bucket("b").build())).isEmpty();
    assertThatExceptionOfType(UngrantableException.class)
        .isThrownBy(
            () ->
                resolver.resolve(
                    software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest.builder()
                        .build()));
  }

  @Test
  void only_what_s3a_probes_with_may_mean_a_directory() throws Exception {
    HeadObjectRequest.Builder head = HeadObjectRequest.builder().bucket("b");
    ListObjectsV2Request.Builder list =
        ListObjectsV2Request.builder().bucket("b").delimiter("/").maxKeys(2);
    assertProbesD(head.key("d").build(), Probe.HEAD);
    assertProbesD(list.prefix("d/").build(), Probe.LIST);
    assertProbesD(
        ListObjectsRequest.builder().bucket("b").prefix("d/").delimiter("/").maxKeys(2).build(),
        Probe.LIST);

    for (SdkRequest request :
        List.of(
            head.key("d/").build(),
            head.key("d*").build(),
            list.prefix("d").build(),
            list.prefix("/").build(),
            list.prefix("").build(),
            list.prefix(null).build(),
            list.prefix("d*/").build(),
            list.prefix("d/").maxKeys(5000).build(),
            list.prefix("d/").maxKeys(null).build(),
            list.prefix("d/").maxKeys(2).delimiter(null).build(),
            GetObjectRequest.builder().bucket("b").key("d").build(),
            PutObjectRequest.builder().bucket("b").key("d").build(),
            DeleteObjectRequest.builder().bucket("b").key("d").build(),
            copy("b", "b/dst/k"))) {
      Access access = resolver.resolve(request).orElseThrow();
      assertThat(access.probe()).as(request.toString()).isEqualTo(Probe.NONE);
    }
  }

  private void assertProbesD(SdkRequest request, Probe probe) throws UngrantableException {
    Access access = resolver.resolve(request).orElseThrow();
    assertThat(access.probe()).isEqualTo(probe);
    assertThat(access.with(READWRITE).probe()).isEqualTo(Probe.NONE);
  }

  private void assertNeeds(SdkRequest request, Permission permission, String target)
      throws UngrantableException {
    Access access = resolver.resolve(request).orElseThrow();
    assertThat(access.permission()).isEqualTo(permission);
    assertThat(access.path().toTarget()).isEqualTo(target);
    assertThat(access.operation() + "Request").isEqualTo(request.getClass().getSimpleName());
  }

  private static CopyObjectRequest copy(String bucket, String source) {
    return CopyObjectRequest.builder()
        .copySource(source)
        .destinationBucket(bucket)
        .destinationKey("dst/k")
        .build();
  }

  private static DeleteObjectsRequest deletion(String... keys) {
    List<ObjectIdentifier> objects = new ArrayList<>();
    for (String key : keys) {
      objects.add(ObjectIdentifier.builder().key(key).build());
    }
    Collections.reverse(objects);
    return DeleteObjectsRequest.builder().bucket("b").delete(d -> d.objects(objects)).build();
  }
}
