package io.github.s3agrants.contract;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractBondedFSContract;

/**
 * The promises of S3A, and the directory to test them in. The configuration file that {@link
 * ContractRun} writes has the endpoint and the credentials.
 */
class StoreContract extends AbstractBondedFSContract {
  /** The system property with the URI of that configuration file. */
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
