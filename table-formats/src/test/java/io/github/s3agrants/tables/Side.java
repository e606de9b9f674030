package io.github.s3agrants.tables;

/**
 * The bucket that S3A reaches with plain credentials, or the one that it reaches with vended ones.
 */
enum Side {
  PLAIN,
  VENDED;

  /** The name of the bucket, and of the catalog of a format that has catalogs. */
  String bucket() {
    return this == PLAIN ? "plain" : "vended";
  }

  /** The folder of the team, without a slash at its end. */
  String root() {
    return "s3a://" + bucket() + "/" + Lakehouse.TEAM;
  }

  /** Puts the bucket's name for {@code {bucket}} and the team's folder for {@code {root}}. */
  String in(String text) {
    return text.replace("{bucket}", bucket()).replace("{root}", root());
  }

  /** Takes out of a text what differs by the side alone. */
  String outOf(String text) {
    return text.replaceAll("\\b" + bucket() + "\\b", "{bucket}");
  }
}
