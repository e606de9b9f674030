package io.github.s3agrants.emulator;

import static java.util.stream.Collectors.joining;

import io.github.s3agrants.emulator.AccessGrantsSeeds.RoleSeed;
import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.HadoopConfiguration;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.audit.AuditLogs;
import io.github.s3agrants.emulator.control.AccessGrantsService;
import io.github.s3agrants.emulator.control.AdminEndpoints;
import io.github.s3agrants.emulator.control.ControlHandler;
import io.github.s3agrants.emulator.control.ControlPlane;
import io.github.s3agrants.emulator.control.OwnHosts;
import io.github.s3agrants.emulator.control.StateEndpoint;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.fault.FaultInjector;
import io.github.s3agrants.emulator.fault.SkewedClock;
import io.github.s3agrants.emulator.grants.AccessGrantsState;
import io.github.s3agrants.emulator.identity.Authenticator;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import io.github.s3agrants.emulator.s3.S3Service;
import io.github.s3agrants.emulator.s3.S3Services;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running emulator. S3 has one port, and S3 Control, STS and the journal another; each serves all
 * of them. Both are on loopback, unless another address is set.
 *
 * <pre>{@code
 * try (AccessGrantsEmulator emulator =
 *     AccessGrantsEmulator.builder()
 *         .principal(Principal.of("alice", "AKIAEMULATORALICE001", "secret", "arn:aws:iam::111122223333:user/alice"))
 *         .bucket("lake")
 *         .location("s3://", "arn:aws:iam::111122223333:role/s3ag-location-role")
 *         .grant("s3://", "lake/alice/*", "alice", Permission.READ)
 *         .start()) {
 *   URI s3 = emulator.endpoints().s3();
 * }
 * }</pre>
 *
 * <p>Clients sign with Signature Version 4. The bucket is in the path or in the name of the host.
 * Everything is kept in memory and lost when the emulator is closed. Thread-safe.
 */
public final class AccessGrantsEmulator implements AutoCloseable {
  private final EmulatorSettings settings;
  private final S3Service s3;
  private final Ports ports;
  private final ControlHandler controlHandler;
  private final JournalRecorder journal;
  private final Faults faults;
  private final Endpoints endpoints;
  private final AuditLogs audit;
  private final AtomicBoolean closed = new AtomicBoolean();

  private AccessGrantsEmulator(
      EmulatorSettings settings,
      S3Service s3,
      Ports ports,
      ControlHandler controlHandler,
      JournalRecorder journal,
      Faults faults,
      AuditLogs audit,
      InetAddress bound) {
    this.settings = settings;
    this.s3 = s3;
    this.audit = audit;
    this.ports = ports;
    this.controlHandler = controlHandler;
    this.journal = journal;
    this.faults = faults;
    this.endpoints =
        new Endpoints(
            uri(bound, ports.s3().port(), ""),
            uri(bound, ports.control().port(), ""),
            uri(bound, ports.control().port(), "/sts"));
  }

  private static URI uri(InetAddress bound, int port, String path) {
    String host = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path);
  }

  /** Starts the description of an emulator. */
  public static EmulatorBuilder builder() {
    return new EmulatorBuilder();
  }

  static AccessGrantsEmulator start(EmulatorSettings settings) throws IOException {
    AuditLogs audit =
        AuditLogs.open(
            settings.cloudTrail(),
            settings.accessLog(),
            settings.clock(),
            settings.region(),
            settings.account(),
            settings.accessGrants().bucketOwners());
    try {
      return start(settings, audit);
    } catch (IOException | RuntimeException e) {
      try (audit) {
        throw e;
      }
    }
  }

  private static AccessGrantsEmulator start(EmulatorSettings settings, AuditLogs audit)
      throws IOException {
    CredentialRegistry credentials = new CredentialRegistry(settings.principals());
    Faults faults = new Faults(settings.clock(), settings.faults());
    FaultInjector injector = new FaultInjector(faults);
    Clock serviceClock = new SkewedClock(settings.clock(), faults);
    Clock signingClock = new SkewedClock(Clock.systemUTC(), faults);
    Authenticator authenticator = new Authenticator(credentials, serviceClock, signingClock);
    JournalRecorder journal = new JournalRecorder(settings.clock(), settings.journalCapacity());
    AccessGrantsState state = new AccessGrantsState(settings.region());
    try {
      Seed.plant(settings, state);
    } catch (AwsException e) {
      throw new IllegalArgumentException(e.describe(), e);
    }
    S3Service s3 =
        new S3Service(
            settings.region(),
            settings.buckets(),
            new S3Services(
                authenticator, journal, faults, injector, audit, settings.accessRules()));
    settings.objects().forEach(seed -> s3.put(seed.bucket(), seed.key(), seed.content()));
    ControlPlane plane =
        new ControlPlane(
            settings.region(),
            authenticator,
            new AccessGrantsService(
                state,
                credentials,
                settings.accessGrants().roles().stream().map(RoleSeed::role).toList(),
                bucket -> owner(settings, s3, bucket),
                settings.matchedGrantTarget(),
                serviceClock,
                faults),
            injector,
            journal,
            audit);
    ControlHandler control =
        new ControlHandler(
            plane,
            new AdminEndpoints(
                journal,
                faults,
                new StateEndpoint(
                    state,
                    credentials,
                    settings.principals(),
                    bucket -> owner(settings, s3, bucket).orElse(settings.account()),
                    serviceClock),
                new OwnHosts(settings.bind(), settings.allowedHosts())),
            signingClock);
    return new AccessGrantsEmulator(
        settings,
        s3,
        Ports.start(settings, s3, control),
        control,
        journal,
        faults,
        audit,
        settings.bind());
  }

  private static Optional<String> owner(EmulatorSettings settings, S3Service s3, String bucket) {
    return s3.hasBucket(bucket)
        ? Optional.of(
            settings.accessGrants().bucketOwners().getOrDefault(bucket, settings.account()))
        : Optional.empty();
  }

  /** The URLs of the services. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /**
   * All settings that a file system of Hadoop's S3A needs, with the library, to call as one of the
   * principals. See {@link HadoopConfiguration}.
   *
   * @throws IllegalArgumentException if no principal has this name
   */
  public Map<String, String> hadoopConfiguration(String principal) {
    for (Principal known : settings.principals()) {
      if (known.name().equals(principal)) {
        return HadoopConfiguration.of(endpoints, settings.region(), known);
      }
    }
    throw new IllegalArgumentException(
        principal
            + ": no such principal; there are "
            + settings.principals().stream().map(Principal::name).collect(joining(", ")));
  }

  /** The calls since the start or the last reset, up to the journal's capacity. */
  public Journal journal() {
    return journal.snapshot();
  }

  /** Clears the journal. Sequence numbers continue. */
  public void resetJournal() {
    journal.reset();
  }

  /** The injected faults. They can be changed while the emulator runs. */
  public Faults faults() {
    return faults;
  }

  /**
   * The ACL that PutObjectAcl set on an object: the request's body byte for byte, or the document
   * that its headers stand for. Empty if there is no such object or no ACL was set since the object
   * was written.
   */
  public Optional<byte[]> acl(String bucket, String key) {
    return s3.acl(bucket, key);
  }

  /**
   * Stops both servers and their threads. S3 calls under way get up to three seconds. Closing again
   * does nothing.
   *
   * @throws IOException if a server cannot be stopped
   */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      // The files are closed last: no request can be logged any more.
      try (audit;
          ports) {
        controlHandler.close();
      }
    }
  }
}
