package io.github.s3agrants.mistakes;

import static io.github.s3agrants.mistakes.Mistakes.SOON;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Wrong keys and values: no file system is created. */
final class SettingMistakes {
  private SettingMistakes() {}

  static List<Mistake> all() {
    return List.of(
        refused(
            "interceptor missing",
            scene -> scene.conf().unset("fs.s3a.audit.execution.interceptors"),
            "fs.s3a.audit.execution.interceptors does not list"
                + " io.github.s3agrants.AccessGrantsInterceptor"),
        refused(
            "provider missing",
            scene ->
                scene.set(
                    "fs.s3a.aws.credentials.provider",
                    "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"),
            "fs.s3a.aws.credentials.provider does not list"
                + " io.github.s3agrants.AccessGrantsCredentialsProvider"),
        refused(
            "another provider beside this one",
            scene ->
                scene.set(
                    "fs.s3a.aws.credentials.provider",
                    scene.conf().get("fs.s3a.aws.credentials.provider")
                        + ",org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"),
            "fs.s3a.aws.credentials.provider lists other providers beside"),
        refused(
            "auditing off",
            scene -> scene.set("fs.s3a.audit.enabled", false),
            "fs.s3a.audit.enabled is false"),
        refused(
            "Hadoop's own integration on",
            scene -> scene.set("fs.s3a.access.grants.enabled", true),
            "fs.s3a.access.grants.enabled is true"),
        refused(
            "key misspelt",
            scene -> scene.set("fs.s3a.accessgrants.falback", true),
            "is an unknown option. The nearest one is fs.s3a.accessgrants."),
        refused(
            "key of a bucket misspelt",
            scene -> scene.set("fs.s3a.bucket.lake.accessgrants.falback", true),
            "is an unknown option. The nearest one is fs.s3a.",
            "fs.s3a.bucket."),
        refused(
            "name of the service misspelt",
            scene -> scene.set("fs.s3a.access.grants.fallback", true),
            "fs.s3a.access.grants.fallback",
            "is an unknown option. The nearest one is fs.s3a.accessgrants."),
        refused(
            "value misspelt",
            scene -> scene.set("fs.s3a.accessgrants.fallback", "yes"),
            "Invalid value of fs.s3a.accessgrants."),
        new Mistake(
            "s3:// without EMRFS",
            scene -> scene.path("s3://lake/alice/f"),
            UnsupportedFileSystemException.class,
            SOON,
            List.of("No FileSystem for scheme \"s3\""),
            List.of()));
  }

  private static Mistake refused(String name, Mistake.Setup setup, String... words) {
    return new Mistake(name, setup, IOException.class, SOON, List.of(words), List.of());
  }
}
