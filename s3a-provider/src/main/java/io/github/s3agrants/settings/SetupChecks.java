package io.github.s3agrants.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import org.apache.hadoop.fs.s3a.audit.S3AAuditConstants;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationConstants;
import org.apache.hadoop.util.VersionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses set-ups of S3A in which this library could not work, or not safely. */
public final class SetupChecks {
  /** The option of S3A's own integration, from Hadoop 3.5.0 on. Earlier versions do not read it. */
  private static final String S3A_ACCESS_GRANTS = "fs.s3a.access.grants.enabled";

  private static final Logger LOG = LoggerFactory.getLogger(SetupChecks.class);

  /** Where S3A uses version 2 of the AWS SDK. In the order in which they are looked at. */
  static final SetupRules RULES =
      SetupRules.of(
          SetupChecks::requireAuditing,
          SetupChecks::requireNoIntegrationOfS3a,
          SetupChecks::requireOwnTokenBinding,
          SetupChecks::requireDefaultSigner,
          SetupChecks::requireInterceptorsKept,
          SetupChecks::requireInterceptor,
          conf -> requireProvider(conf, EntryPoints.PROVIDER, howToLeaveOut(conf)),
          conf -> requireAlone(conf, EntryPoints.PROVIDER));

  private SetupChecks() {}

  private static void requireAuditing(Configuration conf) throws IOException {
    if (!conf.getBoolean(S3AAuditConstants.AUDIT_ENABLED, true)) {
      throw new IOException(
          OptionKeys.asSet(conf, S3AAuditConstants.AUDIT_ENABLED)
              + " is false: S3A then loads no interceptor, and every request would be signed with"
              + " the caller's own credentials. Allowed: true.");
    }
  }

  public static void requireNoIntegrationOfS3a(Configuration conf) throws IOException {
    if (conf.getBoolean(S3A_ACCESS_GRANTS, false)) {
      throw new IOException(
          OptionKeys.asSet(conf, S3A_ACCESS_GRANTS)
              + " is true: S3A's own integration would choose the credentials of each request"
              + " beside this library. Allowed: false.");
    }
  }

  /**
   * Refuses a custom signer. It would sign with the provider's placeholder, because the identity
   * that the interceptor chooses never reaches it.
   */
  private static void requireDefaultSigner(Configuration conf) throws IOException {
    for (String key : List.of(Constants.SIGNING_ALGORITHM, Constants.SIGNING_ALGORITHM_S3)) {
      String signer = conf.getTrimmed(key, "");
      if (!signer.isEmpty()) {
        throw new IOException(
            String.format(
                "%s is \"%s\": a custom signer does not sign with vended credentials."
                    + " Allowed: not set.",
                OptionKeys.asSet(conf, key), signer));
      }
    }
  }

  /** Refuses, or warns of, what is known to create S3 clients without S3A's interceptors. */
  private static void requireInterceptorsKept(Configuration conf) throws IOException {
    Class<?> factory = DefaultS3ClientFactory.class;
    if (LoggerFactory.getLogger(factory).isTraceEnabled() && tracingLosesInterceptors()) {
      throw new IOException(
          String.format(
              "The logger %s is at TRACE: S3A of Hadoop %s then makes S3 clients without any"
                  + " interceptor, so that no request could be signed with vended credentials."
                  + " Allowed: DEBUG and above.",
              factory.getName(), VersionInfo.getVersion()));
    }
    if (S3aClientFactory.isOfUser(conf)) {
      LOG.warn(
          "{} is {}. If its S3 clients lack the execution interceptors that S3A hands to it, S3"
              + " refuses all of their requests: InvalidAccessKeyId, for the access key {}. Lists"
              + " of directories above grants, and bulk deletes over several grants, are not"
              + " answered in parts.",
          OptionKeys.asSet(conf, Constants.S3_CLIENT_FACTORY_IMPL),
          S3aClientFactory.named(conf),
          EntryPoints.PLACEHOLDER_ACCESS_KEY_ID);
    }
  }

