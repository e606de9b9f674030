package io.github.s3agrants.tools;

import java.util.Arrays;
import org.apache.hadoop.util.ExitUtil;

/** The command line of the library's jar: {@code hadoop jar s3a-access-grants.jar doctor …}. */
public final class Main {
  private static final String DOCTOR = "doctor";

  private Main() {}

  /** Runs the tool that the first argument names, and ends the JVM with its exit status. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0 || !args[0].equals(DOCTOR)) {
      System.err.println(DoctorOptions.USAGE);
      ExitUtil.terminate(Level.FAILED.exitStatus());
    } else {
      Doctor.main(Arrays.copyOfRange(args, 1, args.length));
    }
  }
}
