package io.github.s3agrants.contract;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractBulkDeleteTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/**
 * The suites that came with Hadoop 3.4.1. The profile of an earlier Hadoop does not compile this
 * file, so that no other class may name this one.
 */
final class SuitesSince341 {
  static final List<Class<?>> ALL = List.of(BulkDelete.class);

  private SuitesSince341() {}

  public static final class BulkDelete extends AbstractContractBulkDeleteTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }
}
