package io.github.s3agrants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.aws.SdkModules;
import io.github.s3agrants.request.PlaceholderCredentialsProvider;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.CallerCredentials;
import io.github.s3agrants.settings.CredentialsSource;
import io.github.s3agrants.settings.S3aClientFactory;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.auth.RoleModel;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractDelegationTokenBinding;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractS3ATokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationBindingInfo;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationConstants;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.fs.s3a.auth.delegation.S3ADelegationTokens;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.service.ServiceOperations;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * A delegation token binding for file systems that use S3 Access Grants. Access Grants is called as
 * the principal that owns the credentials in the token.
 *
 * <p>Name this class in {@code fs.s3a.delegation.token.binding}. It delegates the issuing and
 * reading of tokens to another binding, which {@code fs.s3a.accessgrants.delegation.token.binding}
 * names. Like {@link AccessGrantsCredentialsProvider} in a file system without tokens, it refuses
 * unsafe set-ups, and holds what file systems share until S3A stops it. S3A creates one instance
 * for each file system.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsTokenBinding extends AbstractDelegationTokenBinding {
  /**
   * The actions that the caller needs to call Access Grants. S3A restricts the session of a role
   * token to the bucket's data, which would exclude them.
   */
  private static final String[] ACCESS_GRANTS = {
    "s3:GetDataAccess", "s3:GetAccessGrantsInstanceForPrefix", "s3:ListCallerAccessGrants"
  };

  private @Nullable AbstractDelegationTokenBinding tokens;
  private AccessGrantsRuntime.@Nullable Lease lease;
  private boolean fallback;

  /** Creates a binding. S3A looks for this constructor. */
  public AccessGrantsTokenBinding() {
    super("AccessGrantsTokenBinding", DelegationConstants.SESSION_TOKEN_KIND);
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    super.serviceInit(conf);
    SdkModules.require();
    fallback = AccessGrantsConfig.read(getCanonicalUri(), conf).fallback();
    Configuration tokenConf = new Configuration(conf);
    tokenConf.unset(Constants.AWS_CREDENTIALS_PROVIDER);
    String providers = AccessGrantsSettings.CREDENTIALS_PROVIDER.read(conf);
    if (!providers.isEmpty()) {
      tokenConf.set(Constants.AWS_CREDENTIALS_PROVIDER, providers);
    }
    AbstractDelegationTokenBinding binding =
        ReflectionUtils.newInstance(tokenBinding(conf), tokenConf);
    binding.bindToFileSystem(getCanonicalUri(), getStoreContext(), getPolicyProvider());
    tokens = binding;
    binding.init(tokenConf);
    S3aClientFactory.replaceDefault(conf, AccessGrantsClientFactory.class);
  }

  private static Class<? extends AbstractDelegationTokenBinding> tokenBinding(Configuration conf)
      throws IOException {
    String name = AccessGrantsSettings.TOKEN_BINDING.read(conf);
    try {
      return conf.getClassByName(name).asSubclass(AbstractDelegationTokenBinding.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw AccessGrantsSettings.TOKEN_BINDING.invalid(conf, name, e);
    }
  }

  @Override
  protected void serviceStart() throws Exception {
    super.serviceStart();
    tokens().start();
    lease =
        AccessGrantsRuntime.acquire(
            AccessGrantsConfig.read(getConfig()).cacheSize(), SdkClients::create);
    if (lease.isAsking()) {
      throw new IOException(
          DelegationConstants.DELEGATION_TOKEN_BINDING
              + " is set, and the driver vends for this executor (spark.plugins). Use one of them.");
    }
  }

  @Override
  protected void serviceStop() throws Exception {
    AccessGrantsRuntime.Lease held = lease;
    if (held != null) {
      held.close();
    }
    ServiceOperations.stop(tokens);
    super.serviceStop();
  }

  private AbstractDelegationTokenBinding tokens() {
    return requireNonNull(tokens, "not initialized");
  }

  @Override
  public Text getKind() {
    return tokens == null ? super.getKind() : tokens.getKind();
  }

  @Override
  public Text getOwnerText() {
    return tokens().getOwnerText();
  }

  @Override
  public S3ADelegationTokens.TokenIssuingPolicy getTokenIssuingPolicy() {
    return tokens().getTokenIssuingPolicy();
  }

  @Override
  public Token<AbstractS3ATokenIdentifier> createDelegationToken(
      Optional<RoleModel.Policy> policy, EncryptionSecrets secrets, Text renewer)
      throws IOException {
    return tokens().createDelegationToken(Optional.of(needed(policy)), secrets, renewer);
  }

  @Override
  public AbstractS3ATokenIdentifier createTokenIdentifier(
      Optional<RoleModel.Policy> policy, EncryptionSecrets secrets, Text renewer)
      throws IOException {
    return tokens().createTokenIdentifier(Optional.of(needed(policy)), secrets, renewer);
  }

  /**
   * Returns the policy to issue a token with: the actions of Access Grants. With fallback, the
   * actions on the data are added, because base credentials may then sign requests for data.
   */
  private RoleModel.Policy needed(Optional<RoleModel.Policy> policyForData) {
    RoleModel.Policy policy = RoleModel.policy(RoleModel.statement(true, "*", ACCESS_GRANTS));
    if (fallback) {
      policyForData.ifPresent(policy::add);
    }
    return policy;
  }

  @Override
  public DelegationBindingInfo deploy(@Nullable AbstractS3ATokenIdentifier retrieved)
      throws IOException {
    DelegationBindingInfo deployed = tokens().deploy(retrieved);
    return deployed.withCredentialProviders(
        withPlaceholders(deployed.getCredentialProviders(), retrieved != null));
  }

  @Override
  public AWSCredentialProviderList deployUnbonded() throws IOException {
    return withPlaceholders(tokens().deployUnbonded(), false);
  }

  @Override
  public AWSCredentialProviderList bindToTokenIdentifier(AbstractS3ATokenIdentifier retrieved)
      throws IOException {
    return withPlaceholders(tokens().bindToTokenIdentifier(retrieved), true);
  }

  /**
   * Wraps base credentials in placeholders, as {@link AccessGrantsCredentialsProvider} does, so
   * that S3A cannot sign with them.
   */
  private AWSCredentialProviderList withPlaceholders(
      AWSCredentialProviderList callers, boolean bound) {
    return new AWSCredentialProviderList(
        "S3 Access Grants",
        new PlaceholderCredentialsProvider(
            new CallerCredentials(
                callers, CredentialsSource.ofTokens(tokens().getClass(), bound, callers))));
  }

  @Override
  public AbstractS3ATokenIdentifier createEmptyIdentifier() {
    return tokens().createEmptyIdentifier();
  }

  @Override
  public String getDescription() {
    return "S3 Access Grants over " + tokens().getDescription();
  }

  @Override
  public String getUserAgentField() {
    return tokens().getUserAgentField();
  }
}
