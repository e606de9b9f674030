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
 * One change of what the emulator knows about Access Grants and of the session credentials that are
 * out. Applied in order to nothing, the changes give the state. Immutable.
 */
public sealed interface StateChange {

  /** A change of one account's instance. */
  sealed interface OfInstance extends StateChange {
    /** The account, 12 digits. */
    String account();
  }

  /** The instance exists; it has neither locations nor grants. */
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

  /** The instance is gone with everything in it. */
  record InstanceDeleted(String account) implements OfInstance {}

  /** An IAM Identity Center instance serves the instance. */
  record IdentityCenterAssociated(
      String account, String identityCenterInstanceArn, String applicationArn)
      implements OfInstance {}

  /** None does any more. */
  record IdentityCenterDissociated(String account) implements OfInstance {}

  /** The resource policy is this one. */
  record ResourcePolicyPut(
      String account, String policy, @Nullable String organization, Instant createdAt)
      implements OfInstance {}

  /** There is no resource policy. */
  record ResourcePolicyDeleted(String account) implements OfInstance {}

  /** A location is registered. */
  record LocationCreated(String account, Location location, Map<String, String> tags)
      implements OfInstance {
    public LocationCreated {
      tags = sorted(tags);
    }
  }

  /** A location has another role. */
  record LocationUpdated(String account, String locationId, String iamRoleArn)
      implements OfInstance {}

  /** A location is deregistered. */
  record LocationDeleted(String account, String locationId) implements OfInstance {}

  /** A grant is given. */
  record GrantCreated(String account, Grant grant, Map<String, String> tags) implements OfInstance {
    public GrantCreated {
      tags = sorted(tags);
    }
  }

  /** A grant is taken back. */
  record GrantDeleted(String account, String grantId) implements OfInstance {}

  /** A resource has exactly these tags; none: an empty map. */
  record TagsSet(String account, String resourceArn, Map<String, String> tags)
      implements OfInstance {
    public TagsSet {
      tags = sorted(tags);
    }
  }

  /**
   * Session credentials are out: vended by GetDataAccess or made by AssumeRole.
   *
   * @param accessKeyId the key
   * @param secretKey the secret
   * @param sessionToken the token
   * @param expiration when they end
   * @param kind {@code VENDED} from GetDataAccess, {@code BASE} from AssumeRole
   * @param sessionArn whom the credentials make their holder
   * @param principalName whose they are: to whom they were vended, or the session
   * @param principalArn that principal's ARN
   * @param administrator whether that principal manages grants
   * @param directory that principal in the directory; null: nobody
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

    /** Without the secret and the session token. */
    @Override
    public String toString() {
      return "CredentialIssued[accessKeyId=" + accessKeyId + ", sessionArn=" + sessionArn + "]";
    }
  }

  private static Map<String, String> sorted(Map<String, String> tags) {
    return tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
