package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of CreateAccessGrant.
 *
 * @param locationId the registered location
 * @param subPrefix appended to the location's scope; null for the whole location
 * @param object true if the sub-prefix names an object
 * @param grantee the grantee
 * @param permission the level of access
 * @param applicationArn the only application through which the grant works; null for any
 * @param tags the tags by key
 */
public record NewGrant(
    String locationId,
    @Nullable String subPrefix,
    boolean object,
    Grantee grantee,
    Permission permission,
    @Nullable String applicationArn,
    Map<String, String> tags) {
  public NewGrant {
    tags = Map.copyOf(tags);
  }
}
