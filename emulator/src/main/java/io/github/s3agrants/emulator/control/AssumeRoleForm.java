package io.github.s3agrants.emulator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters of AssumeRole. See <a
 * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>.
 *
 * @param roleArn the role
 * @param sessionName the name of the session
 * @param durationSeconds the lifetime of the credentials
 * @param sourceIdentity echoed; null: not sent
 * @param directory from the context assertion; null: none was sent
 */
record AssumeRoleForm(
    String roleArn,
    String sessionName,
    int durationSeconds,
    @Nullable String sourceIdentity,
    @Nullable DirectoryIdentity directory) {

  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final int MIN_ARN = 20;
  private static final int MAX_ARN = 2048;
  private static final int DEFAULT_SECONDS = 3600;
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;
  private static final int DEFAULT_TOKEN_SECONDS = 43_200;
  private static final int MAX_TOKEN_SECONDS = 129_600;
  private static final int MIN_ASSERTION = 4;
  private static final int MAX_ASSERTION = 2048;
  private static final String PROVIDER = "arn:aws:iam::aws:contextProvider/IdentityCenter";
  private static final String CONTEXT = "ProvidedContexts.member.";
  // These parameters narrow a session, so they must not be ignored.
  private static final List<String> UNSUPPORTED = List.of("Policy", "PolicyArns", "SerialNumber");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static AssumeRoleForm parse(Map<String, String> form) throws AwsException {
    for (String name : UNSUPPORTED) {
      if (form.keySet().stream()
          .anyMatch(sent -> sent.equals(name) || sent.startsWith(name + "."))) {
        throw invalid(name, "is not supported by the emulator");
      }
    }
    String role = required(form, "RoleArn");
    if (role.length() < MIN_ARN || role.length() > MAX_ARN) {
      throw invalid("roleArn", "must have 20 to 2048 characters");
    }
    String session = required(form, "RoleSessionName");
    String source = form.get("SourceIdentity");
    if (!SESSION.matcher(session).matches()) {
      throw invalid("roleSessionName", "must match " + SESSION.pattern());
    }
    if (source != null && !SESSION.matcher(source).matches()) {
      throw invalid("sourceIdentity", "must match " + SESSION.pattern());
    }
    return new AssumeRoleForm(
        role, session, seconds(form, DEFAULT_SECONDS, MAX_SECONDS), source, directory(form));
  }

  /**
   * The requested lifetime of GetSessionToken. See <a
   * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html">GetSessionToken</a>.
   */
  static int secondsOfSessionToken(Map<String, String> form) throws AwsException {
    for (String name : List.of("SerialNumber", "TokenCode")) {
      if (form.containsKey(name)) {
        throw invalid(name, "is not supported by the emulator");
      }
    }
    return seconds(form, DEFAULT_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
  }

  private static int seconds(Map<String, String> form, int unlessSent, int most)
      throws AwsException {
    String sent = form.get("DurationSeconds");
    if (sent == null) {
      return unlessSent;
    }
    try {
      int seconds = Integer.parseInt(sent);
      if (seconds >= MIN_SECONDS && seconds <= most) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw invalid("durationSeconds", "must be a number from " + MIN_SECONDS + " to " + most);
  }

  /** Accepts at most one context: that of IAM Identity Center. */
  private static @Nullable DirectoryIdentity directory(Map<String, String> form)
      throws AwsException {
    if (form.keySet().stream().noneMatch(name -> name.startsWith(CONTEXT))) {
      return null;
    }
    if (form.keySet().stream()
        .anyMatch(name -> name.startsWith(CONTEXT) && !name.startsWith(CONTEXT + "1."))) {
      throw invalid("providedContexts", "may have one member");
    }
    if (!PROVIDER.equals(form.get(CONTEXT + "1.ProviderArn"))) {
      throw invalid("providedContexts.1.member.providerArn", "must be " + PROVIDER);
    }
    String assertion = form.getOrDefault(CONTEXT + "1.ContextAssertion", "");
    if (assertion.length() < MIN_ASSERTION || assertion.length() > MAX_ASSERTION) {
      throw invalid("providedContexts.1.member.contextAssertion", "must have 4 to 2048 characters");
    }
    try {
      return identity(JSON.readTree(new String(Base64.getDecoder().decode(assertion), UTF_8)));
    } catch (IllegalArgumentException | JacksonException e) {
      // Omits the cause's message, which quotes the input.
      throw invalid(
          "providedContexts.1.member.contextAssertion",
          "must be the Base64 of JSON {\"user\": UUID, \"groups\": [UUID...], \"application\": ARN}");
    }
  }

  private static DirectoryIdentity identity(JsonNode node) {
    if (!node.isObject()
        || !Set.of("user", "groups", "application").containsAll(node.propertyNames())) {
      throw new IllegalArgumentException("unknown members");
    }
    List<String> groups = new ArrayList<>();
    node.path("groups").forEach(group -> groups.add(group.asString("")));
    return new DirectoryIdentity(text(node, "user"), groups, text(node, "application"));
  }

  private static @Nullable String text(JsonNode node, String member) {
    return node.has(member) ? node.path(member).asString("") : null;
  }

  private static String required(Map<String, String> form, String name) throws AwsException {
    String value = form.get(name);
    if (value == null || value.isEmpty()) {
      throw invalid(name, "must not be null");
    }
    return value;
  }

  private static AwsException invalid(String member, String rule) {
    return new AwsException(
        AwsError.VALIDATION_ERROR,
        "1 validation error detected: Value at '"
            + member
            + "' failed to satisfy constraint: Member "
            + rule);
  }
}
