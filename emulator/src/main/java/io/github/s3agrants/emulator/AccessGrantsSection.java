package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.AccessGrantsSeeds.GrantSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.InstanceSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.LocationSeed;
import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.api.S3Access;
import io.github.s3agrants.emulator.grants.GranteeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the parts of the configuration file that describe Access Grants and STS. */
final class AccessGrantsSection {
  private AccessGrantsSection() {}

  static void read(YamlNode root, EmulatorBuilder builder) {
    root.list("roles").forEach(node -> role(node, builder));
    root.list("instances").forEach(node -> instance(node, builder));
    root.list("locations").forEach(node -> location(node, builder));
    root.list("grants").forEach(node -> grant(node, builder));
  }

  /** Reads a bucket: its name alone, or a mapping with its name and its settings. */
  static void bucket(YamlNode node, EmulatorBuilder builder) {
    if (!node.isMapping()) {
      ConfigFile.placed(node, () -> builder.bucket(node.text()));
      return;
    }
    node.mapping("name", "account", "publicRead", "requesterPays", "versioning");
    Bucket bucket =
        new Bucket(
            node.required("name").text(),
            text(node, "account"),
            node.optional("publicRead").map(YamlNode::flag).orElse(false),
            node.optional("requesterPays").map(YamlNode::flag).orElse(false),
            node.optional("versioning")
                .map(AccessGrantsSection::versioning)
                .orElse(Bucket.Versioning.UNVERSIONED));
    ConfigFile.placed(node, () -> builder.bucket(bucket));
  }

  /** The states of versioning as S3 writes them. */
  private static Bucket.Versioning versioning(YamlNode node) {
    return switch (node.text()) {
      case "Enabled" -> Bucket.Versioning.ENABLED;
      case "Suspended" -> Bucket.Versioning.SUSPENDED;
      default -> throw node.wrong("must be Enabled, Suspended or absent");
    };
  }

  static @Nullable DirectoryIdentity directory(YamlNode principal) {
    Optional<YamlNode> sent = principal.optional("directory");
    if (sent.isEmpty()) {
      return null;
    }
    YamlNode node = sent.get();
    node.mapping("user", "groups", "application");
    DirectoryIdentity[] read = new DirectoryIdentity[1];
    ConfigFile.placed(
        node,
        () ->
            read[0] =
                new DirectoryIdentity(
                    text(node, "user"), texts(node, "groups"), text(node, "application")));
    return read[0];
  }

  static List<S3Access> s3(YamlNode owner) {
    List<S3Access> s3 = new ArrayList<>();
    for (YamlNode access : owner.list("s3")) {
      access.mapping("scope", "permission");
      s3.add(
          new S3Access(
              access.required("scope").text(),
              access.required("permission").oneOf(Permission.class)));
    }
    return s3;
  }

  private static void role(YamlNode node, EmulatorBuilder builder) {
    node.mapping("arn", "trusts", "administrator", "s3", "maxSessionSeconds");
    String arn = node.required("arn").text();
    List<S3Access> s3 = s3(node);
    boolean administrator = node.optional("administrator").map(YamlNode::flag).orElse(false);
    int seconds =
        node.optional("maxSessionSeconds")
            .map(YamlNode::number)
            .orElse(Role.DEFAULT_MAX_SESSION_SECONDS);
    ConfigFile.placed(
        node, () -> builder.role(new Role(arn, texts(node, "trusts"), administrator, s3, seconds)));
  }

  private static void instance(YamlNode node, EmulatorBuilder builder) {
    node.mapping("account", "identityCenter", "resourcePolicy", "organization");
    builder.instance(
        new InstanceSeed(
            text(node, "account"),
            text(node, "identityCenter"),
            text(node, "resourcePolicy"),
            text(node, "organization")));
  }

  private static void location(YamlNode node, EmulatorBuilder builder) {
    node.mapping("scope", "iamRoleArn", "account");
    builder.location(
        new LocationSeed(
            node.required("scope").text(),
            node.required("iamRoleArn").text(),
            text(node, "account")));
  }

  private static void grant(YamlNode node, EmulatorBuilder builder) {
    node.mapping(
        "location",
        "subPrefix",
        "grantee",
        "granteeType",
        "permission",
        "s3PrefixType",
        "application",
        "account");
    Optional<YamlNode> type = node.optional("s3PrefixType");
    if (type.isPresent() && !type.get().text().equals("Object")) {
      throw type.get().wrong("must be Object or absent");
    }
    builder.grant(
        new GrantSeed(
            node.required("location").text(),
            text(node, "subPrefix"),
            node.optional("granteeType")
                .map(given -> given.oneOf(GranteeType.class))
                .orElse(GranteeType.IAM),
            node.required("grantee").text(),
            node.required("permission").oneOf(Permission.class),
            type.isPresent(),
            text(node, "application"),
            text(node, "account")));
  }

  private static @Nullable String text(YamlNode node, String key) {
    return node.optional(key).map(YamlNode::text).orElse(null);
  }

  private static List<String> texts(YamlNode node, String key) {
    return node.list(key).stream().map(YamlNode::text).toList();
  }
}
