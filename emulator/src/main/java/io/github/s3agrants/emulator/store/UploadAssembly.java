package io.github.s3agrants.emulator.store;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an object of the parts of an upload. */
final class UploadAssembly {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
  private static final long MIN_SIZE = 5L * 1024 * 1024;

  private UploadAssembly() {}

  /**
   * Makes the object.
   *
   * @param named the parts of the object, in order
   * @throws AwsException InvalidPart, InvalidPartOrder or EntityTooSmall
   */
  static StoredObject assemble(Upload upload, Map<Integer, StoredPart> parts, List<NamedPart> named)
      throws AwsException {
    List<StoredPart> chosen = new ArrayList<>();
    int last = 0;
    for (NamedPart part : named) {
      if (part.number() <= last) {
        throw new AwsException(
            AwsError.INVALID_PART_ORDER,
            "The list of parts was not in ascending order. The parts list must be specified in"
                + " order by part number.");
      }
      last = part.number();
      chosen.add(existing(parts.get(part.number()), part));
    }
    for (StoredPart part : chosen.subList(0, Math.max(0, chosen.size() - 1))) {
      if (part.content().length() < MIN_SIZE) {
        throw new AwsException(
            AwsError.ENTITY_TOO_SMALL,
            "Your proposed upload is smaller than the minimum allowed size");
      }
    }
    Content content = Content.join(chosen.stream().map(StoredPart::content).toList());
    Hasher md5 = Hasher.of("MD5");
    for (StoredPart part : chosen) {
      byte[] bytes = part.eTag().md5();
      md5.write(bytes, 0, bytes.length);
    }
    return new StoredObject(
        content,
        ETag.ofMd5(md5.finish(), chosen.size()),
        upload.properties(),
        checksum(upload, content, chosen),
        chosen.stream()
            .map(part -> new PartSummary(part.number(), part.content().length(), part.checksum()))
            .toList());
  }

  private static StoredPart existing(@Nullable StoredPart part, NamedPart named)
      throws AwsException {
    if (part == null || !part.eTag().matches(named.eTag()) || !hasChecksum(part, named)) {
      throw new AwsException(
          AwsError.INVALID_PART,
          "One or more of the specified parts could not be found. The part may not have been"
              + " uploaded, or the specified entity tag may not match the part's entity tag.");
    }
    return part;
  }

  private static boolean hasChecksum(StoredPart part, NamedPart named) {
    Checksum own = part.checksum();
    return named.checksum() == null || own == null || own.value().equals(named.checksum());
  }

  private static @Nullable Checksum checksum(
      Upload upload, Content content, List<StoredPart> parts) {
    ChecksumAlgorithm algorithm = upload.algorithm();
    if (algorithm == null) {
      return null;
    }
    if (upload.checksumType() == ChecksumType.FULL_OBJECT) {
      return Checksum.whole(algorithm, algorithm.hasher().of(content));
    }
    Hasher hasher = algorithm.hasher();
    for (StoredPart part : parts) {
      Checksum own = part.checksum();
      byte[] bytes =
          own == null
              ? algorithm.hasher().of(part.content())
              : Base64.getDecoder().decode(own.value());
      hasher.write(bytes, 0, bytes.length);
    }
    return new Checksum(
        algorithm,
        Base64.getEncoder().encodeToString(hasher.finish()) + "-" + parts.size(),
        ChecksumType.COMPOSITE);
  }
}
