package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose session credentials are, before they have a key. Immutable.
 *
 * @param name how the journal calls them
 * @param arn of a principal
 * @param administrator whether they manage grants
 * @param directory who they are in the corporate directory; null: nobody
 */
public record SessionOwner(
    String name, String arn, boolean administrator, @Nullable DirectoryIdentity directory) {

  /** A principal that exists. */
  public static SessionOwner of(Principal principal) {
    return new SessionOwner(
        principal.name(), principal.arn(), principal.administrator(), principal.directory());
  }

  Principal withCredentials(String accessKey, String secretKey, String token) {
    return new Principal(
        name, accessKey, secretKey, token, arn, administrator, List.of(), directory);
  }
}
