package io.github.s3agrants.emulator.audit;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.UniqueIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CloudTrail's {@code userIdentity} element, as in <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">CloudTrail
 * userIdentity element</a>. It leaves out what the emulator does not know: when a session began,
 * and the identity store of a directory user.
 */
final class UserIdentity {
  private static final Pattern SESSION =
      Pattern.compile("(arn:[^:]+):sts::(\\d{12}):assumed-role/([^/]+)/.+");
  private static final Pattern NAMED = Pattern.compile("arn:[^:]+:iam::\\d{12}:(user|role)/(.+)");

  private UserIdentity() {}

  static Map<String, Object> of(Credential caller) {
    String arn = caller.arn();
    Matcher session = SESSION.matcher(arn);
    Matcher named = NAMED.matcher(arn);
    boolean assumed = session.matches();
    boolean isNamed = named.matches();
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("type", assumed ? "AssumedRole" : isNamed ? typeOf(named) : "Root");
    identity.put("principalId", UniqueIds.of(arn));
    identity.put("arn", arn);
    identity.put("accountId", UniqueIds.account(arn));
    identity.put("accessKeyId", caller.accessKeyId());
    if (isNamed) {
      identity.put("userName", lastPart(named.group(2)));
    }
    if (assumed) {
      identity.put("sessionContext", Map.of("sessionIssuer", issuer(session)));
    }
    String user = directoryUser(caller.principal().directory());
    if (user != null) {
      identity.put("onBehalfOf", Map.of("userId", user));
    }
    return identity;
  }

  private static String typeOf(Matcher named) {
    return named.group(1).equals("user") ? "IAMUser" : "Role";
  }

  private static Map<String, Object> issuer(Matcher session) {
    String account = session.group(2);
    String role = session.group(1) + ":iam::" + account + ":role/" + session.group(3);
    Map<String, Object> issuer = new LinkedHashMap<>();
    issuer.put("type", "Role");
    issuer.put("principalId", UniqueIds.of(role));
    issuer.put("arn", role);
    issuer.put("accountId", account);
    issuer.put("userName", session.group(3));
    return issuer;
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static @Nullable String directoryUser(@Nullable DirectoryIdentity directory) {
    return directory == null ? null : directory.user();
  }
}
