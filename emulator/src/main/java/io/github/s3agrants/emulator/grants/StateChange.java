package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One change of the Access Grants state or of the issued session credentials. Applying all changes
 * in order to an empty state reproduces the state. Immutable.
 */
public sealed interface StateChange {

  /** A change of one account's instance. */
  sealed interface OfInstance extends StateChange {
    /** The account, 12 digits. */
    String account();
  }

  /** An instance was created, without locations and grants. */
  record InstanceCreated(
      String account,
      Instant createdAt,
      @Nullable String identityCenterInstanceArn,
      @Nullable String applicationArn,
      Map<String, String> tags)
      implements OfInstance {
    public InstanceCreated {
      tags = sorted(tags);
    }
  }

  /** An instance was deleted with all its content. */
  record InstanceDeleted(String account) implements OfInstance {}

  /** The instance was associated with an IAM Identity Center instance. */
  record IdentityCenterAssociated(
      String account, String identityCenterInstanceArn, String applicationArn)
      implements OfInstance {}

  /** The instance was dissociated. */
  record IdentityCenterDissociated(String account) implements OfInstance {}

  /** The resource policy was put. */
  record ResourcePolicyPut(
      String account, String policy, @Nullable String organization, Instant createdAt)
      implements OfInstance {}

  /** The resource policy was deleted. */
  record ResourcePolicyDeleted(String account) implements OfInstance {}

  /** A location was registered. */
  record LocationCreated(String account, Location location, Map<String, String> tags)
      implements OfInstance {
    public LocationCreated {
      tags = sorted(tags);
    }
  }

  /** A location's role was changed. */
  record LocationUpdated(String account, String locationId, String iamRoleArn)
      implements OfInstance {}

  /** A location was deregistered. */
  record LocationDeleted(String account, String locationId) implements OfInstance {}

  /** A grant was created. */
  record GrantCreated(String account, Grant grant, Map<String, String> tags) implements OfInstance {
    public GrantCreated {
      tags = sorted(tags);
    }
  }

  /** A grant was deleted. */
  record GrantDeleted(String account, String grantId) implements OfInstance {}

  /** The tags of a resource were replaced by these; an empty map: by none. */
  record TagsSet(String account, String resourceArn, Map<String, String> tags)
      implements OfInstance {
    public TagsSet {
      tags = sorted(tags);
    }
  }

  /**
   * Session credentials were issued by GetDataAccess, AssumeRole or GetSessionToken.
   *
   * @param accessKeyId the access key ID
   * @param secretKey the secret access key
   * @param sessionToken the session token
   * @param expiration when they expire
   * @param kind {@code VENDED} from GetDataAccess, otherwise {@code BASE}
   * @param sessionArn the identity that GetCallerIdentity returns for them
   * @param principalName the owner: the principal that they were vended to, or the session
   * @param principalArn the owner's ARN
   * @param administrator true if the owner may manage grants
   * @param directory the owner's identity in the corporate directory; null: none
   * @param policy what they may do on S3
   */
  record CredentialIssued(
      String accessKeyId,
      String secretKey,
      String sessionToken,
      Instant expiration,
      SignerKind kind,
      String sessionArn,
      String principalName,
      String principalArn,
      boolean administrator,
      @Nullable DirectoryIdentity directory,
      AccessPolicy policy)
      implements StateChange {

    /** Omits the secret and the session token. */
    @Override
    public String toString() {
      return "CredentialIssued[accessKeyId=" + accessKeyId + ", sessionArn=" + sessionArn + "]";
    }
  }

  private static Map<String, String> sorted(Map<String, String> tags) {
    return tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
