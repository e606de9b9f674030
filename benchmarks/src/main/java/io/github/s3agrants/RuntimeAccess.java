package io.github.s3agrants;

import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.settings.AccessGrantsConfig;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.NullMarked;

/**
 * What the benchmarks must reach inside the library to hold more grants than anybody would vend
 * over HTTP. In this package, since the library shows neither to others.
 */
@NullMarked
public final class RuntimeAccess {
  private RuntimeAccess() {}

  /** The grants of this JVM's file systems, of which there must be one. */
  public static CredentialCache cache() {
    return AccessGrantsRuntime.engine().orElseThrow().cache();
  }

  /** The settings under which a file system with this configuration asks. */
  public static ServiceSettings settings(Configuration conf) throws IOException {
    return AccessGrantsConfig.read(conf).service();
  }
}
