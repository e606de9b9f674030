package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All valid credentials: the permanent ones of the principals and the issued temporary ones.
 * Thread-safe.
 */
public final class CredentialRegistry {
  // Bounds the memory of a long run. Expired session credentials stay known, so that they are
  // rejected as expired.
  private static final int MAX_ISSUED = 100_000;
  private static final String KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_RANDOM_LENGTH = 16;
  private static final int SECRET_BYTES = 30;
  private static final int TOKEN_BYTES = 192;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Credential> base;
  private final Map<String, Credential> issued =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Credential> eldest) {
          return size() > MAX_ISSUED;
        }
      };

  public CredentialRegistry(Collection<Principal> principals) {
    Map<String, Credential> byKey = new LinkedHashMap<>();
    for (Principal principal : principals) {
      byKey.put(principal.accessKey(), baseCredential(principal));
    }
    base = Map.copyOf(byKey);
  }

  /** The credentials with this access key ID, expired or not. */
  public Optional<Credential> find(String accessKeyId) {
    Credential known = base.get(accessKeyId);
    if (known != null) {
      return Optional.of(known);
    }
    synchronized (issued) {
      return Optional.ofNullable(issued.get(accessKeyId));
    }
  }

  /**
   * Generates session credentials. They do not work until they are {@linkplain #add added}.
   *
   * @param owner the owner of the session
   * @param arn the identity that GetCallerIdentity returns for them
   */
  public Credential make(
      SessionOwner owner, SignerKind kind, String arn, AccessPolicy policy, Instant expiration) {
    String key = "ASIA" + randomKey();
    String secret = randomText(SECRET_BYTES);
    String token = randomText(TOKEN_BYTES);
    return new Credential(
        key,
        secret,
        token,
        expiration,
        owner.withCredentials(key, secret, token),
        kind,
        arn,
        policy);
  }

  /** Activates session credentials. */
  public void add(Credential credential) {
    synchronized (issued) {
      issued.put(credential.accessKeyId(), credential);
    }
  }

  /** The session credentials that were added, oldest first, including expired ones. */
  public List<Credential> issued() {
    synchronized (issued) {
      return List.copyOf(issued.values());
    }
  }

  private static Credential baseCredential(Principal principal) {
    return new Credential(
        principal.accessKey(),
        principal.secretKey(),
        principal.sessionToken(),
        null,
        principal,
        SignerKind.BASE,
        principal.arn(),
        AccessPolicy.of(principal.s3()));
  }

  private String randomKey() {
    StringBuilder key = new StringBuilder(KEY_RANDOM_LENGTH);
    for (int i = 0; i < KEY_RANDOM_LENGTH; i++) {
      key.append(KEY_ALPHABET.charAt(random.nextInt(KEY_ALPHABET.length())));
    }
    return key.toString();
  }

  private String randomText(int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return Base64.getEncoder().encodeToString(raw);
  }
}
