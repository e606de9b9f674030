package io.github.s3agrants.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists put together of parts that S3 answered wrongly. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot, so that there are no parts
class HostileAnswersTest {
  private static final S3Path SCOPE = S3Path.prefix("lake", "p/t");
  private static final ListQuery QUERY =
      ListQuery.of(
          ListObjectsV2Request.builder().bucket("lake").prefix("p/").delimiter("/").build(), false);

  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;

  @BeforeEach
  void start() throws IOException {
    emulator = TestLake.builder().start();
    clients = new EmulatorClients(emulator.endpoints());
    try (S3Client s3 = clients.s3(TestPrincipals.ADMIN)) {
      for (String key : List.of("p/t1/f", "p/t2", "p/t3/f")) {
        s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("x"));
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    clients.close();
    emulator.close();
  }

  /** A client of the emulator whose lists are changed on their way. */
  private S3Client changing(UnaryOperator<ListObjectsV2Response.Builder> change) {
    return new DelegatingS3Client(clients.s3(TestPrincipals.ADMIN)) {
      @Override
      public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return change.apply(super.listObjectsV2(request).toBuilder()).build();
      }
    };
  }

  private static List<String> entries(S3Client client, ListQuery query) {
    ListObjectsV2Response answer =
        new GrantedListing(client, query, List.of(SCOPE)).page().answer(query.template(), query);
    return answer.contents().stream().map(S3Object::key).toList();
  }

  private static S3Object object(String key) {
    return S3Object.builder().key(key).size(1L).build();
  }

  @Test
  void keys_outside_the_part_are_left_out() {
    try (S3Client client =
        changing(
            answer ->
                answer
                    .contents(object("p/s"), object("p/t2"), object("q"))
                    .commonPrefixes(CommonPrefix.builder().prefix("p/").build()))) {
      assertThat(entries(client, QUERY)).containsExactly("p/t2");
    }
    try (S3Client client = changing(answer -> answer.contents(object("p/s"), object("q")))) {
      assertThat(Existence.look(QUERY, List.of(SCOPE), new PartRequests(client, QUERY)).isEmpty())
          .isTrue();
    }
  }

  @Test
  void pages_that_lead_nowhere_fail_the_list() {
    try (S3Client client =
        changing(answer -> answer.isTruncated(true).nextContinuationToken(null))) {
      assertThrows(SdkClientException.class, () -> entries(client, QUERY));
    }
    try (S3Client client =
        changing(
            answer ->
                answer
                    .contents(List.of())
                    .commonPrefixes(List.of())
                    .isTruncated(true)
                    .nextContinuationToken("again"))) {
      assertThrows(RuntimeException.class, () -> entries(client, QUERY));
      assertThrows(
          RuntimeException.class,
          () -> Existence.look(QUERY, List.of(SCOPE), new PartRequests(client, QUERY)));
    }
  }

  @Test
  void more_entries_than_were_requested_are_those_of_the_next_page() {
    ListQuery one = ListQuery.of(QUERY.template().toBuilder().maxKeys(1).build(), false);
    try (S3Client client =
        changing(
            answer ->
                answer
                    .contents(object("p/t9"), object("p/t0"))
                    .commonPrefixes(List.of())
                    .isTruncated(false))) {
      ListObjectsV2Response answer =
          new GrantedListing(client, one, List.of(SCOPE)).page().answer(one.template(), one);
      assertThat(answer.contents()).extracting(S3Object::key).containsExactly("p/t0");
      assertThat(answer.isTruncated()).isTrue();
    }
  }
}
