package io.github.s3agrants.flink;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.util.Collector;

/** Numbers equal lines: reads the files that come to a folder, and writes {@code line number}. */
final class CountingJob {
  /** The line that makes the job fail, once. */
  static final String FAILING = "fail";

  private CountingJob() {}

  /**
   * A job that runs until it is stopped.
   *
   * @param savepoint where it goes on; empty for a new one
   */
  static JobGraph from(
      Configuration conf, String input, String output, SavepointRestoreSettings savepoint) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, conf);
    env.fromSource(
            FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(input))
                .monitorContinuously(Duration.ofMillis(100))
                .build(),
            WatermarkStrategy.noWatermarks(),
            "source")
        .uid("source")
        .keyBy(line -> line, Types.STRING)
        .process(new Count())
        .uid("count")
        .sinkTo(
            FileSink.forRowFormat(new Path(output), new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build())
        .uid("sink");
    JobGraph graph = env.getStreamGraph().getJobGraph();
    graph.setSavepointRestoreSettings(savepoint);
    return graph;
  }

  /** The state is on S3 with each checkpoint. Tests run in the same JVM and wait for the lines. */
  static final class Count extends KeyedProcessFunction<String, String, String> {
    private static final long serialVersionUID = 1;

    static final Semaphore COUNTED = new Semaphore(0);
    static final Semaphore FAILURES = new Semaphore(0);

    private transient ValueState<Integer> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
    }

    @Override
    public void processElement(String line, Context context, Collector<String> out)
        throws Exception {
      if (line.equals(FAILING) && FAILURES.tryAcquire()) {
        throw new IllegalStateException("as the test wants it");
      }
      Integer before = count.value();
      int now = before == null ? 1 : before + 1;
      count.update(now);
      out.collect(line + " " + now);
      COUNTED.release();
    }
  }
}
