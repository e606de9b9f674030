package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.DataAccess;
import io.github.s3agrants.emulator.grants.FieldValidation;
import io.github.s3agrants.emulator.grants.Privilege;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query parameters of GetDataAccess. */
final class DataAccessParameters {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetDataAccess.html
  private static final int DEFAULT_SECONDS = 3600;
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;
  private static final int MAX_AUDIT_CONTEXT = 2048;

  private static final Pattern AUDIT_CONTEXT =
      Pattern.compile("[\\t\\x{20}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]*");

  private DataAccessParameters() {}

  /** The unchecked parameters for the journal, each cut to the maximum length of any of them. */
  static DataAccessCall asSent(ControlRequest call) {
    return new DataAccessCall(
        sent(call, "target"),
        sent(call, "targetType"),
        sent(call, "permission"),
        sent(call, "privilege"),
        sent(call, "durationSeconds"),
        sent(call, "auditContext"));
  }

  private static @Nullable String sent(ControlRequest call, String name) {
    String value = call.query().get(name);
    return value == null || value.length() <= MAX_AUDIT_CONTEXT
        ? value
        : value.substring(0, MAX_AUDIT_CONTEXT);
  }

  static DataAccess.Request parse(ControlRequest call) throws AwsException {
    Optional<String> auditContext = call.parameter("auditContext");
    if (auditContext.isPresent()) {
      FieldValidation.text(auditContext.get(), "AuditContext", 1, MAX_AUDIT_CONTEXT, AUDIT_CONTEXT);
    }
    Optional<String> seconds = call.parameter("durationSeconds");
    int duration =
        seconds.isEmpty()
            ? DEFAULT_SECONDS
            : FieldValidation.number(seconds.get(), "DurationSeconds", MIN_SECONDS, MAX_SECONDS);
    return new DataAccess.Request(
        target(call),
        Fields.permission(call.parameter("permission")),
        Duration.ofSeconds(duration),
        privilege(call));
  }

  private static S3Scope target(ControlRequest call) throws AwsException {
    String target = Fields.required(call.parameter("target"), "Target");
    FieldValidation.length(target, "Target", 1, S3Scope.MAX_LENGTH);
    boolean object = Fields.isObject(call.parameter("targetType"), "TargetType");
    try {
      S3Scope scope = object ? S3Scope.parseObject(target) : S3Scope.parse(target);
      if (scope.kind() != S3Scope.Kind.EVERYTHING) {
        return scope;
      }
    } catch (IllegalArgumentException e) {
      throw Fields.invalid("Target", String.valueOf(e.getMessage()));
    }
    throw Fields.invalid("Target", "must name a bucket");
  }

  private static Privilege privilege(ControlRequest call) throws AwsException {
    Optional<String> sent = call.parameter("privilege");
    if (sent.isEmpty()) {
      return Privilege.DEFAULT;
    }
    return Arrays.stream(Privilege.values())
        .filter(privilege -> privilege.wireName().equals(sent.get()))
        .findFirst()
        .orElseThrow(() -> Fields.invalid("Privilege", "must be Default or Minimal"));
  }
}
