package io.github.s3agrants.tools;

import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.KeyFinding;
import io.github.s3agrants.settings.Setting;
import io.github.s3agrants.settings.UnknownKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.audit.S3AAuditConstants;

/** Checks the options of the bucket's file system, and tells which of them came from where. */
final class SettingsCheck {
  private static final String S3A = "s3a";

  /** What Configuration names a source that is no file. */
  private static final String BY_PROGRAM = "programmatically";

  /** The options that put the library to work, and that turn it off. */
  private static final List<String> SWITCHES =
      List.of(
          Constants.AWS_CREDENTIALS_PROVIDER,
          S3AAuditConstants.AUDIT_EXECUTION_INTERCEPTORS,
          S3AAuditConstants.AUDIT_ENABLED);

  private final Target target;
  private final Configuration conf;
  private final Findings findings;

  /**
   * A check.
   *
   * @param conf to which the options of the bucket have been applied
   */
  SettingsCheck(Target target, Configuration conf, Findings findings) {
    this.target = target;
    this.conf = conf;
    this.findings = findings;
  }

  /** Returns the options, also of a set-up that is not safe; empty if they cannot be read. */
  Optional<AccessGrantsConfig> run() {
    scheme();
    for (String key : SWITCHES) {
      show(key);
    }
    for (Setting<?> setting : AccessGrantsSettings.ALL) {
      if (conf.get(setting.key()) != null) {
        show(setting.key());
      }
    }
    keys();
    cache();
    AccessGrantsConfig config;
    try {
      config = AccessGrantsConfig.readForDiagnosis(target.fileSystem(), conf);
    } catch (IOException e) {
      findings.failed(String.valueOf(e.getMessage()), "");
      return Optional.empty();
    }
    config
        .objections(target.fileSystem(), conf)
        .forEach(objection -> findings.failed(objection, ""));
    if (findings.count(Level.FAILED) == 0) {
      findings.ok("The library accepts these options");
    }
    if (config.fallback()) {
      findings.warning(
          "Fallback is on: requests that no grant covers are signed with the caller's own"
              + " credentials",
          "Set " + AccessGrantsSettings.FALLBACK.key() + " to false once all grants are there.");
    }
    return Optional.of(config);
  }

  /** What looks like an option and is none: misspelt keys, and those of other integrations. */
  private void keys() {
    for (KeyFinding finding : UnknownKeys.find(conf, target.bucket())) {
      if (finding.isRefused()) {
        findings.failed(finding.toString(), "");
      } else {
        findings.warning(finding.toString(), "");
      }
    }
  }

  /** What is vended is forgotten when the last file system is closed. */
  private void cache() {
    String key = "fs." + target.fileSystem().getScheme() + ".impl.disable.cache";
    if (conf.getBoolean(key, false)) {
      findings.warning(
          key
              + " is true, so that FileSystem.get opens a file system each time. When the last one is"
              + " closed, vended credentials are forgotten, and the next one asks again",
          "Remove the key, or keep a file system open as long as the process works.");
    }
  }

  /** Whether S3A serves the scheme of the path. */
  private void scheme() {
    String scheme = target.fileSystem().getScheme();
    String key = "fs." + scheme + ".impl";
    String type = conf.getTrimmed(key, "");
    if (scheme.equals(S3A) || type.equals(S3AFileSystem.class.getName())) {
      return;
    }
    findings.failed(
        type.isEmpty()
            ? String.format("No FileSystem for scheme \"%s\" (%s is not set)", scheme, key)
            : String.format(
                "%s:// is served by %s (%s), which does not know this library", scheme, type, key),
        "Use s3a:// in the paths of the job. On EMR before 7.10, s3:// is EMRFS.");
  }

  private void show(String key) {
    String value = conf.getTrimmed(key, "");
    findings.ok(
        String.format(
            "%s = %s%s",
            key, value.isEmpty() ? "(not set)" : Setting.withoutUserInfo(value), source(key)));
  }

  private String source(String key) {
    String[] sources = conf.getPropertySources(key);
    if (sources == null || sources.length == 0) {
      return "";
    }
    String last = sources[sources.length - 1];
    return last.equals(BY_PROGRAM) ? " (set by the program)" : " (from " + last + ")";
  }
}
