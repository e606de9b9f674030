package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A resource policy in IAM's policy language. The emulator evaluates Effect, Principal (AWS),
 * Action and Resource. It does not evaluate conditions: an Allow with a Condition never applies, a
 * Deny applies whatever its Condition. Immutable.
 */
final class ResourcePolicy {
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> MEMBERS =
      Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");
  private static final Pattern PRINCIPAL =
      Pattern.compile("\\*|\\d{12}|arn:aws[a-z-]*:(iam|sts)::\\d{12}:.+");
  private static final Pattern ACTION = Pattern.compile("\\*|s3:[A-Za-z*?]+");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(16).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final List<Statement> statements;

  private ResourcePolicy(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /** One statement. */
  private record Statement(
      boolean allow,
      List<String> principals,
      List<String> actions,
      List<String> resources,
      boolean conditional) {

    boolean isAbout(Principal caller, String action, String resource) {
      return principals.stream().anyMatch(named -> names(named, caller))
          && actions.stream()
              .anyMatch(pattern -> Wildcards.match(pattern, action.toLowerCase(Locale.ROOT)))
          && resources.stream().anyMatch(pattern -> Wildcards.match(pattern, resource));
    }

    /** An account matches all of its identities; a role matches its sessions. */
    private static boolean names(String named, Principal caller) {
      return named.equals("*")
          || named.equals(caller.account())
          || (named.endsWith(":root") && named.contains("::" + caller.account() + ":"))
          || named.equals(caller.arn())
          || GranteeKey.iam(named).equals(GranteeKey.iam(caller.arn()));
    }
  }

  /**
   * Parses a policy.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static ResourcePolicy parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
    require(root.isObject(), "it must be a JSON object");
    JsonNode version = root.path("Version");
    require(
        version.isMissingNode() || VERSIONS.contains(version.asString("")),
        "Version must be 2012-10-17");
    JsonNode list = root.path("Statement");
    List<Statement> statements = new ArrayList<>();
    if (list.isObject()) {
      statements.add(statement(list));
    } else {
      list.forEach(node -> statements.add(statement(node)));
    }
    require(!statements.isEmpty(), "Statement is required");
    return new ResourcePolicy(statements);
  }

  private static Statement statement(JsonNode node) {
    require(node.isObject(), "a Statement must be a JSON object");
    node.propertyNames()
        .forEach(name -> require(MEMBERS.contains(name), name + " is not supported"));
    String effect = node.path("Effect").asString("");
    require(effect.equals("Allow") || effect.equals("Deny"), "Effect must be Allow or Deny");
    JsonNode principal = node.path("Principal");
    boolean anyone = principal.isString() && principal.asString().equals("*");
    List<String> principals = anyone ? List.of("*") : texts(principal.path("AWS"), "Principal.AWS");
    principals.forEach(
        named -> require(PRINCIPAL.matcher(named).matches(), "Principal is invalid: " + named));
    List<String> actions = texts(node.path("Action"), "Action");
    actions.forEach(
        action -> require(ACTION.matcher(action).matches(), "Action is invalid: " + action));
    return new Statement(
        effect.equals("Allow"),
        principals,
        actions.stream().map(action -> action.toLowerCase(Locale.ROOT)).toList(),
        texts(node.path("Resource"), "Resource"),
        node.has("Condition"));
  }

  private static List<String> texts(JsonNode node, String member) {
    List<String> texts = new ArrayList<>();
    if (node.isString()) {
      texts.add(node.asString());
    } else {
      require(node.isArray() && !node.isEmpty(), member + " is required");
      for (JsonNode item : node) {
        require(item.isString(), member + " must be text");
        texts.add(item.asString());
      }
    }
    return texts;
  }

  boolean allows(Principal caller, String action, String instanceArn) {
    return statements.stream()
        .anyMatch(
            statement ->
                statement.allow()
                    && !statement.conditional()
                    && statement.isAbout(caller, action, instanceArn));
  }

  boolean denies(Principal caller, String action, String instanceArn) {
    return statements.stream()
        .anyMatch(
            statement -> !statement.allow() && statement.isAbout(caller, action, instanceArn));
  }

  private static void require(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
