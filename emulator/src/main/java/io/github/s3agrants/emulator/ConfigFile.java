package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.AccessGrantsSeeds.GrantSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.InstanceSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.LocationSeed;
import io.github.s3agrants.emulator.AccessGrantsSeeds.RoleSeed;
import io.github.s3agrants.emulator.ConfigDocument.BucketEntry;
import io.github.s3agrants.emulator.ConfigDocument.DirectoryEntry;
import io.github.s3agrants.emulator.ConfigDocument.GrantEntry;
import io.github.s3agrants.emulator.ConfigDocument.ObjectEntry;
import io.github.s3agrants.emulator.ConfigDocument.PrincipalEntry;
import io.github.s3agrants.emulator.ConfigDocument.RoleEntry;
import io.github.s3agrants.emulator.ConfigDocument.S3Entry;
import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.api.S3Access;
import io.github.s3agrants.emulator.fault.FaultText;
import io.github.s3agrants.emulator.grants.GranteeType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration file. An unknown key is an error. */
final class ConfigFile {
  private final Path file;
  private final String text;
  private final EmulatorBuilder builder;

  /** Of the element that is being read, such as {@code grants[0]}. */
  private String element = "";

  private ConfigFile(Path file, String text, EmulatorBuilder builder) {
    this.file = file;
    this.text = text;
    this.builder = builder;
  }

  /**
   * Adds the file's settings to the builder.
   *
   * @throws IllegalArgumentException naming the file, the line, the key and the allowed values
   * @throws IOException if the file cannot be read
   */
  static void load(Path file, EmulatorBuilder builder) throws IOException {
    String text = text(file);
    try {
      new ConfigFile(file, text, builder).read(ConfigYaml.read(text));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(where(file, text, e.place()) + e.getMessage(), e);
    }
  }

  private static String where(Path file, String text, String place) {
    OptionalInt line = ConfigYaml.line(text, place);
    return file + (line.isPresent() ? ":" + line.getAsInt() : "") + ": ";
  }

  /** File, line and place of the element, for a rule that is checked when all have been read. */
  private Supplier<String> place() {
    String place = element;
    return () -> where(file, text, place) + place;
  }

