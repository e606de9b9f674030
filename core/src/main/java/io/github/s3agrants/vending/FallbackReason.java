package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import java.util.Optional;

/** The reason why base credentials signed. The names are part of the statistics in JMX. */
public enum FallbackReason {
  /** Access Grants vends nothing for the operation. This reason applies whatever the setting. */
  UNSUPPORTED_OPERATION,
  DENIED,
  /** A copy or a bulk delete was denied: no single grant covers all of its keys. */
  NO_SINGLE_GRANT,
  /** IAM refuses the call that requests the credentials. */
  NOT_AUTHORIZED,
  /** The service may not assume the role of the grant's location. */
  LOCATION_ROLE,
  ACCESS_POINT,
  DIRECTORY_BUCKET,
  ACROSS_BUCKETS,
  UNKNOWN_OPERATION,
  NO_INSTANCE,
  NO_BUCKET,
  CALLER_CREDENTIALS,
  CLOCK_SKEW,
  BAD_REQUEST,
  THROTTLED,
  UNAVAILABLE,
  UNREACHABLE,
  BAD_RESPONSE,
  NO_BASE_CREDENTIALS,
  CLOSED;

  // Without a default, Error Prone rejects a switch that lacks a constant.

  static FallbackReason of(AccessGrantsException.Kind kind, Optional<Access> access) {
    switch (kind) {
      case DENIED:
        return access.flatMap(Access::batchKeys).isPresent() ? NO_SINGLE_GRANT : DENIED;
      case NOT_AUTHORIZED:
        return NOT_AUTHORIZED;
      case LOCATION_ROLE:
        return LOCATION_ROLE;
      case NO_INSTANCE:
        return NO_INSTANCE;
      case NO_BUCKET:
        return NO_BUCKET;
      case CALLER_CREDENTIALS:
        return CALLER_CREDENTIALS;
      case CLOCK_SKEW:
        return CLOCK_SKEW;
      case BAD_REQUEST:
        return BAD_REQUEST;
      case THROTTLED:
        return THROTTLED;
      case UNAVAILABLE:
        return UNAVAILABLE;
      case UNREACHABLE:
        return UNREACHABLE;
      case BAD_RESPONSE:
        return BAD_RESPONSE;
      case NO_BASE_CREDENTIALS:
        return NO_BASE_CREDENTIALS;
      case CLOSED:
        return CLOSED;
    }
    throw new AssertionError(kind);
  }

  static FallbackReason of(UngrantableException.Reason reason) {
    switch (reason) {
      case ACCESS_POINT:
        return ACCESS_POINT;
      case DIRECTORY_BUCKET:
        return DIRECTORY_BUCKET;
      case ACROSS_BUCKETS:
        return ACROSS_BUCKETS;
      case UNKNOWN_OPERATION:
        return UNKNOWN_OPERATION;
      case BAD_REQUEST:
        return BAD_REQUEST;
    }
    throw new AssertionError(reason);
  }
}
