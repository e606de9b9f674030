package io.github.s3agrants.aws;

import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The partitions of AWS, such as {@code aws} and {@code aws-us-gov}, as the SDK knows them. */
public final class Partitions {
  private Partitions() {}

  /** Returns the ID of the partition of a Region. For an unknown Region, its name decides. */
  public static String of(String region) {
    return PartitionMetadata.of(Region.of(region)).id();
  }
}
