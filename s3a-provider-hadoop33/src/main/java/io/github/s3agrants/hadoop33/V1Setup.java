package io.github.s3agrants.hadoop33;

import com.amazonaws.auth.Signer;
import com.amazonaws.auth.SignerFactory;
import io.github.s3agrants.settings.EntryPoints;
import io.github.s3agrants.settings.OptionKeys;
import io.github.s3agrants.settings.SetupChecks;
import io.github.s3agrants.settings.SetupRules;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import org.apache.hadoop.fs.s3a.audit.S3AAuditConstants;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationConstants;

/** What a set-up of S3A of Hadoop 3.3 must have. */
final class V1Setup {
  /** Of S3Guard, which Hadoop 3.3.5 has no more. */
  private static final String METADATA_STORE = "fs.s3a.metadatastore.impl";

  private static final String NO_METADATA_STORE = "NullMetadataStore";

  private static final String ENCRYPTION = "fs.s3a.encryption.algorithm";
  private static final String OLD_ENCRYPTION = "fs.s3a.server-side-encryption-algorithm";
  private static final String CLIENT_SIDE = "CSE-KMS";

  static final SetupRules RULES =
      SetupRules.of(
          V1Setup::requireAuditing,
          V1Setup::requireNoTokens,
          V1Setup::requireSigner,
          V1Setup::requireRegion,
          V1Setup::requireNoOtherClients,
          conf ->
              SetupChecks.requireProvider(
                  conf,
                  EntryPoints.HADOOP33_PROVIDER,
                  "set "
                      + OptionKeys.besideIt(
                          conf, Constants.AWS_CREDENTIALS_PROVIDER, Constants.SIGNING_ALGORITHM_S3)
                      + " to AWSS3V4SignerType"),
          conf -> SetupChecks.requireAlone(conf, EntryPoints.HADOOP33_PROVIDER, FlinkSetup.TOKENS),
          FlinkSetup::requireNoTokensBefore,
          FlinkSetup::requireNoS5cmd);

  private V1Setup() {}

  /** The default is false up to Hadoop 3.3.4, and in core-default.xml true from 3.3.5 on. */
  private static void requireAuditing(Configuration conf) throws IOException {
    if (!conf.getBoolean(S3AAuditConstants.AUDIT_ENABLED, false)) {
      String value = conf.getTrimmed(S3AAuditConstants.AUDIT_ENABLED);
      throw new IOException(
          String.format(
              "%s is %s: nothing would tell which operation of S3A sends a request, and what it"
                  + " needs. Allowed: true.",
              OptionKeys.asSet(conf, S3AAuditConstants.AUDIT_ENABLED),
              value == null ? "not set, which means false in this Hadoop" : value));
    }
  }

  private static void requireNoTokens(Configuration conf) throws IOException {
    String binding = conf.getTrimmed(DelegationConstants.DELEGATION_TOKEN_BINDING, "");
    if (!binding.isEmpty()) {
      throw new IOException(
          String.format(
              "%s is \"%s\": delegation tokens need Hadoop 3.4 and s3a-access-grants. Allowed: not"
                  + " set.",
              OptionKeys.asSet(conf, DelegationConstants.DELEGATION_TOKEN_BINDING), binding));
    }
  }

  /**
   * Refuses any other signer for S3. One that is set for all services would also sign requests to
   * STS, for which there are no placeholders.
   */
  private static void requireSigner(Configuration conf) throws IOException {
    String key = Constants.SIGNING_ALGORITHM_S3;
    String name = conf.getTrimmed(key, "");
    String entry = name + ":" + EntryPoints.HADOOP33_SIGNER;
    boolean isListed = false;
    for (String signer : conf.getTrimmedStrings(Constants.CUSTOM_SIGNERS)) {
      isListed |= !name.isEmpty() && (signer.equals(entry) || signer.startsWith(entry + ":"));
    }
    if (!isListed) {
      throw new IOException(
          String.format(
              "%s is \"%s\", and %s is \"%s\", so requests would not be signed with vended"
                  + " credentials. Allowed: AccessGrants in the first, and AccessGrants:%s in the"
                  + " second. Or, for a bucket without S3 Access Grants, set %s to the providers"
                  + " that sign its requests.",
              OptionKeys.asSet(conf, key),
              name,
              OptionKeys.asSet(conf, Constants.CUSTOM_SIGNERS),
              conf.getTrimmed(Constants.CUSTOM_SIGNERS, ""),
              EntryPoints.HADOOP33_SIGNER,
              OptionKeys.besideIt(conf, key, Constants.AWS_CREDENTIALS_PROVIDER)));
    }
    requireRegistered(name);
  }

  /** The SDK has one class for each name in the JVM: the first that was registered. */
  private static void requireRegistered(String name) throws IOException {
    Signer signer = SignerFactory.getSignerByTypeAndService(name, "s3");
    if (!(signer instanceof AccessGrantsV1Signer)) {
      throw new IOException(
          String.format(
              "The signer %s of this JVM is %s, of another library or class loader. Choose another"
                  + " name in %s and %s.",
              name, signer.getClass(), Constants.CUSTOM_SIGNERS, Constants.SIGNING_ALGORITHM_S3));
    }
  }

  /**
   * Refuses a set-up in which the SDK would look for the bucket's Region itself. It does so only
   * for its own signers.
   */
  private static void requireRegion(Configuration conf) throws IOException {
    if (conf.getTrimmed(Constants.ENDPOINT, "").isEmpty()
        && conf.getTrimmed(Constants.AWS_REGION, "").isEmpty()) {
      throw new IOException(
          String.format(
              "Neither %s nor %s is set. Allowed: the bucket's Region in the second, such as"
                  + " eu-central-1, or an endpoint in the first.",
              Constants.ENDPOINT, Constants.AWS_REGION));
    }
  }

  /** Refuses what makes clients of other services with the placeholder. */
  private static void requireNoOtherClients(Configuration conf) throws IOException {
    String store = conf.getTrimmed(METADATA_STORE, "");
    if (!store.isEmpty() && !store.endsWith(NO_METADATA_STORE)) {
      throw new IOException(
          String.format(
              "%s is \"%s\": S3Guard has no credentials for its table. Allowed: not set.",
              OptionKeys.asSet(conf, METADATA_STORE), store));
    }
    for (String key : new String[] {ENCRYPTION, OLD_ENCRYPTION}) {
      if (conf.getTrimmed(key, "").equals(CLIENT_SIDE)) {
        throw new IOException(
            String.format(
                "%s is %s: client-side encryption needs Hadoop 3.4 and s3a-access-grants.",
                OptionKeys.asSet(conf, key), CLIENT_SIDE));
      }
    }
  }

  /** Sets the factory of S3 clients in place of S3A's default one. One of the user's stays. */
  static void replaceDefaultFactory(Configuration conf) {
    String named = conf.getTrimmed(Constants.S3_CLIENT_FACTORY_IMPL, "");
    Class<?> factory = AccessGrantsV1ClientFactory.class;
    if ((named.isEmpty() || named.equals(DefaultS3ClientFactory.class.getName()))
        && conf.getClassByNameOrNull(factory.getName()) == factory) {
      conf.set(
          Constants.S3_CLIENT_FACTORY_IMPL, factory.getName(), "set by S3 Access Grants for S3A");
    }
  }
}
