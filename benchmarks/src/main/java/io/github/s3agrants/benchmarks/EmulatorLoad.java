package io.github.s3agrants.benchmarks;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The emulator's S3 with many small objects, under a mixed load over HTTP. */
final class EmulatorLoad implements Benchmark {
  private static final String BUCKET = BenchmarkPrincipals.BUCKET;
  private static final int FOLDER = 20;
  private static final int SAMPLES = 200;
  private static final byte[] CONTENT = new byte[64];

  /** The operations, with their share of the load in percent. */
  enum Kind {
    GET(40),
    HEAD(20),
    PUT(20),
    LIST(10),
    DELETE(10);

    private final int share;

    Kind(int share) {
      this.share = share;
    }

    static Kind drawn(Random random) {
      int number = random.nextInt(100);
      for (Kind kind : values()) {
        if (number < kind.share) {
          return kind;
        }
        number -= kind.share;
      }
      throw new IllegalStateException("the shares are less than 100");
    }
  }

  @Override
  public String name() {
    return "emulator-load";
  }

  @Override
  public String summary() {
    return "the emulator's S3 with 1,000,000 small objects: heap, and the times of a mixed load of 64 threads"
        + " [--objects 1000000] [--calls 200000] [--threads 64]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("objects", "calls", "threads");
    int objects = options.number("objects", 1_000_000);
    int calls = options.number("calls", 200_000);
    int threads = options.number("threads", 64);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (AccessGrantsEmulator emulator =
            AccessGrantsEmulator.builder()
                .region(BenchmarkPrincipals.REGION)
                .principal(BenchmarkPrincipals.ADMIN)
                .bucket(BUCKET)
                .journalCapacity(1000)
                .start();
        S3Client s3 = client(emulator, threads)) {
      all(pool, threads, thread -> () -> load(s3, thread, Math.min(objects, 1000), threads));
      long before = heap();
      long start = System.nanoTime();
      all(pool, threads, thread -> () -> load(s3, thread, objects, threads));
      report.alone("load", (System.nanoTime() - start) / 1e9, "s");
      report.alone("heap-per-object", (double) (heap() - before) / objects, "B");
      Map<Kind, long[]> times = mixed(pool, s3, objects, calls, threads);
      times.forEach(
          (kind, nanos) -> {
            String name = kind.name().toLowerCase(Locale.ROOT);
            report.alone(name + "-p50", quantile(nanos, 0.5), "ms");
            report.alone(name + "-p99", quantile(nanos, 0.99), "ms");
          });
      report.alone(
          "list-p50-by-get-p50", median(times, Kind.LIST) / median(times, Kind.GET), "times");
      report.alone(
          "list-missing-prefix",
          alone(() -> s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("missing/"))),
          "ms");
      report.alone(
          "list-two-with-delimiter",
          alone(
              () ->
                  s3.listObjectsV2(
                      r -> r.bucket(BUCKET).prefix("data/").delimiter("/").maxKeys(2))),
          "ms");
    } finally {
      pool.shutdownNow();
    }
    report.note("the emulator and its clients share one JVM and its cores; times are the clients'");
    report.note("a LIST returns a folder of " + FOLDER + " objects");
  }

  private static S3Client client(AccessGrantsEmulator emulator, int threads) {
    return S3Client.builder()
        .endpointOverride(emulator.endpoints().s3())
        .region(Region.of(BenchmarkPrincipals.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    BenchmarkPrincipals.ADMIN.accessKey(), BenchmarkPrincipals.ADMIN.secretKey())))
        .httpClientBuilder(
            ApacheHttpClient.builder()
                .maxConnections(threads)
                .connectionAcquisitionTimeout(Duration.ofMinutes(1)))
        .forcePathStyle(true)
        .build();
  }

  /** Work of one thread. */
  private interface Work<T> {
    Callable<T> of(int thread);
  }

  private static <T> List<T> all(ExecutorService pool, int threads, Work<T> work) throws Exception {
    List<Future<T>> started = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      started.add(pool.submit(work.of(thread)));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : started) {
      results.add(future.get());
    }
    return results;
  }

  private static int load(S3Client s3, int thread, int objects, int threads) {
    for (int i = thread; i < objects; i += threads) {
      put(s3, key(i));
    }
    return thread;
  }

  private static Map<Kind, long[]> mixed(
      ExecutorService pool, S3Client s3, int objects, int calls, int threads) throws Exception {
    List<Map<Kind, LongStream.Builder>> each =
        all(pool, threads, thread -> () -> mixed(s3, objects, calls / threads, thread));
    Map<Kind, long[]> times = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      times.put(
          kind,
          each.stream()
              .map(all -> all.get(kind))
              .flatMapToLong(LongStream.Builder::build)
              .sorted()
              .toArray());
    }
    return times;
  }

  private static Map<Kind, LongStream.Builder> mixed(
      S3Client s3, int objects, int calls, int thread) {
    Map<Kind, LongStream.Builder> times = new EnumMap<>(Kind.class);
    Arrays.stream(Kind.values()).forEach(kind -> times.put(kind, LongStream.builder()));
    Random random = new Random(thread);
    int written = 0;
    int deleted = 0;
    for (int i = 0; i < calls; i++) {
      Kind kind = Kind.drawn(random);
      if (kind == Kind.DELETE && deleted == written) {
        kind = Kind.PUT;
      }
      int number = random.nextInt(objects);
      String own = "new/" + thread + "/" + (kind == Kind.DELETE ? deleted++ : written);
      written += kind == Kind.PUT ? 1 : 0;
      long start = System.nanoTime();
      call(s3, kind, number, own);
      Objects.requireNonNull(times.get(kind)).add(System.nanoTime() - start);
    }
    return times;
  }

  private static void call(S3Client s3, Kind kind, int number, String own) {
    switch (kind) {
      case GET -> {
        var unused = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key(number)));
      }
      case HEAD -> {
        var unused = s3.headObject(r -> r.bucket(BUCKET).key(key(number)));
      }
      case PUT -> put(s3, own);
      case LIST -> {
        var unused = s3.listObjectsV2(r -> r.bucket(BUCKET).prefix(folder(number)).delimiter("/"));
      }
      case DELETE -> {
        var unused = s3.deleteObject(r -> r.bucket(BUCKET).key(own));
      }
    }
  }

  private static void put(S3Client s3, String key) {
    var unused = s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(CONTENT));
  }

  private static String folder(int number) {
    return "data/" + number / FOLDER + "/";
  }

  private static String key(int number) {
    return folder(number) + "part-" + number % FOLDER;
  }

  /** The median of calls that nothing else disturbs, in milliseconds. */
  private static double alone(Callable<?> call) throws Exception {
    long[] nanos = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      var unused = call.call();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return quantile(nanos, 0.5);
  }

  private static double median(Map<Kind, long[]> times, Kind kind) {
    return quantile(Objects.requireNonNull(times.get(kind)), 0.5);
  }

  private static double quantile(long[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
