package io.github.s3agrants.contract;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractGetEnclosingRoot;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/**
 * The suites that came with Hadoop 3.4.0. The profile of an earlier Hadoop does not compile this
 * file, so that no other class may name this one.
 */
final class SuitesSince340 {
  static final List<Class<?>> ALL = List.of(GetEnclosingRoot.class);

  private SuitesSince340() {}

  public static final class GetEnclosingRoot extends AbstractContractGetEnclosingRoot {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }
}
