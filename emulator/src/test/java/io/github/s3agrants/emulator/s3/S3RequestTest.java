package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parsing of S3 requests. */
final class S3RequestTest {
  private static final long MOST = 1024;

  @ParameterizedTest
  @CsvSource({
    "GET, /b/k, , GetObject",
    "GET, /b/k, partNumber=1, GetObject",
    "GET, /b/k, x-id=GetObject&response-content-type=x, GetObject",
    "HEAD, /b/k, , HeadObject",
    "GET, /b/k, acl, GetObjectAcl",
    "GET, /b/k, attributes, GetObjectAttributes",
    "GET, /b/k, uploadId=1, ListParts",
    "PUT, /b/k, , PutObject",
    "PUT, /b/k, acl=, PutObjectAcl",
    "PUT, /b/k, uploadId=1&partNumber=2, UploadPart",
    "PUT, /b/k, uploadId=1, Unknown",
    "POST, /b/k, uploads, CreateMultipartUpload",
    "POST, /b/k, uploadId=1, CompleteMultipartUpload",
    "DELETE, /b/k, , DeleteObject",
    "DELETE, /b/k, uploadId=1, AbortMultipartUpload",
    "DELETE, /b/k, tagging, DeleteObjectTagging",
    "GET, /b/k, acl&uploadId=1, Unknown",
    "GET, /b/k, tagging, GetObjectTagging",
    "POST, /b/k, , Unknown",
    "POST, /b, , Unknown",
    "POST, /b, delete, DeleteObjects",
    "GET, /b, , ListObjects",
    "GET, /b/, list-type=2&prefix=p, ListObjectsV2",
    "GET, /b, versions, ListObjectVersions",
    "GET, /b, uploads, ListMultipartUploads",
    "GET, /b, location, GetBucketLocation",
    "GET, /b, policy, Unknown",
    "HEAD, /b, , HeadBucket",
    "GET, /, , ListBuckets",
    "PUT, /b, , CreateBucket",
    "PUT, /b, acl, Unknown",
    "DELETE, /b, , DeleteBucket",
    "OPTIONS, /b/k, , Unknown",
    "PATCH, /b/k, , Unknown",
  })
  void operations(String method, String path, String query, String operation) throws Exception {
    assertThat(S3Request.of(method, path, query, null).route().awsName()).isEqualTo(operation);
  }

  @Test
  void copies() throws Exception {
    assertThat(S3Request.of("PUT", "/b/k", null, "s/x").route()).isEqualTo(S3Route.COPY_OBJECT);
    assertThat(S3Request.of("PUT", "/b/k", "uploadId=1&partNumber=1", "s/x").route())
        .isEqualTo(S3Route.UPLOAD_PART_COPY);
    assertThat(S3Request.of("PUT", "/b/k", "acl", "s/x").route()).isEqualTo(S3Route.UNCLASSIFIED);
    assertThat(S3Request.of("PUT", "/b/k", null, "/s/a%2Fb%20c+d").copySource())
        .isEqualTo(S3Scope.object("s", "a/b c d"));
    assertThatExceptionOfType(AwsException.class)
        .isThrownBy(() -> S3Request.of("PUT", "/b/k", null, "s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/b%2Fk", "b/k", "http://h/b/k", "/b/%zz", "/b/%"})
  void paths_that_cannot_be_read(String path) {
    assertThatExceptionOfType(AwsException.class)
        .isThrownBy(() -> S3Request.of("GET", path, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object></Delete>",
        "<Delete"
            + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet><Object><Key>a</Key></Object>"
            + "<Object><Key><![CDATA[b&c]]></Key></Object></Delete>"
      })
  void delete_bodies(String xml) throws Exception {
    assertThat(DeleteObjectsBody.parse(xml.getBytes(UTF_8)).keys()).containsExactly("a", "b&c");
    String chunks =
        "5;chunk-signature=x\r\n"
            + xml.substring(0, 5)
            + "\r\n"
            + Integer.toHexString(xml.length() - 5)
            + "\r\n"
            + xml.substring(5)
            + "\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
    assertThat(decode(chunks)).isEqualTo(xml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<Delete/>",
        "<Other><Object><Key>a</Key></Object></Other>",
        "<Delete><Object/></Delete>",
        "<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>",
        "<Delete><Object><Key>a</Key></Object>",
        "<Delete><Object Key='b'><Key>a</Key></Object></Delete>",
        "<Delete Object='b'><Object><Key>a</Key></Object></Delete>",
        "<Delete><Object><Key>a<x>b</x></Key></Object></Delete>",
        "<!DOCTYPE d [<!ENTITY k 'a'>]><Delete><Object><Key>&k;</Key></Object></Delete>",
        "<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/x'><Delete><Object><Key>a</Key></Object></Delete>",
        "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>"
      })
  void delete_bodies_that_cannot_be_read(String xml) {
    assertThatExceptionOfType(AwsException.class)
        .isThrownBy(() -> DeleteObjectsBody.parse(xml.getBytes(UTF_8)));
  }

  /** They would take the parser quadratic time. */
  @Test
  void too_many_namespaces() {
    StringBuilder names = new StringBuilder("<Delete");
    for (int i = 0; i <= 20_000; i++) {
      names.append(" xmlns:n").append(i).append("='u'");
    }
    byte[] body =
        names.append("><Object><Key>a</Key></Object></Delete>").toString().getBytes(UTF_8);
    assertThatExceptionOfType(AwsException.class).isThrownBy(() -> DeleteObjectsBody.parse(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "zz\r\n",
        "ffffffff\r\n",
        "5\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc",
        "3\r\nabcXX0\r\n\r\n"
      })
  void chunks_that_cannot_be_read(String encoded) {
    assertThatExceptionOfType(AwsException.class).isThrownBy(() -> decode(encoded));
  }

  /** The SDK for Go sends a content of any length as one chunk. */
  @Test
  void the_length_of_a_chunk_may_have_many_digits() throws Exception {
    assertThat(decode("0000000000000003\r\nabc\r\n0\r\n\r\n")).isEqualTo("abc");
  }

  /** What is more than the request has announced is not read. */
  @Test
  void more_than_was_announced() {
    assertThatExceptionOfType(AwsException.class)
        .isThrownBy(() -> decode("1\r\na\r\n10000000000\r\n"))
        .withMessageContaining("You did not provide the number of bytes");
  }

  private static String decode(String chunks) throws Exception {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    var unused =
        new AwsChunked(new ByteArrayInputStream(chunks.getBytes(UTF_8)), Optional.empty(), MOST)
            .writeTo(content);
    return content.toString(UTF_8);
  }
}
