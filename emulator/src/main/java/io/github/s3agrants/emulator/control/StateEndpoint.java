package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.AccessGrantsState;
import io.github.s3agrants.emulator.grants.Grant;
import io.github.s3agrants.emulator.grants.ResourcePolicies;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What there is, as JSON: {@code /emulator/grants}, {@code /emulator/credentials} and {@code
 * /emulator/access}. Secrets and session tokens are in none of it. Thread-safe.
 */
public final class StateEndpoint {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An instance can have 100,000 grants, which no page shows. */
  private static final int MAX_ROWS = 200;

  private static final String GET_DATA_ACCESS = "s3:GetDataAccess";

  private final AccessGrantsState state;
  private final ResourcePolicies policies;
  private final CredentialRegistry credentials;
  private final List<Principal> principals;
  private final Function<String, String> bucketOwner;
  private final Clock clock;

  /**
   * Creates the endpoints.
   *
   * @param bucketOwner the account that owns a bucket, or would own it
   * @param clock decides which credentials have expired
   */
  public StateEndpoint(
      AccessGrantsState state,
      CredentialRegistry credentials,
      List<Principal> principals,
      Function<String, String> bucketOwner,
      Clock clock) {
    this.state = state;
    this.policies = new ResourcePolicies(state, clock);
    this.credentials = credentials;
    this.principals = List.copyOf(principals);
    this.bucketOwner = bucketOwner;
    this.clock = clock;
  }

  ControlResponse grants() {
    List<Object> rows = new ArrayList<>();
    int total = 0;
    for (Map.Entry<String, List<Grant>> account : state.grants().entrySet()) {
      for (Grant grant : account.getValue()) {
        total++;
        if (rows.size() < MAX_ROWS) {
          rows.add(row(account.getKey(), grant));
        }
      }
    }
    return json(Map.of("total", total, "grants", rows));
  }

  /** The live session credentials, newest first. */
  ControlResponse credentials() {
    Instant now = clock.instant();
    List<Credential> live = new ArrayList<>();
    for (Credential credential : credentials.issued()) {
      Instant expiration = credential.expiration();
      if (expiration != null && now.isBefore(expiration)) {
        live.add(credential);
      }
    }
    Collections.reverse(live);
    return json(
        Map.of(
            "total",
            live.size(),
            "credentials",
            live.stream().limit(MAX_ROWS).map(StateEndpoint::row).toList()));
  }

  /** Who may read and write a path: an object, or with a {@code *} at its end a prefix. */
  ControlResponse access(ControlRequest call) throws AwsException {
    S3Scope target = target(Fields.required(call.parameter("path"), "path"));
    String account = bucketOwner.apply(target.bucket());
    List<Object> answers = new ArrayList<>();
    for (Principal principal : principals) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("principal", principal.name());
      answer.put("arn", principal.arn());
      answer.put("READ", answer(account, principal, target, Permission.READ));
      answer.put("WRITE", answer(account, principal, target, Permission.WRITE));
      answers.add(answer);
    }
    return json(Map.of("path", target.uri(), "account", account, "principals", answers));
  }

  private static S3Scope target(String path) throws AwsException {
    try {
      S3Scope target =
          path.endsWith("*") || path.indexOf('*') < 0
              ? S3Scope.parse(path)
              : S3Scope.parseObject(path);
      if (target.kind() != S3Scope.Kind.EVERYTHING) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      throw invalidPath();
    }
    throw invalidPath();
  }

  private static AwsException invalidPath() {
    return new AwsException(
        AwsError.INVALID_REQUEST,
        "path: must be s3://bucket/key, or s3://bucket/prefix* or s3://bucket/*");
  }

  private Map<String, @Nullable Object> answer(
      String account, Principal principal, S3Scope target, Permission permission) {
    Optional<Grant> grant =
        mayAsk(account, principal)
            ? state.closest(account, principal, target, permission)
            : Optional.empty();
    boolean own =
        AccessPolicy.of(principal.s3()).statements().stream()
            .anyMatch(
                statement ->
                    statement.permission().includes(permission)
                        && statement.scope().covers(target));
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("allowed", grant.isPresent() || own);
    answer.put("grant", grant.map(given -> row(account, given)).orElse(null));
    answer.put("ownPolicy", own);
    return answer;
  }

  private boolean mayAsk(String account, Principal principal) {
    try {
      return policies.permits(account, principal, GET_DATA_ACCESS);
    } catch (AwsException e) {
      return false; // The account has no instance.
    }
  }

  private static Map<String, @Nullable Object> row(String account, Grant grant) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", grant.id());
    row.put("account", account);
    row.put("scope", grant.scope().uri());
    row.put("permission", grant.permission().name());
    row.put("granteeType", grant.grantee().type().name());
    row.put("grantee", grant.grantee().identifier());
    row.put("application", grant.applicationArn());
    return row;
  }

  private static Map<String, @Nullable Object> row(Credential credential) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("accessKeyId", credential.accessKeyId());
    row.put("principal", credential.principal().name());
    row.put("kind", credential.kind().name());
    row.put(
        "access",
        credential.policy().statements().stream()
            .map(
                statement ->
                    Map.of(
                        "scope", statement.scope().uri(),
                        "permission", statement.permission().name()))
            .toList());
    row.put("expires", String.valueOf(credential.expiration()));
    return row;
  }

  private static ControlResponse json(Object value) {
    return ControlResponse.json(JSON.writeValueAsBytes(value));
  }
}
