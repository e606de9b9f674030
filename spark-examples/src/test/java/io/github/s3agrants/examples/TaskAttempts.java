package io.github.s3agrants.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.CommitDeniedException;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.util.SerializableConfiguration;
import scala.Option;
import scala.collection.immutable.List$;

/**
 * A job of two tasks, each with two simultaneous attempts, as with speculative execution on a
 * cluster. Spark's commit protocol and its coordinator are real; the order of the steps is fixed.
 */
final class TaskAttempts implements Serializable {

  /** What happens to the second attempts and to the job. */
  enum Ending {
    /** The coordinator refuses the second attempt's commit, which aborts. The job commits. */
    SPECULATION,
    /** The second attempt neither commits nor aborts. The job commits. */
    LOST_ATTEMPT,
    /** The second attempt neither commits nor aborts. The job is aborted. */
    ABORTED_JOB
  }

  private static final long serialVersionUID = 1L;

  private final SerializableConfiguration configuration;
  private final String protocol;
  private final String output;
  private final Ending ending;
  private final String trackerId =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT)
          .format(ZonedDateTime.now(ZoneOffset.UTC));
  private final String jobId = UUID.randomUUID().toString();

  TaskAttempts(Configuration base, Committer committer, String output, Ending ending) {
    Configuration job = new Configuration(base);
    committer.configure(job);
    job.set("spark.sql.sources.writeJobUUID", jobId);
    job.setClass("mapreduce.job.outputformat.class", TextOutputFormat.class, Object.class);
    job.set(FileOutputFormat.OUTDIR, output);
    this.configuration = new SerializableConfiguration(job);
    this.protocol = committer.protocol();
    this.output = output;
    this.ending = ending;
  }

  void run(JavaSparkContext spark) throws IOException {
    Job job = Job.getInstance(configuration.value());
    job.setJobID(new JobID(trackerId, 0));
    FileCommitProtocol driver = newProtocol();
    job.getConfiguration().set("mapreduce.job.id", job.getJobID().toString());
    driver.setupJob(job);
    List<TaskCommitMessage> commits =
        new ArrayList<>(spark.parallelize(List.of(0, 1), 2).map(this::task).collect());
    if (ending == Ending.ABORTED_JOB) {
      driver.abortJob(job);
    } else {
      driver.commitJob(
          job,
          List$.MODULE$
              .<TaskCommitMessage>empty()
              .$colon$colon(commits.get(1))
              .$colon$colon(commits.get(0)));
    }
  }

  private TaskCommitMessage task(int number) throws IOException {
    FileCommitProtocol first = newProtocol();
    FileCommitProtocol second = newProtocol();
    TaskAttemptContext firstContext = write(first, number, 0);
    TaskAttemptContext secondContext = write(second, number, 1);
    TaskCommitMessage committed = first.commitTask(firstContext);
    if (ending == Ending.SPECULATION) {
      abortWhenRefused(second, secondContext);
    }
    return committed;
  }

  private static void abortWhenRefused(FileCommitProtocol attempt, TaskAttemptContext context) {
    try {
      attempt.commitTask(context);
    } catch (Exception e) { // Scala declares nothing
      if (e instanceof CommitDeniedException) {
        attempt.abortTask(context);
        return;
      }
      throw new IllegalStateException("Not refused, but failed", e);
    }
    throw new IllegalStateException("Both attempts of a task have committed");
  }

  private TaskAttemptContext write(FileCommitProtocol attempt, int task, int number)
      throws IOException {
    Configuration conf = new Configuration(configuration.value());
    TaskAttemptID id =
        new TaskAttemptID(new TaskID(new JobID(trackerId, 0), TaskType.MAP, task), number);
    conf.set("mapreduce.job.id", id.getJobID().toString());
    conf.set("mapreduce.task.id", id.getTaskID().toString());
    conf.set("mapreduce.task.attempt.id", id.toString());
    conf.setBoolean("mapreduce.task.ismap", true);
    conf.setInt("mapreduce.task.partition", 0);
    TaskAttemptContext context = new TaskAttemptContextImpl(conf, id);
    attempt.setupTask(context);
    Path file =
        new Path(attempt.newTaskTempFile(context, Option.empty(), new FileNameSpec("", ".txt")));
    try (FSDataOutputStream out = file.getFileSystem(conf).create(file, false)) {
      out.write(("task " + task + " attempt " + number + "\n").getBytes(UTF_8));
    }
    return context;
  }

  private FileCommitProtocol newProtocol() {
    return FileCommitProtocol.instantiate(protocol, jobId, output, false);
  }
}
