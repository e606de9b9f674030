package io.github.s3agrants.contract;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractCopyFromLocalTest;
import org.apache.hadoop.fs.contract.AbstractContractCreateTest;
import org.apache.hadoop.fs.contract.AbstractContractDeleteTest;
import org.apache.hadoop.fs.contract.AbstractContractEtagTest;
import org.apache.hadoop.fs.contract.AbstractContractGetFileStatusTest;
import org.apache.hadoop.fs.contract.AbstractContractMkdirTest;
import org.apache.hadoop.fs.contract.AbstractContractMultipartUploaderTest;
import org.apache.hadoop.fs.contract.AbstractContractOpenTest;
import org.apache.hadoop.fs.contract.AbstractContractRenameTest;
import org.apache.hadoop.fs.contract.AbstractContractRootDirectoryTest;
import org.apache.hadoop.fs.contract.AbstractContractSeekTest;
import org.apache.hadoop.fs.contract.AbstractContractStreamIOStatisticsTest;
import org.apache.hadoop.fs.contract.AbstractContractUnbufferTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/**
 * Hadoop's suites of all features that S3A supports. S3A does not support append, concat, setTimes,
 * path handles, lease recovery and safe mode, so their suites are left out.
 */
final class Suites {
  /** Those that each Hadoop has. */
  private static final List<Class<?>> ALWAYS =
      List.of(
          CopyFromLocal.class,
          Create.class,
          Delete.class,
          Etag.class,
          GetFileStatus.class,
          Mkdir.class,
          MultipartUploader.class,
          Open.class,
          Rename.class,
          RootDirectory.class,
          Seek.class,
          StreamIOStatistics.class,
          Unbuffer.class);

  /** The versions that brought more, each of them in a file of its own. */
  private static final List<String> LATER = List.of("3.3.5", "3.4.0", "3.4.1");

  private Suites() {}

  /** The suites of a Hadoop version. */
  static List<Class<?>> of(String hadoop) {
    List<Class<?>> all = new ArrayList<>(ALWAYS);
    for (String first : LATER) {
      if (hadoop.compareTo(first) >= 0) {
        all.addAll(since(first));
      }
    }
    return all;
  }

  /** By name, since the class is not compiled with a Hadoop that lacks what it extends. */
  @SuppressWarnings("unchecked")
  private static List<Class<?>> since(String first) {
    try {
      return (List<Class<?>>)
          Class.forName(Suites.class.getName() + "Since" + first.replace(".", ""))
              .getDeclaredField("ALL")
              .get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the suites that came with Hadoop " + first + " are missing", e);
    }
  }

  public static final class CopyFromLocal extends AbstractContractCopyFromLocalTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class Create extends AbstractContractCreateTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class Delete extends AbstractContractDeleteTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class Etag extends AbstractContractEtagTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class GetFileStatus extends AbstractContractGetFileStatusTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class Mkdir extends AbstractContractMkdirTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class MultipartUploader extends AbstractContractMultipartUploaderTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }

    /** The least that S3 takes for a part that is not the last. */
    @Override
    protected int partSizeInBytes() {
      return 5 * 1024 * 1024;
    }

    @Override
    protected boolean finalizeConsumesUploadIdImmediately() {
      return false;
    }

    @Override
    protected boolean supportsConcurrentUploadsToSamePath() {
      return true;
    }
  }

  public static final class Open extends AbstractContractOpenTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }

    /** S3 encrypts all that it holds. */
    @Override
    protected boolean areZeroByteFilesEncrypted() {
      return true;
    }
  }

  public static final class Rename extends AbstractContractRenameTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class RootDirectory extends AbstractContractRootDirectoryTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new RootContract(conf);
    }
  }

  public static final class Seek extends AbstractContractSeekTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class StreamIOStatistics extends AbstractContractStreamIOStatisticsTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }

  public static final class Unbuffer extends AbstractContractUnbufferTest {
    @Override
    protected AbstractFSContract createContract(Configuration conf) {
      return new StoreContract(conf);
    }
  }
}