  /**
   * Whether TRACE loses the interceptors: from Hadoop 3.4.2 on, where it also publishes the SDK's
   * metrics.
   */
  private static boolean tracingLosesInterceptors() {
    return !Set.of("3.4.0", "3.4.1").contains(VersionInfo.getVersion());
  }

  /**
   * Refuses other providers beside this one. The first provider that has credentials would sign;
   * and if S3A fails to create a later provider, it does not close the earlier ones.
   *
   * @param harmless providers for which neither holds
   */
  public static void requireAlone(Configuration conf, String provider, String... harmless)
      throws IOException {
    List<String> listed =
        new ArrayList<>(Arrays.asList(conf.getTrimmedStrings(Constants.AWS_CREDENTIALS_PROVIDER)));
    listed.removeAll(Arrays.asList(harmless));
    if (listed.size() > 1) {
      throw new IOException(
          String.format(
              "%s lists other providers beside %s: \"%s\". Allowed: only that one. Set the"
                  + " providers of the caller's own credentials in %s.",
              OptionKeys.asSet(conf, Constants.AWS_CREDENTIALS_PROVIDER),
              provider,
              conf.getTrimmed(Constants.AWS_CREDENTIALS_PROVIDER, ""),
              AccessGrantsSettings.CREDENTIALS_PROVIDER.key()));
    }
  }

  /**
   * Refuses other delegation token bindings. With delegation tokens, S3A gets its credentials from
   * the binding, not from the list of providers. If a token is found, S3A never closes a provider
   * that its binding has created, or the binding creates none.
   */
  private static void requireOwnTokenBinding(Configuration conf) throws IOException {
    String binding = conf.getTrimmed(DelegationConstants.DELEGATION_TOKEN_BINDING, "");
    String own = EntryPoints.TOKEN_BINDING;
    if (!binding.isEmpty() && !binding.equals(own)) {
      throw new IOException(
          String.format(
              "%s is \"%s\", which does not keep this library open until the file system is"
                  + " closed. Allowed: %s, with %s=%s.",
              OptionKeys.asSet(conf, DelegationConstants.DELEGATION_TOKEN_BINDING),
              binding,
              own,
              AccessGrantsSettings.TOKEN_BINDING.key(),
              binding));
    }
  }

  private static void requireInterceptor(Configuration conf) throws IOException {
    requireListed(
        conf,
        S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS,
        EntryPoints.INTERCEPTOR,
        String.format(
            "set %s to the providers that sign its requests",
            OptionKeys.besideIt(
                conf,
                S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS,
                Constants.AWS_CREDENTIALS_PROVIDER)));
  }

  /** Says how to leave out a bucket whose own providers are set. */
  private static String howToLeaveOut(Configuration conf) {
    // Hadoop ignores an empty element.
    return String.format(
        "set %s to an empty value (in a file: <value> </value>), which leaves the interceptor out",
        OptionKeys.besideIt(
            conf,
            Constants.AWS_CREDENTIALS_PROVIDER,
            S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS));
  }

  /**
   * Refuses a configuration without the library's provider.
   *
   * @param otherwise what to do for a bucket without S3 Access Grants
   */
  public static void requireProvider(Configuration conf, String provider, String otherwise)
      throws IOException {
    requireListed(conf, Constants.AWS_CREDENTIALS_PROVIDER, provider, otherwise);
  }

  private static void requireListed(Configuration conf, String key, String type, String otherwise)
      throws IOException {
    if (!Arrays.asList(conf.getTrimmedStrings(key)).contains(type)) {
      throw new IOException(
          String.format(
              "%s does not list %s, so requests would not be signed with vended credentials."
                  + " Its value is \"%s\". Add it. Or, for a bucket without S3 Access Grants, such as"
                  + " one that is read anonymously, %s.",
              OptionKeys.asSet(conf, key), type, conf.getTrimmed(key, ""), otherwise));
    }
  }
}
