package io.github.s3agrants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.request.PlaceholderCredentialsProvider;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.CredentialsSource;
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
 * S3A's delegation tokens under S3 Access Grants: whoever the credentials in a token belong to is
 * the caller, to whom credentials for the data are vended.
 *
 * <p>Named in {@code fs.s3a.delegation.token.binding}. The tokens are issued and taken by another
 * binding, that of {@code fs.s3a.accessgrants.delegation.token.binding}; this one passes on to it,
 * and does what {@link AccessGrantsCredentialsProvider} does where there are no tokens: it refuses
 * unsafe set-ups, and holds on to what file systems share until S3A stops it. S3A makes one for
 * each file system.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsTokenBinding extends AbstractDelegationTokenBinding {
  /**
   * What the caller asks Access Grants with. S3A narrows the session of a role token to the data of
   * the bucket, which would leave this out.
   */
  private static final String[] ACCESS_GRANTS = {
    "s3:GetDataAccess", "s3:GetAccessGrantsInstanceForPrefix", "s3:ListCallerAccessGrants"
  };

  private @Nullable AbstractDelegationTokenBinding tokens;
  private AccessGrantsRuntime.@Nullable Lease lease;
  private boolean fallback;

  /** The form that S3A looks for. */
  public AccessGrantsTokenBinding() {
    super("AccessGrantsTokenBinding", DelegationConstants.SESSION_TOKEN_KIND);
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    super.serviceInit(conf);
    fallback = AccessGrantsConfig.read(getCanonicalUri(), conf).fallback();
    Configuration ofTokens = new Configuration(conf);
    ofTokens.unset(Constants.AWS_CREDENTIALS_PROVIDER);
    String providers = AccessGrantsSettings.CREDENTIALS_PROVIDER.read(conf);
    if (!providers.isEmpty()) {
      ofTokens.set(Constants.AWS_CREDENTIALS_PROVIDER, providers);
    }
    AbstractDelegationTokenBinding made = ReflectionUtils.newInstance(tokenBinding(conf), ofTokens);
    made.bindToFileSystem(getCanonicalUri(), getStoreContext(), getPolicyProvider());
    tokens = made;
    made.init(ofTokens);
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

  /** The data itself is for vended credentials, unless the caller's own may stand in for them. */
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

  /** As {@link AccessGrantsCredentialsProvider} does: nothing that S3A gets signs by itself. */
  private AWSCredentialProviderList withPlaceholders(
      AWSCredentialProviderList callers, boolean bound) {
    return new AWSCredentialProviderList(
        "S3 Access Grants",
        new PlaceholderCredentialsProvider(
            callers, CredentialsSource.ofTokens(tokens().getClass(), bound, callers)));
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
