package io.github.s3agrants.contract;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractContentSummaryTest;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/**
 * The suites that came with Hadoop 3.3.5. The profile of an earlier Hadoop does not compile this
 * file, so that no other class may name this one.
 */
final class SuitesSince335 {
  static final List<Class<?>> ALL = List.of(ContentSummary.class, VectoredRead.class);

  private SuitesSince335() {}

  public static final class ContentSummary extends AbstractContractContentSummaryTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class VectoredRead extends AbstractContractVectoredReadTest {
    public VectoredRead(String bufferType) {
      super(bufferType);
    }

    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }
}
