package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

/** An S3 Access Grants instance. There is one per account and Region. Immutable. */
public final class AccessGrantsInstance {
  private final String account;
  private final String region;

  public AccessGrantsInstance(String account, String region) {
    this.account = requireNonNull(account, "account");
    this.region = requireNonNull(region, "region");
  }

  public String account() {
    return account;
  }

  public String region() {
    return region;
  }

  @Override
  public String toString() {
    return "the instance of account " + account + " in " + region;
  }
}
