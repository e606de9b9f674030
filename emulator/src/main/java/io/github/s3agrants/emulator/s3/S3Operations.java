package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.ObjectStore;
import java.io.IOException;

/** Executes authorized calls on the store. Thread-safe. */
final class S3Operations {
  private final ObjectReads reads;
  private final AttributesReads attributes;
  private final Acls acls;
  private final Tagging tagging;
  private final ObjectWrites writes;
  private final Copies copies;
  private final Deletes deletes;
  private final MultipartUploads multipart;
  private final UploadListings uploads;
  private final ObjectListings objects;
  private final VersionListing versions;
  private final Buckets buckets;

  S3Operations(ObjectStore store, AccessRules rules, String region) {
    this.reads = new ObjectReads(store);
    this.attributes = new AttributesReads(store);
    this.acls = new Acls(store);
    this.tagging = new Tagging(store);
    this.writes = new ObjectWrites(store);
    this.copies = new Copies(store);
    this.deletes = new Deletes(store, rules);
    this.multipart = new MultipartUploads(store);
    this.uploads = new UploadListings(store);
    this.objects = new ObjectListings(store);
    this.versions = new VersionListing(store);
    this.buckets = new Buckets(store, region);
  }

  /**
   * Executes a call.
   *
   * @throws AwsException if it is refused
   * @throws IOException if the client sends a broken body
   */
  Answer execute(Call call) throws AwsException, IOException {
    return switch (call.wanted().route()) {
      case GET_OBJECT, HEAD_OBJECT -> reads.get(call);
      case GET_OBJECT_ACL -> acls.get(call);
      case GET_OBJECT_ATTRIBUTES -> attributes.get(call);
      case GET_OBJECT_TAGGING -> tagging.get(call);
      case LIST_PARTS -> uploads.parts(call);
      case LIST_OBJECTS -> objects.first(call);
      case LIST_OBJECTS_V2 -> objects.second(call);
      case LIST_OBJECT_VERSIONS -> versions.list(call);
      case LIST_MULTIPART_UPLOADS -> uploads.uploads(call);
      case HEAD_BUCKET -> buckets.head(call);
      case GET_BUCKET_LOCATION -> buckets.location(call);
      case GET_BUCKET_VERSIONING -> buckets.versioning(call);
      case PUT_BUCKET_VERSIONING -> buckets.setVersioning(call);
      case PUT_OBJECT -> writes.put(call);
      case PUT_OBJECT_ACL -> acls.put(call);
      case PUT_OBJECT_TAGGING -> tagging.put(call);
      case DELETE_OBJECT_TAGGING -> tagging.delete(call);
      case DELETE_OBJECT -> deletes.one(call);
      case DELETE_OBJECTS -> deletes.many(call);
      case CREATE_MULTIPART_UPLOAD -> multipart.create(call);
      case UPLOAD_PART -> multipart.upload(call);
      case UPLOAD_PART_COPY -> multipart.copy(call);
      case COMPLETE_MULTIPART_UPLOAD -> multipart.complete(call);
      case ABORT_MULTIPART_UPLOAD -> multipart.abort(call);
      case COPY_OBJECT -> copies.copy(call);
      case LIST_BUCKETS -> buckets.list();
      case CREATE_BUCKET -> buckets.create(call);
      case DELETE_BUCKET -> buckets.delete(call);
      case UNCLASSIFIED -> throw unknown(call);
    };
  }

  private static AwsException unknown(Call call) {
    return S3Route.isSelected(call.wanted().parameters().keySet())
        ? new AwsException(
            AwsError.NOT_IMPLEMENTED,
            "A header or query you provided requested a function that is not implemented.")
        : new AwsException(
            AwsError.METHOD_NOT_ALLOWED,
            "The specified method is not allowed against this resource.");
  }
}
