package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.S3Access;
import io.github.s3agrants.emulator.fault.FaultText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The configuration file. An unknown key is an error. */
final class ConfigFile {
  private final Path file;
  // Enough for the maximum number of grants of an instance.
  private static final int MAX_CHARACTERS = 100_000_000;

  private final EmulatorBuilder builder;

  private ConfigFile(Path file, EmulatorBuilder builder) {
    this.file = file;
    this.builder = builder;
  }

  /**
   * Adds the file's settings to the builder.
   *
   * @throws IllegalArgumentException naming the file, the key and the allowed values
   */
  static void load(Path file, EmulatorBuilder builder) throws IOException {
    String text = Files.readString(file);
    try {
      new ConfigFile(file, builder).read(parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static YamlNode parse(String text) {
    // This parser creates only maps, lists and plain values, rejects duplicate keys and bounds
    // aliases.
    Load yaml =
        new Load(
            LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(MAX_CHARACTERS)
                .build());
    try {
      return new YamlNode("", yaml.loadFromString(text));
    } catch (MarkedYamlEngineException e) {
      // The parser's message quotes the file, which may hold secrets.
      String where = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      throw new IllegalArgumentException("not valid YAML" + where + ": " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("not valid YAML", e);
    }
  }

  private void read(YamlNode root) {
    root.mapping(
        "region",
        "account",
        "principals",
        "buckets",
        "roles",
        "instances",
        "locations",
        "grants",
        "state",
        "cloudTrail",
        "accessLog",
        "missingKey",
        "matchedGrantTarget",
        "faults",
        "credentialLife",
        "clockSkew");
    root.optional("region").ifPresent(region -> builder.region(region.text()));
    root.optional("account").ifPresent(account -> builder.account(account.text()));
    // Relative to this file, so that the working directory does not matter.
    root.optional("state").ifPresent(state -> builder.state(file.resolveSibling(state.text())));
    root.optional("cloudTrail")
        .ifPresent(log -> builder.cloudTrail(file.resolveSibling(log.text())));
    root.optional("accessLog").ifPresent(log -> builder.accessLog(file.resolveSibling(log.text())));
    root.list("principals").forEach(this::principal);
    root.list("buckets").forEach(bucket -> AccessGrantsSection.bucket(bucket, builder));
    AccessGrantsSection.read(root, builder);
    root.optional("missingKey").ifPresent(answer -> builder.missingKey(missingKey(answer)));
    root.optional("matchedGrantTarget")
        .ifPresent(form -> builder.matchedGrantTarget(matchedGrantTarget(form)));
    root.list("faults").forEach(this::fault);
    root.optional("credentialLife").ifPresent(life -> builder.credentialLife(duration(life)));
    root.optional("clockSkew").ifPresent(skew -> builder.clockSkew(duration(skew)));
  }

  private void principal(YamlNode node) {
    node.mapping(
        "name",
        "accessKey",
        "secretKey",
        "arn",
        "account",
        "sessionToken",
        "administrator",
        "s3",
        "directory");
    List<S3Access> s3 = AccessGrantsSection.s3(node);
    DirectoryIdentity directory = AccessGrantsSection.directory(node);
    String name = node.required("name").text();
    String accessKey = node.required("accessKey").text();
    String secretKey = node.required("secretKey").text();
    String token = node.optional("sessionToken").map(YamlNode::text).orElse(null);
    String arn = node.required("arn").text();
    boolean administrator = node.optional("administrator").map(YamlNode::flag).orElse(false);
    placed(
        node,
        () -> {
          Principal principal =
              new Principal(name, accessKey, secretKey, token, arn, administrator, s3, directory);
          Optional<YamlNode> account = node.optional("account");
          if (account.isPresent() && !account.get().text().equals(principal.account())) {
            throw new IllegalArgumentException(
                "account: must be the account in arn, " + principal.account());
          }
          builder.principal(principal);
        });
  }

  private void fault(YamlNode node) {
    try {
      FaultText.Entry entry =
          FaultText.read(node.value() instanceof Map<?, ?> map ? map : Map.of());
      builder.fault(entry.operation(), entry.fault());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(node.place() + ": " + e.getMessage(), e);
    }
  }

  private static Duration duration(YamlNode node) {
    try {
      return FaultText.duration(node.text());
    } catch (IllegalArgumentException e) {
      throw node.wrong("must be an ISO 8601 duration such as PT10S");
    }
  }

  private static MissingKey missingKey(YamlNode node) {
    if (Integer.valueOf(404).equals(node.value())) {
      return MissingKey.NOT_FOUND;
    }
    if (Integer.valueOf(403).equals(node.value())) {
      return MissingKey.FORBIDDEN;
    }
    if ("listing".equals(node.value())) {
      return MissingKey.LISTING;
    }
    throw node.wrong("must be listing, 404 or 403");
  }

  private static MatchedGrantTarget matchedGrantTarget(YamlNode node) {
    return switch (node.text()) {
      case "plain" -> MatchedGrantTarget.PLAIN;
      case "concatenated" -> MatchedGrantTarget.CONCATENATED;
      default -> throw node.wrong("must be plain or concatenated");
    };
  }

  /** Runs an action and prefixes the message of its exception with the place in the file. */
  static void placed(YamlNode node, Runnable action) {
    try {
      action.run();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      boolean hasPlace = message.startsWith(node.place());
      throw hasPlace ? e : new IllegalArgumentException(node.place() + "." + message, e);
    }
  }
}
