package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.AccessGrantsInstance;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The partitions of AWS, such as {@code aws} and {@code aws-us-gov}, as the SDK knows them. */
public final class Partitions {
  private Partitions() {}

  /** Returns the ID of the partition of a Region. For an unknown Region, its name decides. */
  public static String of(String region) {
    return PartitionMetadata.of(Region.of(region)).id();
  }

  /** Returns the ARN of an instance: there is one, named default, per account and Region. */
  public static String arnOf(AccessGrantsInstance instance) {
    return String.format(
        "arn:%s:s3:%s:%s:access-grants/default",
        of(instance.region()), instance.region(), instance.account());
  }
}
