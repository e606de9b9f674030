package io.github.s3agrants.parts;

import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.vending.GrantedParts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.RequestCharged;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * A bulk delete whose keys are under several grants: one request for the keys of each grant, and
 * one for those that no grant covers. Immutable.
 */
final class GroupedDelete {
  /** The code for the keys of a request that S3 did not answer. */
  private static final String UNANSWERED = "InternalError";

  private static final String REFUSED = "AccessDenied";

  private final DeleteObjectsRequest request;
  private final Collection<List<ObjectIdentifier>> groups;

  private GroupedDelete(DeleteObjectsRequest request, Collection<List<ObjectIdentifier>> groups) {
    this.request = request;
    this.groups = groups;
  }

  /** Divides a request. The keys of each group keep their order. */
  static GroupedDelete of(DeleteObjectsRequest request, GrantedParts parts) {
    Map<Optional<S3Path>, List<ObjectIdentifier>> groups = new LinkedHashMap<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      groups.computeIfAbsent(parts.writable(object.key()), scope -> new ArrayList<>()).add(object);
    }
    return new GroupedDelete(request, groups.values());
  }

  /** Whether all keys are under the same grant, or none is under any. */
  boolean isOne() {
    return groups.size() <= 1;
  }

  /**
   * Sends the request of each group, and merges the answers. The keys of a refused group are errors
   * of the answer, as S3 itself answers for keys that it may not delete.
   *
   * @throws SdkException if a request failed otherwise before anything was deleted, or if the
   *     thread was interrupted. Once something has been deleted, such a failure is an error of each
   *     of its keys, so that the caller knows which are left
   */
  DeleteObjectsResponse send(S3Client client) {
    List<DeletedObject> deleted = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    @Nullable RequestCharged charged = null;
    boolean sent = false;
    for (List<ObjectIdentifier> group : groups) {
      try {
        DeleteObjectsResponse answer =
            client.deleteObjects(
                request.toBuilder()
                    .delete(request.delete().toBuilder().objects(group).build())
                    .build());
        deleted.addAll(answer.deleted());
        errors.addAll(answer.errors());
        charged = answer.requestCharged();
        sent = true;
      } catch (AbortedException e) {
        throw e;
      } catch (SdkException e) {
        if (!sent && !PartRequests.isRefusal(e)) {
          throw e;
        }
        group.forEach(object -> errors.add(error(object, e)));
      }
    }
    return DeleteObjectsResponse.builder()
        .deleted(deleted)
        .errors(errors)
        .requestCharged(charged)
        .build();
  }

  private static S3Error error(ObjectIdentifier object, SdkException failure) {
    return S3Error.builder()
        .key(object.key())
        .versionId(object.versionId())
        .code(codeOf(failure))
        .message(OneLine.of(String.valueOf(failure.getMessage())))
        .build();
  }

  private static String codeOf(SdkException failure) {
    if (PartRequests.isRefusal(failure)) {
      return REFUSED;
    }
    if (!(failure instanceof AwsServiceException)) {
      return UNANSWERED;
    }
    var details = ((AwsServiceException) failure).awsErrorDetails();
    return details == null || details.errorCode() == null ? UNANSWERED : details.errorCode();
  }
}
