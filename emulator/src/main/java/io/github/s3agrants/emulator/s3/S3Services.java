package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.audit.AuditLogs;
import io.github.s3agrants.emulator.fault.FaultInjector;
import io.github.s3agrants.emulator.identity.Authenticator;
import io.github.s3agrants.emulator.journal.JournalRecorder;

/**
 * The collaborators and settings that the S3 server shares with the rest of the emulator.
 *
 * @param authenticator verifies signatures
 * @param journal records every call
 * @param faults the configured faults
 * @param injector applies the faults
 * @param audit logs every request, if it is on
 * @param rules who may do what
 */
public record S3Services(
    Authenticator authenticator,
    JournalRecorder journal,
    Faults faults,
    FaultInjector injector,
    AuditLogs audit,
    AccessRules rules) {}
