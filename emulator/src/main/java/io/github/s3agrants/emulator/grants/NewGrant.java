package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks CreateAccessGrant for.
 *
 * @param locationId the registered location
 * @param subPrefix appended to the location's scope; null for the whole location
 * @param object whether the sub-prefix names an object
 * @param grantee to whom
 * @param permission the level of access
 * @param applicationArn the only application through which it shall work; null for any
 * @param tags by key
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
