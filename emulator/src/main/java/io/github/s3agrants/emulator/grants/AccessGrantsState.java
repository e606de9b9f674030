package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The Access Grants instances of all accounts in one Region. This is the only class that changes
 * them, under one lock. Thread-safe.
 */
public final class AccessGrantsState {
  private final String region;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, InstanceState> instances = new TreeMap<>();

  public AccessGrantsState(String region) {
    this.region = region;
  }

  /** Work that needs the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws AwsException;
  }

  /** The grants of all accounts, by account, each account's oldest first. */
  public Map<String, List<Grant>> grants() {
    lock.lock();
    try {
      Map<String, List<Grant>> grants = new TreeMap<>();
      instances.forEach(
          (account, instance) -> grants.put(account, List.copyOf(instance.grants().values())));
      return grants;
    } finally {
      lock.unlock();
    }
  }

  /** The grant that GetDataAccess would find for a caller whom the account lets ask. */
  public Optional<Grant> closest(
      String account, Principal caller, S3Scope target, Permission permission) {
    lock.lock();
    try {
      return find(account).flatMap(instance -> instance.closest(caller, target, permission));
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

  /** Applies a change. The caller holds the lock and has validated the change. */
  void commit(StateChange change) {
    if (change instanceof StateChange.InstanceCreated created) {
      instances.put(created.account(), new InstanceState(arn(created.account()), created));
    } else if (change instanceof StateChange.InstanceDeleted deleted) {
      instances.remove(deleted.account());
    } else {
      find(change.account()).ifPresent(instance -> instance.apply(change));
    }
  }

  /** An account has one instance per Region, and its ID is always "default". */
  private String arn(String account) {
    return "arn:aws:s3:" + region + ":" + account + ":access-grants/default";
  }
}
