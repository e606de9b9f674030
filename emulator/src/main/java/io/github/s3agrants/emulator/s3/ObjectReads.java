package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpDate;
import io.github.s3agrants.emulator.http.HttpResponse;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.PartSummary;
import io.github.s3agrants.emulator.store.StoredObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GetObject and HeadObject. */
final class ObjectReads {
  private static final int MAX_PART = 10_000;

  private final ObjectStore store;

  ObjectReads(ObjectStore store) {
    this.store = store;
  }

  /** GetObject, and HeadObject, whose body the server leaves out. */
  Answer get(Call call) throws AwsException {
    Bucket bucket = store.bucket(call.bucket());
    ObjectVersion version = bucket.read(call.key(), call.versionId());
    StoredObject object = version.object();
    EncryptionHeaders.requireKey(
        object.properties().encryption(), EncryptionHeaders.customerKeyMd5(call::header));
    switch (ReadConditions.of(call).check(version)) {
      case FAILED -> throw ReadConditions.failed();
      case NOT_MODIFIED -> {
        Answer answer = Answer.of(HttpResponse.of(HttpStatus.NOT_MODIFIED));
        return ObjectHeaders.version(answer, bucket, version)
            .with("ETag", object.eTag().quoted())
            .with("Last-Modified", HttpDate.of(version.lastModified()));
      }
      case MET -> {
        // The object is sent.
      }
    }
    String partNumber = call.parameter("partNumber");
    String range = call.header("range");
    if (partNumber != null && range != null) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "Cannot specify both Range header and partNumber query parameter");
    }
    Optional<ByteRange> wanted =
        partNumber == null
            ? range == null ? Optional.empty() : ByteRange.read(range, object.size())
            : Optional.of(part(object, call.number("partNumber", 1, 1, MAX_PART)));
    Answer answer = ObjectHeaders.describe(body(object, wanted), call, version);
    answer = ObjectHeaders.version(answer, bucket, version);
    if (partNumber != null && !object.parts().isEmpty()) {
      answer = answer.with("x-amz-mp-parts-count", Integer.toString(object.parts().size()));
    }
    boolean whole = wanted.isEmpty() || wanted.get().length() == object.size();
    return whole && "ENABLED".equalsIgnoreCase(call.header("x-amz-checksum-mode"))
        ? answer.with(header -> ObjectHeaders.checksum(object.checksum(), header))
        : answer;
  }

  private static Answer body(StoredObject object, Optional<ByteRange> wanted) {
    ByteRange range = wanted.orElse(new ByteRange(0, object.size()));
    HttpResponse response =
        HttpResponse.of(wanted.isPresent() ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK)
            .body(
                range.length(), out -> object.content().writeTo(out, range.from(), range.length()));
    // An empty object has no range that could be named.
    @Nullable String contentRange =
        wanted.isPresent() && range.length() > 0 ? range.contentRange(object.size()) : null;
    return Answer.of(response).withOptional("Content-Range", contentRange);
  }

  /** An object that was uploaded in one piece is its own part 1. */
  private static ByteRange part(StoredObject object, int number) throws AwsException {
    List<PartSummary> parts = object.parts();
    if (parts.isEmpty() && number == 1) {
      return new ByteRange(0, object.size());
    }
    // The numbers of the upload do not matter: the parts of an object are counted from 1.
    long from = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (i + 1 == number) {
        return new ByteRange(from, parts.get(i).size());
      }
      from += parts.get(i).size();
    }
    throw new AwsException(
        AwsError.INVALID_PART_NUMBER, "The requested partnumber is not satisfiable");
  }
}
