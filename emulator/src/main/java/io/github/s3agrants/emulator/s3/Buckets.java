package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.Versioning;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.io.IOException;

/** The operations on buckets. */
final class Buckets {
  private static final String NO_CONSTRAINT = "us-east-1";

  private final ObjectStore store;
  private final String region;

  Buckets(ObjectStore store, String region) {
    this.store = store;
    this.region = region;
  }

  Answer list() {
    return Answer.of(
        XmlElement.of(
            "ListAllMyBucketsResult",
            ObjectListings.owner("Owner"),
            XmlElement.of(
                "Buckets",
                store.buckets().stream().map(Buckets::bucket).toArray(XmlElement[]::new))));
  }

  private static XmlElement bucket(Bucket bucket) {
    return XmlElement.of(
        "Bucket",
        XmlElement.of("Name", bucket.name()),
        XmlElement.of("CreationDate", S3Responses.xmlDate(bucket.created())));
  }

  Answer head(Call call) throws AwsException {
    Bucket unused = store.bucket(call.bucket());
    return Answer.ok();
  }

  /** As S3 answers, a bucket in us-east-1 has no constraint. */
  Answer location(Call call) throws AwsException {
    Bucket unused = store.bucket(call.bucket());
    return Answer.of(
        XmlElement.of("LocationConstraint", region.equals(NO_CONSTRAINT) ? "" : region));
  }

  Answer create(Call call) throws AwsException, IOException {
    byte[] document = BodyReader.document(call, BodyReader.MAX_DOCUMENT);
    if (document.length > 0) {
      XmlElement configuration = XmlParser.parse(document);
      if (!configuration.name().equals("CreateBucketConfiguration")) {
        throw malformed();
      }
    }
    requireName(call.bucket());
    if (!store.create(call.bucket(), Versioning.OFF)) {
      throw new AwsException(
          AwsError.BUCKET_ALREADY_OWNED_BY_YOU,
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    return Answer.ok().with("Location", "/" + call.bucket());
  }

  private static void requireName(String name) throws AwsException {
    try {
      if (S3Scope.parse("s3://" + name).bucket().equals(name)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw new AwsException(AwsError.INVALID_BUCKET_NAME, "The specified bucket is not valid.");
  }

  Answer delete(Call call) throws AwsException {
    store.delete(call.bucket());
    return Answer.noContent();
  }

  Answer versioning(Call call) throws AwsException {
    return Answer.of(
        switch (store.bucket(call.bucket()).versioning()) {
          case OFF -> XmlElement.of("VersioningConfiguration", "");
          case ENABLED -> status("Enabled");
          case SUSPENDED -> status("Suspended");
        });
  }

  private static XmlElement status(String status) {
    return XmlElement.of("VersioningConfiguration", XmlElement.of("Status", status));
  }

  Answer setVersioning(Call call) throws AwsException, IOException {
    XmlElement configuration = XmlParser.parse(BodyReader.document(call, BodyReader.MAX_DOCUMENT));
    String status = configuration.childText("Status").map(String::strip).orElse("");
    if (!configuration.name().equals("VersioningConfiguration")) {
      throw malformed();
    }
    Bucket bucket = store.bucket(call.bucket());
    switch (status) {
      case "Enabled" -> bucket.versioning(Versioning.ENABLED);
      case "Suspended" -> bucket.versioning(Versioning.SUSPENDED);
      default ->
          throw new AwsException(
              AwsError.ILLEGAL_VERSIONING,
              "The Versioning element must be specified, as Enabled or Suspended");
    }
    return Answer.ok();
  }

  private static AwsException malformed() {
    return new AwsException(
        AwsError.MALFORMED_XML,
        "The XML you provided was not well-formed or did not validate against our published schema");
  }
}
