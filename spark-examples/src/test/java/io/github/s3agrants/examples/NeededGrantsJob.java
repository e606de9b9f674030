package io.github.s3agrants.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes and reads back a table with each committer in turn. When access is denied, it prints the
 * command that the message suggests, and retries after it has read a line from standard input.
 * {@link NeededGrantsIT} runs it in its own JVM.
 */
final class NeededGrantsJob {

  private static final Pattern COMMAND =
      Pattern.compile("aws s3control create-access-grant [ -~]*? --grantee '[ -~]*?'");

  private static final int MOST_ATTEMPTS = 12;

  private NeededGrantsJob() {}

  /** The arguments are the folder to work in, and the names of committers. */
  public static void main(String[] args) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      for (int i = 1; i < args.length; i++) {
        Committer committer = Committer.valueOf(args[i]);
        String table = args[0] + committer.id();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
          try {
            say(committer, "done " + writeAndRead(committer.session(spark), table));
            break;
          } catch (Exception e) { // Scala declares nothing
            say(committer, commandIn(e));
            if (lines.readLine() == null) {
              return;
            }
          }
        }
      }
    }
  }

  private static long writeAndRead(SparkSession session, String table) {
    session
        .range(0, 8, 1, 2)
        .selectExpr("id", "id % 2 as p")
        .write()
        .mode(SaveMode.ErrorIfExists)
        .parquet(table);
    return session.read().parquet(table).count();
  }

  private static void say(Committer committer, String what) {
    System.out.println(CommitterJobs.MARK + committer.id() + " " + what);
  }

  /** Searches the messages, because Spark passes on a failed task's causes only as text. */
  private static String commandIn(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Matcher command = COMMAND.matcher(String.valueOf(each.getMessage()));
      if (command.find()) {
        return command.group();
      }
    }
    throw new UncheckedIOException(new IOException("No command in it", failure));
  }
}
