package io.github.s3agrants.flink;

import java.util.Locale;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** A job as users submit it: reads the files of a folder, and writes them in capitals. */
public final class CopyJob {
  private CopyJob() {}

  /**
   * Runs the job to its end.
   *
   * @param arguments the folders to read and to write
   */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    env.enableCheckpointing(200);
    env.fromSource(
            FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(arguments[0]))
                .build(),
            WatermarkStrategy.noWatermarks(),
            "source")
        .map(line -> line.toUpperCase(Locale.ROOT))
        .sinkTo(
            FileSink.forRowFormat(new Path(arguments[1]), new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build());
    env.execute("copy");
  }
}
