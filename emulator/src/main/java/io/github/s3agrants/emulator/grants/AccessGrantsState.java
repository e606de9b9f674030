package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Access Grants instances of all accounts in one Region. This is the only class that changes
 * them. It changes them under one lock, after the log has persisted the change. Thread-safe.
 */
public final class AccessGrantsState {
  private static final Logger LOG = LoggerFactory.getLogger(AccessGrantsState.class);

  private final String region;
  private final StateLog log;
  private final CredentialRegistry credentials;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, InstanceState> instances = new TreeMap<>();

  public AccessGrantsState(String region, StateLog log, CredentialRegistry credentials) {
    this.region = region;
    this.log = log;
    this.credentials = credentials;
  }

  /** Work that needs the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws AwsException;
  }

  /** Applies persisted changes in their order, without persisting them again. */
  public void replay(Iterable<? extends StateChange> changes) {
    lock.lock();
    try {
      changes.forEach(this::apply);
    } finally {
      lock.unlock();
    }
  }

  /** The smallest list of changes that produces the current state. */
  public List<StateChange> snapshot() {
    lock.lock();
    try {
      List<StateChange> changes = new ArrayList<>();
      instances.values().forEach(instance -> instance.describe(changes::add));
      credentials
          .issued()
          .forEach(credential -> changes.add(IssuedCredentialCodec.change(credential)));
      return Collections.unmodifiableList(changes);
    } finally {
      lock.unlock();
    }
  }

  /** True if the account has an instance. */
  public boolean hasInstance(String account) {
    lock.lock();
    try {
      return instances.containsKey(account);
    } finally {
      lock.unlock();
    }
  }

  /** Runs with the lock. Nothing changes meanwhile. */
  <T> T locked(Work<T> work) throws AwsException {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  Optional<InstanceState> find(String account) {
    return Optional.ofNullable(instances.get(account));
  }

  Collection<InstanceState> all() {
    return instances.values();
  }

  /**
   * The account's instance.
   *
   * @throws AwsException AccessGrantsInstanceNotExistsError
   */
  InstanceState require(String account) throws AwsException {
    return find(account).orElseThrow(AccessGrantsState::notExists);
  }

  /** The error for a missing instance. */
  static AwsException notExists() {
    return new AwsException(
        AwsError.ACCESS_GRANTS_INSTANCE_NOT_EXISTS, "Access Grants Instance does not exist");
  }

  /**
   * Persists a change, then applies it. The caller holds the lock and has validated the change.
   *
   * @throws AwsException InternalError if the change cannot be persisted; then nothing has changed
   */
  void commit(StateChange change) throws AwsException {
    try {
      log.append(change);
    } catch (IOException e) {
      LOG.error("the change {} cannot be kept", change.getClass().getSimpleName(), e);
      throw new AwsException(AwsError.INTERNAL_ERROR, "The change could not be persisted");
    }
    apply(change);
  }

  private void apply(StateChange change) {
    if (change instanceof StateChange.CredentialIssued issued) {
      credentials.add(IssuedCredentialCodec.credential(issued));
    } else if (change instanceof StateChange.InstanceCreated created) {
      instances.put(created.account(), new InstanceState(arn(created.account()), created));
    } else if (change instanceof StateChange.InstanceDeleted deleted) {
      instances.remove(deleted.account());
    } else if (change instanceof StateChange.OfInstance ofInstance) {
      find(ofInstance.account()).ifPresent(instance -> instance.apply(ofInstance));
    }
  }

  /** An account has one instance per Region, and its ID is always "default". */
  private String arn(String account) {
    return "arn:aws:s3:" + region + ":" + account + ":access-grants/default";
  }
}
