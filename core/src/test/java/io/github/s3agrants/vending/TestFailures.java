package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.TestCredentials;
import java.util.Optional;

/** Failed decisions, for tests of what S3A makes of them. */
public final class TestFailures {
  private TestFailures() {}

  /**
   * The failure of alice's request to the instance of account 111122223333 for READ below
   * s3://b/p/.
   */
  public static VendingException of(AccessGrantsException failure) {
    return of(failure, TestCredentials.access(S3Path.prefix("b", "p/"), Permission.READ));
  }

  /** The same for another access. */
  public static VendingException of(AccessGrantsException failure, Access access) {
    return new VendingException(
        failure.of(new AccessGrantsInstance("111122223333", "us-east-1")),
        Optional.of(access),
        Optional.of(TestCredentials.owner("alice")),
        "org.example.Provider (fs.s3a.accessgrants.credentials.provider)",
        Optional.empty(),
        KnownSurroundings.NONE);
  }
}
