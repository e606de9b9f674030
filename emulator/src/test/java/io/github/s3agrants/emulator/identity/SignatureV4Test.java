package io.github.s3agrants.emulator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * The examples of the S3 API reference, "Authenticating requests: using the Authorization header".
 */
final class SignatureV4Test {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String TIMESTAMP = "20130524T000000Z";
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void get_object() {
    SignedRequest request =
        new SignedRequest(
            "GET",
            "/test.txt",
            "",
            Map.of(
                "Host", List.of(HOST),
                "Range", List.of("bytes=0-9"),
                "x-amz-content-sha256", List.of(EMPTY),
                "x-amz-date", List.of(TIMESTAMP)));
    assertThat(sign(request, EMPTY, "host", "range", "x-amz-content-sha256", "x-amz-date"))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void put_object() {
    String payload = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    SignedRequest request =
        new SignedRequest(
            "PUT",
            "/test%24file.text",
            "",
            Map.of(
                "Host", List.of(HOST),
                "Date", List.of("Fri, 24 May 2013 00:00:00 GMT"),
                "x-amz-content-sha256", List.of(payload),
                "x-amz-date", List.of(TIMESTAMP),
                "x-amz-storage-class", List.of("REDUCED_REDUNDANCY")));
    assertThat(
            sign(
                request,
                payload,
                "date",
                "host",
                "x-amz-content-sha256",
                "x-amz-date",
                "x-amz-storage-class"))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void list_objects() {
    assertThat(
            sign(get("max-keys=2&prefix=J"), EMPTY, "host", "x-amz-content-sha256", "x-amz-date"))
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void lifecycle() {
    assertThat(sign(get("lifecycle"), EMPTY, "host", "x-amz-content-sha256", "x-amz-date"))
        .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  /**
   * The query is sorted by name, then by value. Sorted as whole pairs, {@code select-type} would
   * come before {@code select}.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select&select-type=2",
        "select-type=2&select",
        "aa=1&aa-b=2",
        "aa-b=2&aa=1",
        "a=2&a=1&a=&a",
        "a%2Bb=1&a=%20&a%20=2&A=3",
        "k%C3%A9=1&k=2&k!=3",
        "prefix=a%2Fb&delimiter=%2F&list-type=2",
      })
  void query_as_the_sdk_signs_it(String query) throws Exception {
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder().method(SdkHttpMethod.GET).protocol("https").host(HOST);
    unsigned.encodedPath("/");
    for (UrlText.Parameter parameter : UrlText.query(query)) {
      unsigned.appendRawQueryParameter(parameter.name(), parameter.value());
    }
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", SECRET))
                        .request(unsigned.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false))
            .request();
    SignedRequest request = new SignedRequest("GET", "/", query, signed.headers());
    Authorization authorization = Authorization.of(request).orElseThrow();
    assertThat(
            SignatureV4.sign(
                request,
                authorization,
                signed.firstMatchingHeader("x-amz-date").orElseThrow(),
                PayloadHash.declared(request),
                SECRET))
        .isEqualTo(authorization.signature());
  }

  private static SignedRequest get(String query) {
    return new SignedRequest(
        "GET",
        "/",
        query,
        Map.of(
            "Host", List.of(HOST),
            "x-amz-content-sha256", List.of(EMPTY),
            "x-amz-date", List.of(TIMESTAMP)));
  }

  private static String sign(SignedRequest request, String payloadHash, String... signedHeaders) {
    Authorization authorization =
        new Authorization(
            "AKIAIOSFODNN7EXAMPLE",
            "20130524",
            "us-east-1",
            "s3",
            List.of(signedHeaders),
            "0".repeat(64));
    return SignatureV4.sign(request, authorization, TIMESTAMP, payloadHash, SECRET);
  }
}
