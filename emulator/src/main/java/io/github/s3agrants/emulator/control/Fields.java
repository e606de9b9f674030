package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Checks of single request fields. Each fails with InvalidRequest, naming the field and what is
 * allowed.
 */
final class Fields {
  private Fields() {}

  static String required(Optional<String> value, String field) throws AwsException {
    return value.filter(text -> !text.isEmpty()).orElseThrow(() -> invalid(field, "is required"));
  }

  static Permission permission(Optional<String> value) throws AwsException {
    String text = required(value, "Permission");
    return Arrays.stream(Permission.values())
        .filter(permission -> permission.name().equals(text))
        .findFirst()
        .orElseThrow(() -> invalid("Permission", "must be READ, WRITE or READWRITE"));
  }

  /** True for the only value that S3PrefixType and TargetType have. */
  static boolean isObject(Optional<String> value, String field) throws AwsException {
    if (value.isEmpty()) {
      return false;
    }
    if (!value.get().equals("Object")) {
      throw invalid(field, "must be Object, or not sent");
    }
    return true;
  }

  static int number(String value, String field, int least, int most) throws AwsException {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw invalid(field, "must be a number from " + least + " to " + most);
  }

  static void length(String value, String field, int least, int most) throws AwsException {
    if (value.length() < least || value.length() > most) {
      throw invalid(field, "must have " + least + " to " + most + " characters");
    }
  }

  static AwsException invalid(String field, String rule) {
    return new AwsException(AwsError.INVALID_REQUEST, field + ": " + rule);
  }
}
