package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.vending.probe.ProbeQuestions;
import java.util.List;

/** What is known of the grants of one request's caller, or can be found out. */
interface GrantQuestions extends ProbeQuestions {
  /** The first scopes of known grants below the path of an access, for messages. */
  List<S3Path> below(Access access);
}
