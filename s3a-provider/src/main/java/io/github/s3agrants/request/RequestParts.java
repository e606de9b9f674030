package io.github.s3agrants.request;

import io.github.s3agrants.access.Parts;
import io.github.s3agrants.vending.GrantedParts;
import io.github.s3agrants.vending.VendingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;

/**
 * How a client offers to answer a request by requests for parts of it, and how it learns that it
 * should.
 */
public final class RequestParts {
  static final ExecutionAttribute<Parts> PARTS =
      new ExecutionAttribute<>("io.github.s3agrants.Parts");

  private RequestParts() {}

  /**
   * Adds to a request what its client can do.
   *
   * @param present the request's own configuration, which is kept
   */
  public static AwsRequestOverrideConfiguration with(
      Parts parts, Optional<AwsRequestOverrideConfiguration> present) {
    return present
        .map(AwsRequestOverrideConfiguration::toBuilder)
        .orElseGet(AwsRequestOverrideConfiguration::builder)
        .putExecutionAttribute(PARTS, parts)
        .build();
  }

  /** What was added to a request; {@link Parts#IMPOSSIBLE} if nothing was. */
  public static Parts offeredWith(Optional<AwsRequestOverrideConfiguration> configuration) {
    return configuration
        .map(added -> added.executionAttributes().getAttribute(PARTS))
        .orElse(Parts.IMPOSSIBLE);
  }

  /** How to answer a request that failed; empty if it failed for good. */
  public static Optional<GrantedParts> of(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VendingException) {
        return ((VendingException) cause).parts();
      }
    }
    return Optional.empty();
  }
}
