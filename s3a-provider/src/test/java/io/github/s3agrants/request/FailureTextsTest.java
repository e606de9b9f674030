package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.vending.TestFailures;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The messages of failures, and which answers count as S3's own. */
class FailureTextsTest {
  private static final RequestOrigin ORIGIN = RequestOrigins.of(new ExecutionAttributes());

  private static final Access READ =
      TestCredentials.access(S3Path.prefix("b", "p/"), Permission.READ);

  private static String text(Kind kind, String answer, Access access) {
    return String.valueOf(
        S3Exceptions.of(TestFailures.of(new AccessGrantsException(kind, answer), access), ORIGIN)
            .getMessage());
  }

  /** The whole message: the request, the caller, the instance, the answer and what to do. */
  @Test
  void a_refusal_is_told_whole() {
    assertThat(text(Kind.DENIED, "AccessDenied: no", READ))
        .startsWith(
            "S3 Access Grants gave no credentials for READ on s3://b/p/x for GetObject (outside an S3A"
                + " operation) as arn:aws:iam::111122223333:user/alice, asking the instance of"
                + " account 111122223333 in us-east-1. AccessDenied: no. Needed: a grant of READ"
                + " whose scope covers s3://b/p/x. fs.s3a.accessgrants.fallback=true would");
  }

  @Test
  void a_sentence_of_the_services_is_ended_once() {
    assertThat(text(Kind.DENIED, "No such grant.", READ)).contains(". No such grant. Needed: ");
    assertThat(text(Kind.DENIED, "No such grant", READ)).contains(". No such grant. Needed: ");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_INSTANCE, fs.s3a.accessgrants.account.id and fs.s3a.accessgrants.region.",
    "NOT_AUTHORIZED, s3:GetDataAccess on the instance",
    "LOCATION_ROLE, trust policy of that role",
    "NO_BUCKET, Check the bucket's name",
    "CALLER_CREDENTIALS, 'which come from org.example.Provider (fs.s3a.accessgrants.credentials'",
    "CLOCK_SKEW, Check this machine's clock",
    "THROTTLED, no. S3A tries again.",
    "UNREACHABLE, 'no. Check the URL, the key that sets it, and the network in between.'",
    "UNAVAILABLE, no. S3A tries again if it retries the same failure of S3.",
    "CLOSED, the file system was closed before",
    "BAD_REQUEST, no. Nothing was sent to S3.",
    "BAD_RESPONSE, no. Nothing was sent to S3.",
  })
  void each_kind_says_what_to_do(Kind kind, String advice) {
    assertThat(text(kind, "no", READ)).contains(advice);
  }

  @Test
  void a_deletion_of_many_keys_says_which_and_how_it_can_be_done_in_parts() throws Exception {
    Access deletion =
        new AccessResolver()
            .resolve(
                DeleteObjectsRequest.builder()
                    .bucket("b")
                    .delete(
                        d ->
                            d.objects(
                                ObjectIdentifier.builder().key("p/a").build(),
                                ObjectIdentifier.builder().key("p/z").build()))
                    .build())
            .orElseThrow();
    assertThat(text(Kind.DENIED, "no", deletion))
        .contains(
            "Needed: one grant of WRITE whose scope covers s3://b/p/*, for one request that"
                + " deletes 2 keys, from s3://b/p/a to s3://b/p/z. With"
                + " fs.s3a.multiobjectdelete.enable=false S3A");
  }

  @Test
  void a_copy_says_from_where_to_where_and_how_it_can_be_done_otherwise() throws Exception {
    Access copy =
        new AccessResolver()
            .resolve(
                CopyObjectRequest.builder()
                    .sourceBucket("b")
                    .sourceKey("p/a")
                    .destinationBucket("b")
                    .destinationKey("q/z")
                    .build())
            .orElseThrow();
    assertThat(text(Kind.DENIED, "no", copy))
        .contains(
            "Needed: one grant of READWRITE whose scope covers s3://b/*, for one request that"
                + " copies s3://b/p/a to s3://b/q/z. Copied through the client");
  }

  @Test
  void what_cannot_be_the_cause_is_suppressed_and_not_lost() {
    SdkException seen =
        S3Exceptions.of(
            TestFailures.of(
                new AccessGrantsException(
                    Kind.UNAVAILABLE,
                    "no answer",
                    null,
                    SdkClientException.create("broken", new ClosedChannelException()))),
            ORIGIN);
    assertThat(seen).hasNoCause();
    assertThat(seen.getSuppressed()).singleElement().asString().contains("no answer");
  }

  @Test
  void a_failure_of_the_base_provider_stays_what_it_is() {
    SdkException own = SdkClientException.create("no credentials");
    assertThat(S3Exceptions.of(own, ORIGIN)).isSameAs(own);
  }

  @Test
  void what_nobody_foresaw_is_a_refusal_that_says_so() {
    SdkException seen = S3Exceptions.of(new IllegalStateException("bug"), ORIGIN);
    assertThat(seen).isInstanceOf(S3Exception.class);
    assertThat(((S3Exception) seen).statusCode()).isEqualTo(403);
    assertThat(seen.getMessage()).contains("unexpected failure, nothing was sent").contains("bug");
  }

  private static S3Exception s3(int status, String service) {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().serviceName(service).build())
            .build();
  }

  @Test
  void only_a_refusal_that_is_not_the_librarys_own_is_s3s() {
    assertThat(S3Exceptions.isForbiddenByS3(s3(403, "S3"))).isTrue();
    assertThat(S3Exceptions.isForbiddenByS3(S3Exception.builder().statusCode(403).build()))
        .isTrue();
    for (Throwable other :
        List.of(
            s3(404, "S3"),
            s3(400, "S3"),
            SdkClientException.create("no"),
            new IllegalStateException(),
            S3Exceptions.refused("no", ORIGIN))) {
      assertThat(S3Exceptions.isForbiddenByS3(other)).isFalse();
    }
  }

  @Test
  void not_found_is_as_s3_says_it() {
    SdkException missing = S3Exceptions.notFound("not there", ORIGIN);
    assertThat(missing).isInstanceOf(NoSuchKeyException.class);
    assertThat(((NoSuchKeyException) missing).statusCode()).isEqualTo(404);
    assertThat(missing.getMessage()).contains("not there");
  }
}
