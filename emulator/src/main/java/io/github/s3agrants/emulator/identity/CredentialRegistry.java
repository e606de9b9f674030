package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The credentials that exist: those of the principals, and those vended. Thread-safe. */
public final class CredentialRegistry {
  // Bounds the memory of a long run. Vended credentials stay known after they expire, to be told
  // so.
  private static final int MAX_VENDED = 100_000;
  private static final String KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_RANDOM_LENGTH = 16;
  private static final int SECRET_BYTES = 30;
  private static final int TOKEN_BYTES = 192;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Credential> base;
  private final Map<String, Credential> vended =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Credential> eldest) {
          return size() > MAX_VENDED;
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
    synchronized (vended) {
      return Optional.ofNullable(vended.get(accessKeyId));
    }
  }

  /** Makes temporary credentials. */
  public Credential vend(
      Principal principal, S3Scope scope, Permission permission, Instant expiration) {
    Credential credential =
        new Credential(
            "ASIA" + randomKey(),
            randomText(SECRET_BYTES),
            randomText(TOKEN_BYTES),
            expiration,
            principal,
            SignerKind.VENDED,
            AccessPolicy.of(scope, permission));
    synchronized (vended) {
      vended.put(credential.accessKeyId(), credential);
    }
    return credential;
  }

  private static Credential baseCredential(Principal principal) {
    AccessPolicy policy =
        new AccessPolicy(
            principal.s3().stream()
                .map(
                    access ->
                        new AccessPolicy.Statement(
                            S3Scope.parse(access.scope()), access.permission()))
                .toList());
    return new Credential(
        principal.accessKey(),
        principal.secretKey(),
        principal.sessionToken(),
        null,
        principal,
        SignerKind.BASE,
        policy);
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
