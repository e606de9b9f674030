package io.github.s3agrants.hadoop33;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.services.s3.model.AbortMultipartUploadRequest;
import com.amazonaws.services.s3.model.CopyObjectRequest;
import com.amazonaws.services.s3.model.CopyPartRequest;
import com.amazonaws.services.s3.model.DeleteObjectRequest;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteVersionRequest;
import com.amazonaws.services.s3.model.EncryptedInitiateMultipartUploadRequest;
import com.amazonaws.services.s3.model.GetBucketLocationRequest;
import com.amazonaws.services.s3.model.GetObjectMetadataRequest;
import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.model.HeadBucketRequest;
import com.amazonaws.services.s3.model.ListMultipartUploadsRequest;
import com.amazonaws.services.s3.model.ListObjectsRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.PutObjectRequest;
import com.amazonaws.services.s3.model.UploadPartRequest;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.UngrantableException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the requests of version 1 of the SDK need. */
class V1AccessResolverIT {
  /** Requests that S3A does not send and that are refused, or that are not sent as they are. */
  private static final Set<String> REFUSED =
      Set.of(
          // Of the encryption client and of presigned URLs.
          "GeneratePresignedUrl",
          "PresignedUrlDownload",
          "PresignedUrlUpload",
          "PutInstructionFile",
          "UploadObject",
          // The SDK makes the list itself of them.
          "ListNextBatchOfObjects",
          "ListNextBatchOfVersions");

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of(new GetObjectRequest("lake", "a/k"), "READ on s3://lake/a/k for GetObject"),
        Arguments.of(
            new GetObjectMetadataRequest("lake", "a/k"), "READ on s3://lake/a/k for HeadObject"),
        Arguments.of(
            new PutObjectRequest("lake", "a/k", InputStream.nullInputStream(), null),
            "WRITE on s3://lake/a/k for PutObject"),
        Arguments.of(
            new DeleteObjectRequest("lake", "a/*"), "WRITE on s3://lake/a/* for DeleteObject"),
        Arguments.of(
            new DeleteVersionRequest("lake", "k", "1"), "WRITE on s3://lake/k for DeleteObject"),
        Arguments.of(
            new EncryptedInitiateMultipartUploadRequest("lake", "k"),
            "WRITE on s3://lake/k for CreateMultipartUpload"),
        Arguments.of(
            new UploadPartRequest().withBucketName("lake").withKey("k"),
            "WRITE on s3://lake/k for UploadPart"),
        Arguments.of(
            new AbortMultipartUploadRequest("lake", "k", "id"),
            "WRITE on s3://lake/k for AbortMultipartUpload"),
        Arguments.of(
            new DeleteObjectsRequest("lake").withKeys("aa/x", "aa"),
            "WRITE on s3://lake/aa* for DeleteObjects"),
        Arguments.of(
            new CopyObjectRequest("lake", "a/x", "lake", "a/y"),
            "READWRITE on s3://lake/a/* for CopyObject"),
        Arguments.of(
            new CopyPartRequest()
                .withSourceBucketName("lake")
                .withSourceKey("a/x")
                .withDestinationBucketName("lake")
                .withDestinationKey("a/x"),
            "READWRITE on s3://lake/a/x for UploadPartCopy"),
        Arguments.of(
            new ListObjectsRequest("lake", null, null, null, null),
            "READ on s3://lake/* for ListObjects"),
        Arguments.of(
            new ListObjectsV2Request().withBucketName("lake").withPrefix("a/*"),
            "READ on s3://lake/a/* for ListObjectsV2"),
        Arguments.of(
            new ListMultipartUploadsRequest("lake").withPrefix("p"),
            "READ on s3://lake/p* for ListMultipartUploads"),
        Arguments.of(new HeadBucketRequest("lake"), "READ on s3://lake/* for HeadBucket"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void needs(AmazonWebServiceRequest request, String access) throws UngrantableException {
    assertThat(V1AccessResolver.resolve(request)).map(Access::toString).contains(access);
  }

  @Test
  void a_copy_from_another_bucket_cannot_be_granted() {
    assertThrows(
        UngrantableException.class,
        () -> V1AccessResolver.resolve(new CopyObjectRequest("other", "x", "lake", "x")));
  }

  @Test
  void what_access_grants_does_not_support_is_for_base_credentials() throws UngrantableException {
    assertThat(V1AccessResolver.resolve(new GetBucketLocationRequest("lake"))).isEmpty();
  }

  /** Its simple name is that of an unsupported one. */
  static final class GetBucketLocation {
    static final class GetBucketPolicyRequest extends AmazonWebServiceRequest {}

    private GetBucketLocation() {}
  }

  @Test
  void a_class_of_somebody_else_is_unknown_whatever_its_name() {
    assertThat(
            assertThrows(
                UngrantableException.class,
                () -> V1AccessResolver.resolve(new GetBucketLocation.GetBucketPolicyRequest())))
        .hasMessageContaining("is not an operation that this version of the library knows");
  }

  /** So that nobody forgets to classify an operation of a newer SDK. */
  @Test
  void every_request_class_of_the_sdk_is_classified() throws Exception {
    Path jar =
        Path.of(GetObjectRequest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> unknown = new TreeSet<>();
    for (JavaClass type : new ClassFileImporter().importPath(jar)) {
      if (type.getPackageName().equals("com.amazonaws.services.s3.model")
          && type.isAssignableTo(AmazonWebServiceRequest.class)
          && !type.getModifiers().contains(JavaModifier.ABSTRACT)
          && type.getSimpleName().endsWith("Request")) {
        String name = type.getSimpleName().substring(0, type.getSimpleName().length() - 7);
        if (!V1AccessResolver.hasRule(type.reflect())
            && !V1UnsupportedOperations.NAMES.contains(name)
            && !REFUSED.contains(name)) {
          unknown.add(name);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }
}
