package io.github.s3agrants.yarn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * YARN with one node, in the working directory. It prints {@code ready} when applications can be
 * submitted, and ends at the end of standard input.
 */
final class MiniYarn {

  private static final int MEGABYTES = 6 * 1024;

  private MiniYarn() {}

  /** The argument is the folder for {@code yarn-site.xml}. */
  public static void main(String[] args) {
    try {
      run(Path.of(args[0], "yarn-site.xml"));
      System.exit(0);
    } catch (
        Exception e) { // whatever it is, no thread of a half-started cluster may keep this alive
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(Path site) throws IOException {
    MiniYARNCluster cluster = new MiniYARNCluster("yarn", 1, 1, 1);
    cluster.init(configuration());
    cluster.start();
    try (OutputStream file = Files.newOutputStream(site)) {
      cluster.getConfig().writeXml(file);
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Nothing is said.
    }
    cluster.stop();
  }

  private static Configuration configuration() {
    Configuration conf = new YarnConfiguration();
    conf.set("hadoop.tmp.dir", Path.of("tmp").toAbsolutePath().toString());
    conf.setInt(YarnConfiguration.NM_PMEM_MB, MEGABYTES);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 128);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, MEGABYTES);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_DISK_HEALTH_CHECK_ENABLE, false);
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    return conf;
  }
}
