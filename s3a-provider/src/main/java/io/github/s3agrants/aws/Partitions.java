package io.github.s3agrants.aws;

import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The partitions of AWS, such as {@code aws} and {@code aws-us-gov}, as the SDK knows them. */
public final class Partitions {
  private Partitions() {}

  /** The id of the partition that a Region is in, or would be in by its name. */
  public static String of(String region) {
    return PartitionMetadata.of(Region.of(region)).id();
  }
}
