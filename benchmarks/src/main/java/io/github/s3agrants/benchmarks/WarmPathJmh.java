package io.github.s3agrants.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The credential step of one request with cached credentials. {@link WarmPath} starts it. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class WarmPathJmh {
  /** The caller's grants that are known to the side that knows them. */
  static final int KNOWN = 100_000;

  /** The state that all threads share. */
  @State(Scope.Benchmark)
  public static class Held {
    @Param({"ours"})
    public String side = "ours";

    @Param({"60"})
    public int keyLength;

    @Param({"1"})
    public int grants;

    private WarmSide warm = new Nothing();

    @Setup(Level.Trial)
    public void start() throws Exception {
      warm =
          switch (side) {
            case "ours" -> WarmLibrary.start(grants, keyLength, false);
            case "ours-knowing-grants" -> WarmLibrary.knowing(KNOWN, grants, keyLength);
            case "ours-not-knowing-grants" -> WarmLibrary.knowing(0, grants, keyLength);
            case "ours-fresh-identity" -> WarmLibrary.start(grants, keyLength, true);
            case "plugin-identity" -> WarmPlugin.start(grants, keyLength, false);
            default -> WarmPlugin.start(grants, keyLength, true);
          };
    }

    @TearDown(Level.Trial)
    public void stop() {
      warm.close();
    }
  }

  /** The state of each thread. */
  @State(Scope.Thread)
  public static class Caller {
    private WarmSide.Steps steps = Object::new;

    @Setup(Level.Trial)
    public void start(Held held) {
      steps = held.warm.steps();
    }
  }

  private static final class Nothing implements WarmSide {
    @Override
    public Steps steps() {
      return Object::new;
    }

    @Override
    public void close() {}
  }

  @Benchmark
  public Object step(Caller caller) {
    return caller.steps.next();
  }
}
