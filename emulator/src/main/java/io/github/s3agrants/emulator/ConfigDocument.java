package io.github.s3agrants.emulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.grants.GranteeType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file as it is written: a record for each mapping, a component for each key. A
 * key that is absent is null, an absent list is empty. A component that must be there is checked by
 * its record's constructor; every other rule is the builder's.
 *
 * <p>To add a key, add a component here and use it in {@link ConfigFile}.
 */
record ConfigDocument(
    @Nullable String region,
    @Nullable String account,
    List<PrincipalEntry> principals,
    List<BucketEntry> buckets,
    List<ObjectEntry> objects,
    List<RoleEntry> roles,
    List<InstanceEntry> instances,
    List<LocationEntry> locations,
    List<GrantEntry> grants,
    @Nullable String cloudTrail,
    @Nullable String accessLog,
    @Nullable Object missingKey,
    @Nullable String matchedGrantTarget,
    List<Map<String, Object>> faults,
    @Nullable String credentialLife,
    @Nullable String clockSkew) {

  ConfigDocument {
    principals = list(principals);
    buckets = list(buckets);
    objects = list(objects);
    roles = list(roles);
    instances = list(instances);
    locations = list(locations);
    grants = list(grants);
    faults = list(faults);
  }

  record PrincipalEntry(
      String name,
      String accessKey,
      String secretKey,
      String arn,
      @Nullable String account,
      @Nullable String sessionToken,
      boolean administrator,
      List<S3Entry> s3,
      @Nullable DirectoryEntry directory) {
    PrincipalEntry {
      required(name, "name");
      required(accessKey, "accessKey");
      required(secretKey, "secretKey");
      required(arn, "arn");
      s3 = list(s3);
    }

    /** Omits the secret and the session token. */
    @Override
    public String toString() {
      return "PrincipalEntry[" + name + "]";
    }
  }

  record S3Entry(String scope, Permission permission) {
    S3Entry {
      required(scope, "scope");
      required(permission, "permission");
    }
  }

  record DirectoryEntry(@Nullable String user, List<String> groups, @Nullable String application) {
    DirectoryEntry {
      groups = list(groups);
    }
  }

  record BucketEntry(
      String name,
      @Nullable String account,
      boolean publicRead,
      boolean requesterPays,
      @Nullable String versioning) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    BucketEntry {
      required(name, "name");
    }

    /** A bucket of which only the name is written. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static BucketEntry named(String name) {
      return new BucketEntry(name, null, false, false, null);
    }
  }

  /** One object, or with {@code directory} an object for each file of a directory. */
  record ObjectEntry(
      String bucket,
      @Nullable String key,
      @Nullable String content,
      @Nullable String file,
      @Nullable String directory,
      @Nullable String prefix) {
    ObjectEntry {
      required(bucket, "bucket");
      int sources =
          (content == null ? 0 : 1) + (file == null ? 0 : 1) + (directory == null ? 0 : 1);
      if (sources != 1) {
        throw new IllegalArgumentException(
            "content: there must be one of content, file and directory");
      }
      if (directory == null) {
        required(key, "key");
        absent(prefix, "prefix", "is only for a directory; a file has a key");
      } else {
        absent(key, "key", "is not for a directory; its files have a prefix");
      }
    }

    private static void absent(@Nullable Object value, String key, String rule) {
      if (value != null) {
        throw new IllegalArgumentException(key + ": " + rule);
      }
    }
  }

  record RoleEntry(
      String arn,
      List<String> trusts,
      boolean administrator,
      List<S3Entry> s3,
      @Nullable Integer maxSessionSeconds) {
    RoleEntry {
      required(arn, "arn");
      trusts = list(trusts);
      s3 = list(s3);
    }
  }

  record InstanceEntry(
      @Nullable String account,
      @Nullable String identityCenter,
      @Nullable String resourcePolicy,
      @Nullable String organization) {}

  record LocationEntry(String scope, String iamRoleArn, @Nullable String account) {
    LocationEntry {
      required(scope, "scope");
      required(iamRoleArn, "iamRoleArn");
    }
  }

  record GrantEntry(
      String location,
      @Nullable String subPrefix,
      String grantee,
      @Nullable GranteeType granteeType,
      Permission permission,
      @Nullable String s3PrefixType,
      @Nullable String application,
      @Nullable String account) {
    GrantEntry {
      required(location, "location");
      required(grantee, "grantee");
      required(permission, "permission");
    }
  }

  // Jackson passes null for what the file lacks, whatever the component's type says.
  private static void required(@Nullable Object value, String key) {
    if (value == null) {
      throw new IllegalArgumentException(key + ": is required");
    }
  }

  private static <T> List<T> list(@Nullable List<T> sent) {
    return sent == null ? List.of() : List.copyOf(sent);
  }
}
