package io.github.s3agrants.emulator.access;

import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a signer may do on S3. Immutable.
 *
 * <ul>
 *   <li>Vended credentials carry the actions of <a
 *       href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-get-data.html">AWS's
 *       table</a>, and no other.
 *   <li>A statement of a principal's own policy carries all actions that read, or all that write.
 *   <li>Anybody, signed or not, may read and list a public bucket. Vended credentials may not, as
 *       the policy of their session limits them.
 * </ul>
 */
public final class AccessRules {
  private static final Set<S3Action> PUBLIC = Set.of(S3Action.GET_OBJECT, S3Action.LIST_BUCKET);

  /**
   * Who asks.
   *
   * @param kind the kind of credentials
   * @param policy what they may do
   * @param account the account of the identity; null without credentials
   */
  public record Signer(SignerKind kind, AccessPolicy policy, @Nullable String account) {
    /** The signer of a request without credentials. */
    public static final Signer ANONYMOUS =
        new Signer(SignerKind.ANONYMOUS, new AccessPolicy(List.of()), null);
  }

  private final Map<String, Bucket> buckets;
  private final String account;
  private final MissingKey missingKey;

  /**
   * Creates the rules.
   *
   * @param buckets the buckets with settings, by name
   * @param account the account that owns all other buckets
   * @param missingKey what reads of missing keys reveal
   */
  public AccessRules(Map<String, Bucket> buckets, String account, MissingKey missingKey) {
    this.buckets = Map.copyOf(buckets);
    this.account = account;
    this.missingKey = missingKey;
  }

  /** True if the signer may do all of it. */
  public boolean allow(Signer signer, List<Need> needs) {
    return needs.stream().allMatch(need -> allow(signer, need));
  }

  private boolean allow(Signer signer, Need need) {
    return isPublic(signer, need)
        || signer.policy().statements().stream()
            .anyMatch(
                statement ->
                    carries(signer.kind(), statement.permission(), need.action())
                        && statement.scope().covers(need.scope()));
  }

  private static boolean carries(SignerKind kind, Permission permission, S3Action action) {
    return kind == SignerKind.VENDED
        ? action.isGrantedBy(permission)
        : action.isAllowedBy(permission);
  }

  private boolean isPublic(Signer signer, Need need) {
    Bucket bucket = buckets.get(need.scope().bucket());
    return bucket != null
        && bucket.publicRead()
        && signer.kind() != SignerKind.VENDED
        && PUBLIC.contains(need.action())
        // Requests to such a bucket must be signed, so that somebody can be charged.
        && !(signer.kind() == SignerKind.ANONYMOUS && bucket.requesterPays());
  }

  /**
   * True if a read of a key that does not exist is answered AccessDenied. S3 answers so to those
   * who may not list the bucket (API_HeadObject). No page says whether it is enough to be allowed
   * to list the prefix that is the key; users of S3 found that it is.
   */
  public boolean hidesMissing(Signer signer, String bucket, String key) {
    return switch (missingKey) {
      case NOT_FOUND -> false;
      case LISTING -> !allow(signer, Need.onPrefix(bucket, key, S3Action.LIST_BUCKET));
      case FORBIDDEN ->
          signer.kind() == SignerKind.VENDED
              && !allow(signer, Need.onPrefix(bucket, "", S3Action.LIST_BUCKET));
    };
  }

  /** Who pays for a request to a bucket, as far as the answer shows it. */
  public enum Payment {
    /** The owner pays. The answer says nothing. */
    OWNER,
    /** The requester pays. The answer carries {@code x-amz-request-charged: requester}. */
    REQUESTER,
    /** The requester would have to pay, but has not agreed to: AccessDenied. */
    REFUSED
  }

  /**
   * Who pays. See <a
   * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html">Requester
   * Pays</a>: requests of the owner need no header, all others do.
   *
   * @param payer the header or query parameter {@code x-amz-request-payer}; null if it was not sent
   */
  public Payment payment(Signer signer, String bucket, @Nullable String payer) {
    Bucket settings = buckets.get(bucket);
    if (settings == null || !settings.requesterPays() || owner(settings).equals(signer.account())) {
      return Payment.OWNER;
    }
    return signer.account() != null && "requester".equals(payer)
        ? Payment.REQUESTER
        : Payment.REFUSED;
  }

  /**
   * True if a bucket is that of the account which a request names as its owner.
   *
   * @param expected the header {@code x-amz-expected-bucket-owner}, or that of a copy's source;
   *     null if it was not sent
   */
  public boolean isOwner(@Nullable String expected, String bucket) {
    Bucket settings = buckets.get(bucket);
    return expected == null || expected.equals(settings == null ? account : owner(settings));
  }

  private String owner(Bucket bucket) {
    String owner = bucket.account();
    return owner == null ? account : owner;
  }
}