  private static String text(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + ": is a directory; must be a YAML file");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": is not text; must be a YAML file in UTF-8", e);
    }
  }

  private void read(ConfigDocument document) throws IOException {
    set("region", document.region(), builder::region);
    set("account", document.account(), builder::account);
    // Relative to this file, so that the working directory does not matter.
    set("cloudTrail", document.cloudTrail(), log -> builder.cloudTrail(file.resolveSibling(log)));
    set("accessLog", document.accessLog(), log -> builder.accessLog(file.resolveSibling(log)));
    each("principals", document.principals(), this::principal);
    each("buckets", document.buckets(), this::bucket);
    each("objects", document.objects(), this::object);
    each("roles", document.roles(), this::role);
    each(
        "instances",
        document.instances(),
        entry ->
            builder.instance(
                new InstanceSeed(
                    entry.account(),
                    entry.identityCenter(),
                    entry.resourcePolicy(),
                    entry.organization(),
                    place())));
    each(
        "locations",
        document.locations(),
        entry ->
            builder.location(
                new LocationSeed(entry.scope(), entry.iamRoleArn(), entry.account(), place())));
    each("grants", document.grants(), this::grant);
    set("missingKey", document.missingKey(), code -> builder.missingKey(missingKey(code)));
    set(
        "matchedGrantTarget",
        document.matchedGrantTarget(),
        form -> builder.matchedGrantTarget(matchedGrantTarget(form)));
    each(
        "faults",
        document.faults(),
        fault -> {
          FaultText.Entry entry = FaultText.read(fault);
          builder.fault(entry.operation(), entry.fault());
        });
    set(
        "credentialLife",
        document.credentialLife(),
        life -> builder.credentialLife(duration("credentialLife", life)));
    set("clockSkew", document.clockSkew(), skew -> builder.clockSkew(duration("clockSkew", skew)));
  }

  private void principal(PrincipalEntry entry) {
    Principal principal =
        new Principal(
            entry.name(),
            entry.accessKey(),
            entry.secretKey(),
            entry.sessionToken(),
            entry.arn(),
            entry.administrator(),
            s3(entry.s3()),
            directory(entry.directory()));
    if (entry.account() != null && !entry.account().equals(principal.account())) {
      throw new IllegalArgumentException(
          "account: must be the account in arn, " + principal.account());
    }
    builder.principal(principal);
  }

  private static @Nullable DirectoryIdentity directory(@Nullable DirectoryEntry entry) {
    if (entry == null) {
      return null;
    }
    try {
      return new DirectoryIdentity(entry.user(), entry.groups(), entry.application());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("directory." + e.getMessage(), e);
    }
  }

  private static List<S3Access> s3(List<S3Entry> entries) {
    return entries.stream().map(entry -> new S3Access(entry.scope(), entry.permission())).toList();
  }

  private void bucket(BucketEntry entry) {
    builder.bucket(
        new Bucket(
            entry.name(),
            entry.account(),
            entry.publicRead(),
            entry.requesterPays(),
            versioning(entry.versioning())));
  }

  /** The states of versioning as S3 writes them. */
  private static Bucket.Versioning versioning(@Nullable String state) {
    if (state == null) {
      return Bucket.Versioning.UNVERSIONED;
    }
    return switch (state) {
      case "Enabled" -> Bucket.Versioning.ENABLED;
      case "Suspended" -> Bucket.Versioning.SUSPENDED;
      default ->
          throw new IllegalArgumentException("versioning: must be Enabled, Suspended or absent");
    };
  }

  private void object(ObjectEntry entry) throws IOException {
    if (entry.directory() != null) {
      directory(entry, entry.directory());
    } else {
      String key = Objects.requireNonNull(entry.key());
      byte[] content =
          entry.file() != null
              ? bytes("file", file.resolveSibling(entry.file()))
              : Objects.requireNonNull(entry.content()).getBytes(UTF_8);
      builder.object(new ObjectSeed(entry.bucket(), key, content, place()));
    }
  }

  /** Adds an object for each file below a directory. The keys have slashes on each platform. */
  private void directory(ObjectEntry entry, String named) throws IOException {
    Path directory = file.resolveSibling(named);
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException("directory: there is no directory " + directory);
    }
    String prefix = entry.prefix() == null ? "" : entry.prefix();
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path each : files) {
      String name =
          directory.relativize(each).toString().replace(each.getFileSystem().getSeparator(), "/");
      builder.object(
          new ObjectSeed(entry.bucket(), prefix + name, bytes("directory", each), place()));
    }
  }

  private static byte[] bytes(String key, Path source) throws IOException {
    if (!Files.isRegularFile(source)) {
      throw new IllegalArgumentException(key + ": there is no file " + source);
    }
    return Files.readAllBytes(source);
  }

  private void role(RoleEntry entry) {
    Integer seconds = entry.maxSessionSeconds();
    builder.role(
        new RoleSeed(
            new Role(
                entry.arn(),
                entry.trusts(),
                entry.administrator(),
                s3(entry.s3()),
                seconds == null ? Role.DEFAULT_MAX_SESSION_SECONDS : seconds),
            place()));
  }

  private void grant(GrantEntry entry) {
    String type = entry.s3PrefixType();
    if (type != null && !type.equals("Object")) {
      throw new IllegalArgumentException("s3PrefixType: must be Object or absent");
    }
    GranteeType granteeType = entry.granteeType();
    builder.grant(
        new GrantSeed(
            entry.location(),
            entry.subPrefix(),
            granteeType == null ? GranteeType.IAM : granteeType,
            entry.grantee(),
            entry.permission(),
            type != null,
            entry.application(),
            entry.account(),
            place()));
  }

  private static Duration duration(String key, String text) {
    try {
      return FaultText.duration(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": must be an ISO 8601 duration such as PT10S", e);
    }
  }

  private static MissingKey missingKey(Object answer) {
    return switch (String.valueOf(answer)) {
      case "listing" -> MissingKey.LISTING;
      case "404" -> MissingKey.NOT_FOUND;
      case "403" -> MissingKey.FORBIDDEN;
      default -> throw new IllegalArgumentException("missingKey: must be listing, 404 or 403");
    };
  }

  private static MatchedGrantTarget matchedGrantTarget(String form) {
    return switch (form) {
      case "plain" -> MatchedGrantTarget.PLAIN;
      case "concatenated" -> MatchedGrantTarget.CONCATENATED;
      default ->
          throw new IllegalArgumentException("matchedGrantTarget: must be plain or concatenated");
    };
  }

  private static <T> void set(String key, @Nullable T value, Consumer<T> setter) {
    if (value != null) {
      try {
        setter.accept(value);
      } catch (IllegalArgumentException e) {
        throw new ConfigException(key, withoutPlace(key, e), e);
      }
    }
  }

  private interface Reader<T> {
    void read(T entry) throws IOException;
  }

  /** Reads the items of a list. The message of an error starts with the key inside the item. */
  private <T> void each(String list, List<T> items, Reader<T> reader) throws IOException {
    for (int i = 0; i < items.size(); i++) {
      element = list + "[" + i + "]";
      try {
        reader.read(items.get(i));
      } catch (IllegalArgumentException e) {
        throw ConfigException.inside(element, String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static String withoutPlace(String key, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(key + ": ") ? message.substring(key.length() + 2) : message;
  }
}
