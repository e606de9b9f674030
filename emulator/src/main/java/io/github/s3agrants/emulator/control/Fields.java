package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.FieldValidation;
import java.util.Optional;

/**
 * Validates single request fields. Each violation is an InvalidRequest that names the field and the
 * allowed values.
 */
final class Fields {
  private Fields() {}

  static String required(Optional<String> value, String field) throws AwsException {
    return value.filter(text -> !text.isEmpty()).orElseThrow(() -> invalid(field, "is required"));
  }

  static Permission permission(Optional<String> value) throws AwsException {
    return FieldValidation.oneOf(required(value, "Permission"), "Permission", Permission.class);
  }

  /** True for {@code Object}, the only value that S3PrefixType and TargetType allow. */
  static boolean isObject(Optional<String> value, String field) throws AwsException {
    if (value.isEmpty()) {
      return false;
    }
    if (!value.get().equals("Object")) {
      throw invalid(field, "must be Object, or not sent");
    }
    return true;
  }

  static AwsException invalid(String field, String rule) {
    return FieldValidation.invalid(field, rule);
  }
}
