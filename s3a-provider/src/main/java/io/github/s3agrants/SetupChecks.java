package io.github.s3agrants;

import io.github.s3agrants.access.BucketName;
import io.github.s3agrants.access.UngrantableException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.audit.S3AAuditConstants;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationConstants;
import org.jspecify.annotations.Nullable;

/** Set-ups of S3A in which this library could not do what it is there for. */
final class SetupChecks {
  /** Of S3A itself, from Hadoop 3.5.0 on; earlier ones do not read it. */
  private static final String S3A_ACCESS_GRANTS = "fs.s3a.access.grants.enabled";

  private SetupChecks() {}

  /**
   * Refuses a set-up in which requests could go out on base credentials unseen.
   *
   * @throws IOException naming the key, the value and what is allowed
   */
  static void requireSafe(Configuration conf) throws IOException {
    if (!conf.getBoolean(S3AAuditConstants.AUDIT_ENABLED, true)) {
      throw new IOException(
          S3AAuditConstants.AUDIT_ENABLED
              + " is false: S3A then loads no interceptor, and every request would be signed with"
              + " the caller's own credentials. Allowed: true.");
    }
    if (conf.getBoolean(S3A_ACCESS_GRANTS, false)) {
      throw new IOException(
          S3A_ACCESS_GRANTS
              + " is true: S3A's own integration would choose the credentials of each request"
              + " beside this library. Allowed: false.");
    }
    requireOwnTokenBinding(conf);
    requireListed(
        conf, S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS, AccessGrantsInterceptor.class);
    requireListed(conf, Constants.AWS_CREDENTIALS_PROVIDER, AccessGrantsCredentialsProvider.class);
  }

  /**
   * Refuses a file system for which no grant can be made.
   *
   * @throws IOException naming the key or the bucket
   */
  static void requireGrantable(@Nullable URI fsUri, Configuration conf) throws IOException {
    String bucket = fsUri == null ? null : fsUri.getHost();
    if (bucket == null) {
      return;
    }
    String arnKey = "fs.s3a.bucket." + bucket + ".accesspoint.arn";
    String arn = conf.getTrimmed(arnKey, "");
    try {
      BucketName.requireGrantable(arn.isEmpty() ? bucket : arn);
    } catch (UngrantableException e) {
      throw new IOException(
          String.format(
              "%s%s %s=true would sign all of its requests with the caller's own credentials.",
              arn.isEmpty() ? "" : arnKey + " is set. ",
              e.getMessage(),
              AccessGrantsConfig.FALLBACK.key()),
          e);
    }
  }

  /**
   * S3A with delegation tokens asks the binding for credentials, and not the list of providers: one
   * bound to a token never closes a provider that its binding has made, or makes none.
   */
  private static void requireOwnTokenBinding(Configuration conf) throws IOException {
    String binding = conf.getTrimmed(DelegationConstants.DELEGATION_TOKEN_BINDING, "");
    String own = AccessGrantsTokenBinding.class.getName();
    if (!binding.isEmpty() && !binding.equals(own)) {
      throw new IOException(
          String.format(
              "%s is \"%s\", which does not keep this library open for as long as the file system"
                  + " is. Allowed: %s, with %s=%s.",
              DelegationConstants.DELEGATION_TOKEN_BINDING,
              binding,
              own,
              AccessGrantsConfig.TOKEN_BINDING.key(),
              binding));
    }
  }

  private static void requireListed(Configuration conf, String key, Class<?> type)
      throws IOException {
    if (!Arrays.asList(conf.getTrimmedStrings(key)).contains(type.getName())) {
      throw new IOException(
          String.format(
              "%s does not list %s, so requests would not be signed with vended credentials."
                  + " Its value is \"%s\".",
              key, type.getName(), conf.getTrimmed(key, "")));
    }
  }
}
