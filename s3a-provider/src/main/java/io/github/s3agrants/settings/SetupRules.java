package io.github.s3agrants.settings;

import io.github.s3agrants.access.BucketName;
import io.github.s3agrants.access.UngrantableException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** What a set-up of S3A must have, so that no request is signed otherwise unnoticed. Immutable. */
public final class SetupRules {
  private final List<Rule> rules;

  private SetupRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Refuses a configuration. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Looks at the configuration of a file system.
     *
     * @throws IOException naming the key, the value and what is allowed
     */
    void require(Configuration conf) throws IOException;
  }

  /** Rules, in the order in which they are looked at. */
  public static SetupRules of(Rule... rules) {
    return new SetupRules(List.of(rules));
  }

  /**
   * Refuses a set-up that breaks a rule.
   *
   * @throws IOException naming the key, the value and what is allowed
   */
  void requireSafe(Configuration conf) throws IOException {
    for (Rule rule : rules) {
      rule.require(conf);
    }
  }

  /** Everything that the rules refuse, in words; empty if they refuse nothing. */
  List<String> objections(@Nullable URI fsUri, Configuration conf, boolean fallback) {
    List<Rule> all = new ArrayList<>(rules);
    if (!fallback) {
      all.add(of -> requireGrantable(fsUri, of));
    }
    List<String> objections = new ArrayList<>();
    for (Rule rule : all) {
      try {
        rule.require(conf);
      } catch (IOException e) {
        objections.add(String.valueOf(e.getMessage()));
      }
    }
    return objections;
  }

  /**
   * Refuses a file system whose bucket cannot have grants.
   *
   * @throws IOException naming the key or the bucket
   */
  static void requireGrantable(@Nullable URI fsUri, Configuration conf) throws IOException {
    String bucket = fsUri == null ? null : fsUri.getHost();
    if (bucket == null) {
      return;
    }
    String arnKey = "fs.s3a.bucket." + bucket + ".accesspoint.arn";
    String arn = conf.getTrimmed(arnKey, "");
    try {
      BucketName.requireGrantable(arn.isEmpty() ? bucket : arn);
    } catch (UngrantableException e) {
      throw new IOException(
          String.format(
              "%s%s %s=true would sign all of its requests with the caller's own credentials.",
              arn.isEmpty() ? "" : arnKey + " is set. ",
              e.getMessage(),
              AccessGrantsSettings.FALLBACK.key()),
          e);
    }
  }
}
