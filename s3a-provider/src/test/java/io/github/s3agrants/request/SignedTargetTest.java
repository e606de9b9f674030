package io.github.s3agrants.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.UngrantableException;
import java.net.URI;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** {@link SignedTarget} finds the bucket and key of a URL in every form that S3 accepts. */
class SignedTargetTest {
  private static Access read(String bucket, String key) throws UngrantableException {
    return new AccessResolver()
        .resolve(GetObjectRequest.builder().bucket(bucket).key(key).build())
        .orElseThrow();
  }

  private static SdkHttpRequest get(String host, String path) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .protocol("https")
        .host(host)
        .encodedPath(path)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "lake.s3.eu-west-1.amazonaws.com, /a/k, true",
    "lake.bucket.vpce-1-2.s3.eu-west-1.vpce.amazonaws.com, /a/k, true",
    "s3.eu-west-1.amazonaws.com, /lake/a/k, true",
    "lake.s3.eu-west-1.amazonaws.com, /a/k2, false",
    "lake.s3.eu-west-1.amazonaws.com, /a, false",
    "lake2.s3.eu-west-1.amazonaws.com, /a/k, false",
    "s3.eu-west-1.amazonaws.com, /lake2/a/k, false",
    "s3.eu-west-1.amazonaws.com, /a/k, false",
    "s3.eu-west-1.amazonaws.com, /other/lake/a/k, false",
    "s3.eu-west-1.amazonaws.com, /lake, false",
    "s3.eu-west-1.amazonaws.com, /lake/a/%6B, true",
    "s3.eu-west-1.amazonaws.com, /lake/a/%6B2, false",
    "s3.eu-west-1.amazonaws.com, /lake/a/%6, false",
    "s3.eu-west-1.amazonaws.com, /lake/a/%, false",
    "s3.eu-west-1.amazonaws.com, /lake/a/%6G, false",
  })
  void the_bucket_is_in_the_host_or_in_the_path(String host, String path, boolean expected)
      throws UngrantableException {
    assertThat(
            SignedTarget.at(Optional.empty())
                .matches(read("lake", "a/k"), new SignedByV2(get(host, path))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/store/lake/a/k, true", "/lake/a/k, false", "/store2/lake/a/k, false"})
  void what_the_endpoints_own_path_is_comes_first(String path, boolean expected)
      throws UngrantableException {
    for (String endpoint : new String[] {"http://host:1/store", "http://host:1/store/"}) {
      assertThat(
              SignedTarget.at(Optional.of(URI.create(endpoint)))
                  .matches(read("lake", "a/k"), new SignedByV2(get("host", path))))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lake.s3.amazonaws.com, '', true",
    "lake.s3.amazonaws.com, /, true",
    "s3.amazonaws.com, /lake, true",
    "s3.amazonaws.com, /lake/, true",
    "s3.amazonaws.com, /lake/k, false",
    "s3.amazonaws.com, /lak, false",
    "s3.amazonaws.com, /, false",
  })
  void a_bucket_has_no_key(String host, String path, boolean expected) throws UngrantableException {
    Access bucket =
        new AccessResolver()
            .resolve(HeadBucketRequest.builder().bucket("lake").build())
            .orElseThrow();
    assertThat(SignedTarget.at(Optional.empty()).matches(bucket, new SignedByV2(get(host, path))))
        .isEqualTo(expected);
  }

  private static boolean matches(S3Request request, SdkHttpRequest sent)
      throws UngrantableException {
    return SignedTarget.at(Optional.empty())
        .matches(new AccessResolver().resolve(request).orElseThrow(), new SignedByV2(sent));
  }

  @ParameterizedTest
  @EnumSource(SdkHttpMethod.class)
  void a_read_is_a_get_or_a_head(SdkHttpMethod method) throws UngrantableException {
    SdkHttpRequest sent = get("h", "/lake/k").toBuilder().method(method).build();
    boolean reads = method == SdkHttpMethod.GET || method == SdkHttpMethod.HEAD;
    assertThat(matches(GetObjectRequest.builder().bucket("lake").key("k").build(), sent))
        .isEqualTo(reads);
    assertThat(matches(PutObjectRequest.builder().bucket("lake").key("k").build(), sent)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "p/, p/, true",
    "p/, p/q, true",
    "p/, p, false",
    "p/, other/, false",
    "p/, , false",
    "p*q/, p*q/, true",
    "p*q/, o, false",
    ", , true",
    ", anything, true",
  })
  void a_list_is_of_its_prefix(String asked, String sent, boolean expected)
      throws UngrantableException {
    SdkHttpRequest.Builder list = get("h", "/lake").toBuilder();
    if (sent != null) {
      list.putRawQueryParameter("prefix", sent);
    }
    assertThat(
            matches(
                ListObjectsV2Request.builder().bucket("lake").prefix(asked).build(), list.build()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a/x, lake/a/x, true",
    "a/x, /lake/a/x, true",
    "a/x, lake/a/x?versionId=1, true",
    "a/x, lake%2Fa%2Fx, true",
    "a/x, lake/b/x, false",
    "a/x, other/a/x, false",
    "a/x, , false",
    "a/x+y, lake/a/x+y, true",
    "a/y, lake/a/y, true",
    "a/y, lake/a/y?versionId=2, true",
    "a/y, /lake/a/y, true",
    "a/y, lake/a/y2, false",
  })
  void a_copy_reads_from_where_it_was_to_read(String source, String sent, boolean expected)
      throws UngrantableException {
    SdkHttpRequest.Builder copy = get("h", "/lake/a/y").toBuilder().method(SdkHttpMethod.PUT);
    if (sent != null) {
      copy.putHeader("x-amz-copy-source", sent);
    }
    CopyObjectRequest request =
        CopyObjectRequest.builder()
            .sourceBucket("lake")
            .sourceKey(source)
            .destinationBucket("lake")
            .destinationKey("a/y")
            .build();
    assertThat(matches(request, copy.build())).isEqualTo(expected);
    assertThat(matches(request, copy.encodedPath("/lake/" + source + "2").build())).isFalse();
  }

  @Property(tries = 2000)
  void a_key_matches_itself_as_the_sdk_encodes_it_and_no_other(
      @ForAll @NotEmpty String key, @ForAll @NotEmpty String other) throws UngrantableException {
    Access access = read("lake", key);
    SignedTarget target = SignedTarget.at(Optional.empty());
    assertThat(
            target.matches(
                access,
                new SignedByV2(get("h", "/lake/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key)))))
        .isTrue();
    assertThat(
            target.matches(
                access,
                new SignedByV2(get("h", "/lake/" + SdkHttpUtils.urlEncodeIgnoreSlashes(other)))))
        .isEqualTo(asSent(key).equals(asSent(other)));
  }

  /** The key as sent: characters without a UTF-8 form become question marks. */
  private static String asSent(String key) {
    return new String(key.getBytes(UTF_8), UTF_8);
  }
}
