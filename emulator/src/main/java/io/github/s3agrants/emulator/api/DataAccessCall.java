package io.github.s3agrants.emulator.api;

import org.jspecify.annotations.Nullable;

/** The parameters of a GetDataAccess call as they were sent. Null: not sent. */
public record DataAccessCall(
    @Nullable String target,
    @Nullable String targetType,
    @Nullable String permission,
    @Nullable String privilege,
    @Nullable String durationSeconds,
    @Nullable String auditContext) {}
