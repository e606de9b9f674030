package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** More than a hundred thousand bad requests. Each must get a well-formed error. */
final class FuzzTest {
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 104_000);
  private static final int WORKERS = 4;
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final long MAX_GROWTH = 96L * 1024 * 1024;
  private static final Pattern STACK_TRACE = Pattern.compile("\\bat [\\w.$]+\\([\\w]+\\.java:");

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

  @Test
  void every_bad_request_is_answered() throws Exception {
    System.out.println("FuzzTest: -Dfuzz.seed=" + seed);
    try (AccessGrantsEmulator emulator =
            AccessGrantsEmulator.builder()
                .principal(ADMIN)
                .bucket("lake")
                .location("s3://", TestPrincipals.LOCATION_ROLE)
                .grant("s3://", "lake/a/*", "admin", Permission.READ)
                .journalCapacity(1000)
                .start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      BadRequests signed = new BadRequests(emulator.endpoints(), seed);
      run(emulator, signed, REQUESTS / 10);
      long before = usedHeap();
      run(emulator, signed, REQUESTS - REQUESTS / 10);
      assertThat(usedHeap() - before).isLessThan(MAX_GROWTH);
      clients
          .s3(ADMIN)
          .putObject(r -> r.bucket("lake").key("after"), RequestBody.fromString("alive"));
      assertThat(
              clients.s3(ADMIN).getObjectAsBytes(r -> r.bucket("lake").key("after")).asUtf8String())
          .isEqualTo("alive");
      assertThat(clients.sts(EmulatorClients.credentials(ADMIN)).getCallerIdentity().account())
          .isEqualTo(TestPrincipals.ACCOUNT);
    }
  }

  /** Ten megabytes where kilobytes are expected. */
  @Test
  void huge_bodies() throws Exception {
    byte[] body = "<a>".repeat(3_500_000).getBytes(UTF_8);
    try (AccessGrantsEmulator emulator =
        AccessGrantsEmulator.builder().principal(ADMIN).bucket("lake").start()) {
      SignedHttp s3 = new SignedHttp(emulator.endpoints().s3(), ADMIN);
      SignedHttp control = new SignedHttp(emulator.endpoints().s3Control(), ADMIN);
      assertThat(s3.send("PUT", "/lake/k?acl", body).text()).contains("MalformedACLError");
      assertThat(s3.send("POST", "/lake?delete", body).statusCode()).isBetween(400, 499);
      assertThat(control.send("POST", "/v20180820/accessgrantsinstance/grant", body).statusCode())
          .isBetween(400, 499);
      assertThat(control.send("POST", "/emulator/faults", body).statusCode()).isBetween(400, 499);
    }
  }

  private void run(AccessGrantsEmulator emulator, BadRequests requests, int count)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        boolean s3 = i % 2 == 0;
        int port =
            s3 ? emulator.endpoints().s3().getPort() : emulator.endpoints().s3Control().getPort();
        Random random = new Random(seed + i);
        workers.add(
            pool.submit(() -> worker(port, random, count / WORKERS, r -> requests.next(r, s3))));
      }
      int answered = 0;
      for (Future<Integer> worker : workers) {
        answered += worker.get(100, TimeUnit.SECONDS);
      }
      assertThat(answered).isEqualTo(count / WORKERS * WORKERS);
    } finally {
      pool.shutdownNow();
    }
  }

  private interface Source {
    byte[] next(Random random);
  }

  private static int worker(int port, Random random, int count, Source source) throws IOException {
    int answered = 0;
    Connection connection = new Connection(port);
    try {
      for (int i = 0; i < count; i++) {
        byte[] request = source.next(random);
        Answer answer;
        try {
          answer = connection.send(request);
        } catch (SocketTimeoutException e) {
          throw new IOException("it hangs on: " + shown(request), e);
        } catch (IOException ended) {
          // A server may close a connection between two requests. The client then retries on a new
          // connection, where the request must be answered.
          connection.close();
          connection = new Connection(port);
          try {
            answer = connection.send(request);
          } catch (IOException e) {
            throw new IOException("no answer to: " + shown(request), e);
          }
        }
        assertThat(answer.status()).as(() -> shown(request)).isBetween(400, 599);
        assertThat(answer.status()).as(() -> shown(request)).isNotEqualTo(500);
        String body = answer.body();
        assertThat(STACK_TRACE.matcher(body).find()).as(() -> shown(request) + body).isFalse();
        answered++;
        if (answer.close()) {
          connection.close();
          connection = new Connection(port);
        }
      }
    } finally {
      connection.close();
    }
    return answered;
  }

  /** A connection that is used until one side closes it. */
  private static final class Connection {
    private final Socket socket;
    private final InputStream in;

    Connection(int port) throws IOException {
      socket = connect(port);
      in = new BufferedInputStream(socket.getInputStream());
    }

    Answer send(byte[] request) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      return read(in, isHead(request));
    }

    void close() throws IOException {
      socket.close();
    }
  }

  private static boolean isHead(byte[] request) {
    return new String(request, 0, Math.min(5, request.length), ISO_8859_1).equals("HEAD ");
  }

  private static String shown(byte[] request) {
    return new String(request, 0, Math.min(400, request.length), ISO_8859_1);
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private record Answer(int status, String body, boolean close) {}

  private static Answer read(InputStream in, boolean head) throws IOException {
    String statusLine = line(in);
    assertThat(statusLine).startsWith("HTTP/1.1 ");
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    int length = -1;
    boolean chunked = false;
    boolean close = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = true;
      } else if (lower.startsWith("connection:")) {
        close = lower.contains("close");
      }
    }
    if (head) {
      // If the server could not parse the request line, it may send a body in any case.
      return new Answer(status, "", true);
    }
    if (chunked) {
      StringBuilder body = new StringBuilder();
      for (int size = Integer.parseInt(line(in), 16);
          size > 0;
          size = Integer.parseInt(line(in), 16)) {
        body.append(new String(exactly(in, size), UTF_8));
        String unused = line(in);
      }
      String unused = line(in);
      return new Answer(status, body.toString(), close);
    }
    return length < 0
        ? new Answer(status, new String(in.readAllBytes(), UTF_8), true)
        : new Answer(status, new String(exactly(in, length), UTF_8), close);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ends early");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static long usedHeap() {
    // Twice, so that objects that the first run finds unreachable are freed.
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
