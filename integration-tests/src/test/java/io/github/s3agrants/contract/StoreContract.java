package io.github.s3agrants.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractBondedFSContract;

/**
 * What S3A promises, and a directory to show it in. Where the store is and who uses it comes from
 * the configuration file that {@link ContractRun} has written.
 */
class StoreContract extends AbstractBondedFSContract {
  /** The system property with the path of that file. */
  static final String STORE = "contract.store";

  StoreContract(Configuration conf) {
    super(conf);
    addConfResource("contract/s3a.xml");
    conf.addResource(new Path(System.getProperty(STORE)));
  }

  @Override
  public String getScheme() {
    return "s3a";
  }

  @Override
  public Path getTestPath() {
    return new Path("/" + ContractStore.TEAM + "test");
  }
}
