package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The owner of session credentials, before they have a key. Immutable.
 *
 * @param name the name in the journal
 * @param arn the ARN of a principal
 * @param administrator true if the owner may manage grants
 * @param directory the identity in the corporate directory; null: none
 */
public record SessionOwner(
    String name, String arn, boolean administrator, @Nullable DirectoryIdentity directory) {

  /** The owner that an existing principal is. */
  public static SessionOwner of(Principal principal) {
    return new SessionOwner(
        principal.name(), principal.arn(), principal.administrator(), principal.directory());
  }

  Principal withCredentials(String accessKey, String secretKey, String token) {
    return new Principal(
        name, accessKey, secretKey, token, arn, administrator, List.of(), directory);
  }
}
