package io.github.s3agrants.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** {@link StoreContract} for the root directory, in a bucket that only these tests use. */
final class RootContract extends StoreContract {
  RootContract(Configuration conf) {
    super(conf);
    conf.set("fs.contract.test.fs.s3a", "s3a://" + ContractStore.ROOT_BUCKET + "/");
    conf.setBoolean("fs.contract.test.root-tests-enabled", true);
  }

  @Override
  public Path getTestPath() {
    return new Path("/test");
  }
}
