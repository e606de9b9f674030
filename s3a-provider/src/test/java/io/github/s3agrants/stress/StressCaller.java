package io.github.s3agrants.stress;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.stress.NaiveGrants.Need;
import io.github.s3agrants.stress.NaiveGrants.Scope;
import io.github.s3agrants.stress.StressRequests.Drawn;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A caller with a file system and two S3 clients, which checks the outcome of each request. */
final class StressCaller implements AutoCloseable {
  /** Objects that always exist, in no directory that is deleted or renamed. */
  static final List<String> PILLARS = List.of("keep", "abkeep", "a-keep/x", "a b-keep/x");

  /** How long the library caches a denial, plus how long an answer may take. */
  private static final long MEMORY_MILLIS = 1_000 + 5_000;

  private static final String OURS = "S3 Access Grants";

  /** Records which access keys signed each caller's requests. S3A makes its own instance. */
  public static final class Signers implements ExecutionInterceptor, Configurable {
    static final String CALLER = "stress.caller";
    static final Map<String, Set<String>> SEEN = new ConcurrentHashMap<>();

    private @Nullable Configuration conf;

    /** The constructor that S3A needs. */
    public Signers() {}

    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes attributes) {
      String signature = context.httpRequest().firstMatchingHeader("Authorization").orElse("");
      String key = signature.replaceAll(".*Credential=([^/]*)/.*", "$1");
      Configuration present = conf;
      String caller = present == null ? "nobody" : present.get(CALLER, "nobody");
      SEEN.computeIfAbsent(caller, c -> ConcurrentHashMap.newKeySet()).add(key);
    }

    @Override
    public void setConf(Configuration conf) {
      this.conf = conf;
    }

    @Override
    public @Nullable Configuration getConf() {
      return conf;
    }
  }

  final Principal who;
  final LongAdder granted = new LongAdder();
  final LongAdder denied = new LongAdder();

  private final NaiveGrants grants;
  private final StressRequests draws;
  private final S3AFileSystem fs;
  private final AccessGrantsCredentialsProvider provider;
  private final S3Client sync;
  private final S3AsyncClient async;

  StressCaller(FileSystemStress world, Principal who, StressRequests draws, String... settings)
      throws IOException {
    this.who = who;
    this.grants = world.grants;
    this.draws = draws;
    Configuration conf = world.lake.grants(who);
    conf.set(
        "fs.s3a.audit.execution.interceptors",
        AccessGrantsInterceptor.class.getName() + "," + Signers.class.getName());
    conf.set("fs.s3a.accessgrants.denied.ttl", "1s");
    conf.set(Signers.CALLER, who.name());
    for (String setting : settings) {
      conf.set(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    this.fs = world.lake.open(conf);
    this.provider = S3AFixture.provider(conf);
    AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
    Signers signers = new Signers();
    signers.setConf(conf);
    this.sync =
        EmulatorClients.s3(
            S3Client.builder(), world.lake.emulator.endpoints(), provider, interceptor, signers);
    this.async =
        EmulatorClients.s3(
            S3AsyncClient.builder(),
            world.lake.emulator.endpoints(),
            provider,
            interceptor,
            signers);
  }

  /** Makes one call; returns what was wrong, or null. */
  @Nullable String step(Random random) {
    int draw = random.nextInt(10);
    String wrong = draw < 3 ? withS3a(random) : draw < 7 ? with(random, false) : with(random, true);
    return wrong == null ? null : who.name() + ": " + wrong;
  }

  private @Nullable String with(Random random, boolean asynchronously) {
    Drawn drawn = draws.supported(random);
    Need need = drawn.need();
    StressCalls<?> calls = StressCalls.of(drawn.request());
    long since = System.currentTimeMillis() - MEMORY_MILLIS;
    try {
      Object answer =
          asynchronously
              ? calls.send(async, drawn.request()).join()
              : calls.send(sync, drawn.request());
      granted.increment();
      return answer instanceof DeleteObjectsResponse deleted && deleted.hasErrors()
          ? drawn + ": " + deleted.errors()
          : null;
    } catch (CompletionException | S3Exception e) {
      Throwable inner = e.getCause();
      Throwable cause = e instanceof CompletionException && inner != null ? inner : e;
      String text = String.valueOf(cause.getMessage());
      if (!(cause instanceof S3Exception failure) || need == null) {
        return null;
      } else if (failure.statusCode() == 404 && text.startsWith(OURS + " gave")) {
        return drawn + ": not found, for want of credentials: " + text;
      } else if (failure.statusCode() == 404 && text.contains("No grant covers it")) {
        String probed = drawn.probed();
        return probed == null || allowed(since, "WRITE", Scope.object(need.bucket(), probed))
            ? drawn + ": not found though it may be written"
            : null;
      } else if (failure.statusCode() != 403) {
        return null;
      }
      denied.increment();
      boolean refusedByS3 = !text.contains(OURS + " gave no credentials");
      if (refusedByS3 && drawn.request() instanceof GetObjectAttributesRequest) {
        // No grant carries it, says AWS's table. The journal shows who signed it.
        return null;
      }
      return refusedByS3 || allowed(since, need.permission(), need.target())
          ? drawn + ": denied without a reason: " + text
          : null;
    } catch (RuntimeException e) {
      // Such as a dropped connection.
      return null;
    }
  }

  private @Nullable String withS3a(Random random) {
    boolean pillar = random.nextInt(3) == 0;
    String name =
        pillar ? PILLARS.get(random.nextInt(PILLARS.size())) : draws.key(random).replace("//", "/");
    Path path = new Path("/" + name.replaceAll("^/|/$", ""));
    String key = fs.pathToKey(path);
    long since = System.currentTimeMillis() - MEMORY_MILLIS;
    // Null if the call needs other paths too.
    String permission = "READ";
    String what = "";
    try {
      int draw = random.nextInt(pillar ? 4 : 9);
      what = path + ", operation " + draw;
      switch (draw) {
        case 0 -> fs.getFileStatus(path);
        case 1 -> {
          if (!fs.exists(path) && pillar && allowed(since, "WRITE", Scope.object("lake", key))) {
            return what + ": does not exist, though it may be written";
          }
        }
        case 2 -> fs.listStatus(path);
        case 3 -> fs.open(path).close();
        case 4, 5 -> {
          permission = "READWRITE";
          S3AFixture.write(fs, path.toString(), "x");
        }
        case 6 -> {
          permission = "READWRITE";
          fs.mkdirs(path);
        }
        case 7 -> {
          permission = null;
          fs.delete(path, true);
        }
        default -> {
          permission = null;
          fs.rename(path, new Path("/a/renamed"));
        }
      }
      granted.increment();
      return null;
    } catch (FileNotFoundException e) {
      return pillar && allowed(since, "WRITE", Scope.object("lake", key))
          ? what + ": not found though it may be written: " + e
          : null;
    } catch (AccessDeniedException e) {
      denied.increment();
      return (permission != null && allowed(since, permission, Scope.prefix("lake", key)))
              || !String.valueOf(e.getMessage()).contains(OURS + " gave no credentials")
          ? what + ": denied without a reason: " + e
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private boolean allowed(long since, String permission, Scope target) {
    return grants.always(since, who.name(), permission, target);
  }

  @Override
  public void close() throws IOException {
    sync.close();
    async.close();
    provider.close();
    fs.close();
  }
}
