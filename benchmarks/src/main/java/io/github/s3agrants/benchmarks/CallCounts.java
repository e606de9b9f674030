package io.github.s3agrants.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The grantees' calls since the journal was last reset.
 *
 * @param getDataAccess GetDataAccess calls
 * @param callerIdentity GetCallerIdentity calls
 * @param instanceForPrefix GetAccessGrantsInstanceForPrefix calls
 * @param s3 S3 requests on objects
 * @param baseSigned the S3 requests that base credentials signed
 * @param refused the S3 requests with a status 4xx or 5xx except 404
 * @param vendSpanMillis the time from the first answer of GetDataAccess to the last
 * @param listings ListCallerAccessGrants calls, which are one per page
 */
record CallCounts(
    long getDataAccess,
    long callerIdentity,
    long instanceForPrefix,
    long s3,
    long baseSigned,
    long refused,
    long vendSpanMillis,
    long listings) {

  String toLine() {
    return String.format(
        "%d %d %d %d %d %d %d %d",
        getDataAccess,
        callerIdentity,
        instanceForPrefix,
        s3,
        baseSigned,
        refused,
        vendSpanMillis,
        listings);
  }

  static CallCounts parse(String line) {
    var numbers =
        Arrays.stream(line.split(" ", -1)).map(Long::parseLong).collect(Collectors.toList());
    return new CallCounts(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        numbers.get(5),
        numbers.get(6),
        numbers.get(7));
  }
}
