package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.access.RequiredActions;
import io.github.s3agrants.emulator.access.S3Call;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.Deletion;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.WriteCondition;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DeleteObject and DeleteObjects. */
final class Deletes {
  private final ObjectStore store;
  private final AccessRules rules;

  Deletes(ObjectStore store, AccessRules rules) {
    this.store = store;
    this.rules = rules;
  }

  Answer one(Call call) throws AwsException {
    ObjectWrites.requireKey(call);
    Bucket bucket = store.bucket(call.bucket());
    Deletion done = delete(bucket, call.key(), call.versionId(), call.header("if-match"));
    return Answer.noContent()
        .withOptional(ObjectHeaders.VERSION_ID, done.versionId())
        .withOptional(ObjectHeaders.DELETE_MARKER, done.marker() ? "true" : null);
  }

  /** S3 denies single keys, not the whole call. */
  Answer many(Call call) throws AwsException, IOException {
    DeleteObjectsBody body =
        DeleteObjectsBody.parse(BodyReader.document(call, BodyReader.MAX_DOCUMENT));
    S3Call deletion = call.wanted().call(call::header, false);
    Map<String, Boolean> allowed = new LinkedHashMap<>();
    for (DeleteObjectsBody.Named named : body.objects()) {
      boolean may =
          rules.allow(
              call.signer(),
              RequiredActions.delete(deletion, call.bucket(), named.key(), named.versionId()));
      allowed.merge(named.key(), may, Boolean::logicalAnd);
    }
    call.entry().deletedKeys(allowed);
    Bucket bucket = store.bucket(call.bucket());
    List<XmlElement> results = new ArrayList<>();
    for (DeleteObjectsBody.Named named : body.objects()) {
      try {
        if (!allowed.getOrDefault(named.key(), false)) {
          throw new AwsException(AwsError.ACCESS_DENIED, "Access Denied");
        }
        Deletion done = delete(bucket, named.key(), named.versionId(), named.eTag());
        if (!body.quiet()) {
          results.add(deleted(named, done));
        }
      } catch (AwsException e) {
        results.add(
            XmlElement.of(
                "Error",
                XmlElement.of("Key", named.key()),
                XmlElement.optional("VersionId", named.versionId()),
                XmlElement.of("Code", e.error().code()),
                XmlElement.of("Message", e.describe())));
      }
    }
    return Answer.of(new XmlElement("DeleteResult", "", results));
  }

  private static Deletion delete(
      Bucket bucket, String key, @Nullable String versionId, @Nullable String match)
      throws AwsException {
    String version = Call.notEmpty(versionId);
    return version == null
        ? bucket.delete(key, new WriteCondition(match, false))
        : bucket.deleteVersion(key, version);
  }

  private static XmlElement deleted(DeleteObjectsBody.Named named, Deletion done) {
    return XmlElement.of(
        "Deleted",
        XmlElement.of("Key", named.key()),
        XmlElement.optional("VersionId", named.versionId()),
        done.marker() ? XmlElement.of("DeleteMarker", "true") : null,
        done.marker() ? XmlElement.optional("DeleteMarkerVersionId", done.versionId()) : null);
  }
}
