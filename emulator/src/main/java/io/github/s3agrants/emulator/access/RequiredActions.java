package io.github.s3agrants.emulator.access;

import io.github.s3agrants.emulator.api.S3Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actions that each S3 operation needs, by its headers and parameters. Written from <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 * permissions for Amazon S3 API operations</a> and the operations' own pages.
 */
public final class RequiredActions {
  private static final String TAGGING = "x-amz-tagging";

  private RequiredActions() {}

  /** All that the signer needs. For DeleteObjects, without the keys in its body. */
  public static List<Need> of(S3Call call) {
    S3Operation operation = call.operation();
    if (operation == null) {
      return List.of(Need.everything());
    }
    return switch (operation) {
      case GET_OBJECT, HEAD_OBJECT -> List.of(object(call, get(call.versioned())));
      case GET_OBJECT_ACL ->
          List.of(
              object(
                  call,
                  call.versioned() ? S3Action.GET_OBJECT_VERSION_ACL : S3Action.GET_OBJECT_ACL));
      case GET_OBJECT_ATTRIBUTES ->
          List.of(
              object(call, get(call.versioned())),
              object(
                  call,
                  call.versioned()
                      ? S3Action.GET_OBJECT_VERSION_ATTRIBUTES
                      : S3Action.GET_OBJECT_ATTRIBUTES));
      case GET_OBJECT_TAGGING -> List.of(object(call, readTags(call.versioned())));
      case LIST_PARTS -> List.of(object(call, S3Action.LIST_MULTIPART_UPLOAD_PARTS));
      case LIST_OBJECTS, LIST_OBJECTS_V2 -> List.of(listing(call, S3Action.LIST_BUCKET));
      case LIST_OBJECT_VERSIONS -> List.of(listing(call, S3Action.LIST_BUCKET_VERSIONS));
      case LIST_MULTIPART_UPLOADS -> List.of(listing(call, S3Action.LIST_BUCKET_MULTIPART_UPLOADS));
      case HEAD_BUCKET -> List.of(bucket(call, S3Action.LIST_BUCKET));
      case GET_BUCKET_LOCATION -> List.of(bucket(call, S3Action.GET_BUCKET_LOCATION));
      case GET_BUCKET_VERSIONING -> List.of(bucket(call, S3Action.GET_BUCKET_VERSIONING));
      case PUT_BUCKET_VERSIONING -> List.of(bucket(call, S3Action.PUT_BUCKET_VERSIONING));
      case PUT_OBJECT, CREATE_MULTIPART_UPLOAD, COPY_OBJECT -> newObject(call);
      case UPLOAD_PART, COMPLETE_MULTIPART_UPLOAD -> List.of(object(call, S3Action.PUT_OBJECT));
      case UPLOAD_PART_COPY -> withSource(call, object(call, S3Action.PUT_OBJECT));
      case ABORT_MULTIPART_UPLOAD -> List.of(object(call, S3Action.ABORT_MULTIPART_UPLOAD));
      case PUT_OBJECT_ACL ->
          List.of(
              object(
                  call,
                  call.versioned() ? S3Action.PUT_OBJECT_VERSION_ACL : S3Action.PUT_OBJECT_ACL));
      case PUT_OBJECT_TAGGING ->
          List.of(
              object(
                  call,
                  call.versioned()
                      ? S3Action.PUT_OBJECT_VERSION_TAGGING
                      : S3Action.PUT_OBJECT_TAGGING));
      case DELETE_OBJECT_TAGGING ->
          List.of(
              object(
                  call,
                  call.versioned()
                      ? S3Action.DELETE_OBJECT_VERSION_TAGGING
                      : S3Action.DELETE_OBJECT_TAGGING));
      case DELETE_OBJECT ->
          delete(call, call.bucket(), call.key(), call.parameter().apply("versionId"));
      case DELETE_OBJECTS -> List.of();
      case LIST_BUCKETS, CREATE_BUCKET, DELETE_BUCKET -> List.of(Need.everything());
    };
  }

  /**
   * What the deletion of one object needs, by DeleteObject or as one of the keys of DeleteObjects.
   *
   * @param versionId the version to delete; null if none is named
   */
  public static List<Need> delete(
      S3Call call, String bucket, String key, @Nullable String versionId) {
    Need delete =
        Need.on(
            bucket,
            key,
            versionId == null ? S3Action.DELETE_OBJECT : S3Action.DELETE_OBJECT_VERSION);
    return call.sendsTrue("x-amz-bypass-governance-retention")
        ? List.of(delete, Need.on(bucket, key, S3Action.BYPASS_GOVERNANCE_RETENTION))
        : List.of(delete);
  }

  private static List<Need> newObject(S3Call call) {
    List<Need> needs = new ArrayList<>(withSource(call, object(call, S3Action.PUT_OBJECT)));
    if (call.sends("x-amz-acl") || AclGrants.sent(call)) {
      needs.add(object(call, S3Action.PUT_OBJECT_ACL));
    }
    S3Call.Source source = call.source();
    if (source == null || "REPLACE".equals(call.header().apply("x-amz-tagging-directive"))) {
      if (call.sends(TAGGING)) {
        needs.add(object(call, S3Action.PUT_OBJECT_TAGGING));
      }
    } else if (source.tagged()) {
      needs.add(Need.on(source.bucket(), source.key(), readTags(source.versionId() != null)));
      needs.add(object(call, S3Action.PUT_OBJECT_TAGGING));
    }
    if (call.sends("x-amz-object-lock-mode") || call.sends("x-amz-object-lock-retain-until-date")) {
      needs.add(object(call, S3Action.PUT_OBJECT_RETENTION));
    }
    if (call.sends("x-amz-object-lock-legal-hold")) {
      needs.add(object(call, S3Action.PUT_OBJECT_LEGAL_HOLD));
    }
    return List.copyOf(needs);
  }

  private static List<Need> withSource(S3Call call, Need write) {
    S3Call.Source source = call.source();
    return source == null
        ? List.of(write)
        : List.of(Need.on(source.bucket(), source.key(), get(source.versionId() != null)), write);
  }

  private static S3Action get(boolean versioned) {
    return versioned ? S3Action.GET_OBJECT_VERSION : S3Action.GET_OBJECT;
  }

  private static S3Action readTags(boolean versioned) {
    return versioned ? S3Action.GET_OBJECT_VERSION_TAGGING : S3Action.GET_OBJECT_TAGGING;
  }

  private static Need object(S3Call call, S3Action action) {
    return Need.on(call.bucket(), call.key(), action);
  }

  private static Need listing(S3Call call, S3Action action) {
    return Need.onPrefix(call.bucket(), call.listed(), action);
  }

  private static Need bucket(S3Call call, S3Action action) {
    return Need.onPrefix(call.bucket(), "", action);
  }

  /** The headers that grant permissions of an ACL. */
  private static final class AclGrants {
    private static final List<String> HEADERS =
        List.of(
            "x-amz-grant-read",
            "x-amz-grant-write",
            "x-amz-grant-read-acp",
            "x-amz-grant-write-acp",
            "x-amz-grant-full-control");

    static boolean sent(S3Call call) {
      return HEADERS.stream().anyMatch(call::sends);
    }
  }
}
