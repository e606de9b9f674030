package io.github.s3agrants.application;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.settings.FileSystemIdentity;
import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;

/** What an executor asks the driver. Immutable; has no secret. */
final class Question {
  /** In characters (API_control_GetDataAccess). */
  private static final int LONGEST_AUDIT_CONTEXT = 2048;

  /** What is asked. */
  enum Kind {
    /** Who is the caller? The path is the bucket. */
    CALLER,
    /** Credentials for an access. */
    VEND,
    /** Whether there is a grant below a path. */
    BELOW,
    /** All grants of the caller in a bucket. The path is the bucket. */
    GRANTS
  }

  private final Kind kind;
  private final FileSystemIdentity identity;
  private final Access access;
  private final Optional<String> auditContext;
  private final Optional<String> heldAccessKey;
  private final boolean refused;
  private final List<String> rejected;

  private Question(
      Kind kind,
      FileSystemIdentity identity,
      Access access,
      Optional<String> auditContext,
      Optional<String> heldAccessKey,
      boolean refused,
      List<String> rejected) {
    this.kind = kind;
    this.identity = identity;
    this.access = access;
    this.auditContext = auditContext;
    this.heldAccessKey = heldAccessKey;
    this.refused = refused;
    this.rejected = List.copyOf(rejected);
  }

  static Question caller(FileSystemIdentity identity, String bucket) {
    return about(Kind.CALLER, identity, S3Path.bucket(bucket));
  }

  static Question below(FileSystemIdentity identity, S3Path path) {
    return about(Kind.BELOW, identity, path);
  }

  static Question grants(FileSystemIdentity identity, String bucket) {
    return about(Kind.GRANTS, identity, S3Path.bucket(bucket));
  }

  private static Question about(Kind kind, FileSystemIdentity identity, S3Path path) {
    return new Question(
        kind,
        identity,
        Access.of("", Permission.READ, path),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of());
  }

  /**
   * Asks for credentials.
   *
   * @param heldAccessKey the access key of the credentials that are to be replaced
   * @param refused whether S3 refused a request that those should permit
   * @param rejected access keys that S3 no longer accepts
   */
  static Question vend(
      FileSystemIdentity identity,
      Access access,
      Optional<String> auditContext,
      Optional<String> heldAccessKey,
      boolean refused,
      List<String> rejected) {
    return new Question(
        Kind.VEND, identity, access, auditContext, heldAccessKey, refused, rejected);
  }

  Kind kind() {
    return kind;
  }

  FileSystemIdentity identity() {
    return identity;
  }

  Access access() {
    return access;
  }

  String bucket() {
    return access.path().bucket();
  }

  Optional<String> auditContext() {
    return auditContext;
  }

  Optional<String> heldAccessKey() {
    return heldAccessKey;
  }

  boolean refused() {
    return refused;
  }

  List<String> rejected() {
    return rejected;
  }

  void write(MessageWriter out) {
    out.name(kind).text(identity.user()).texts(identity.callers()).texts(identity.services());
    out.text(bucket()).access(access).text(auditContext).text(heldAccessKey).flag(refused);
    out.number(rejected.size());
    rejected.forEach(out::text);
  }

  static Question read(MessageReader in) throws ProtocolException {
    Question question = readUnchecked(in);
    if (question.auditContext.filter(text -> text.length() > LONGEST_AUDIT_CONTEXT).isPresent()) {
      throw new ProtocolException("Malformed message: an audit context is too long.");
    }
    return question;
  }

  private static Question readUnchecked(MessageReader in) throws ProtocolException {
    Kind kind = in.name(Kind.class);
    FileSystemIdentity identity = new FileSystemIdentity(in.text(), in.texts(), in.texts());
    return new Question(
        kind,
        identity,
        in.access(in.text()),
        in.optionalText(),
        in.optionalText(),
        in.flag(),
        in.list(MessageReader::text));
  }

  @Override
  public String toString() {
    return kind + " " + access.permission() + " on " + access.path();
  }
}
