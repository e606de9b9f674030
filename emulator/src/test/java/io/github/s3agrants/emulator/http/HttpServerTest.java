package io.github.s3agrants.emulator.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over real sockets: what a client sends, byte for byte, and what it gets. */
final class HttpServerTest {
  private static final HttpHandler ECHO =
      (request, reply) ->
          reply.send(
              HttpResponse.of(200)
                  .with("x-seen", request.method() + " " + request.rawPath())
                  .with("x-query", request.rawQuery())
                  .with("x-authority", request.authority())
                  .with("x-headers", String.join("|", request.headers("x-a")))
                  .body(request.body().readAllBytes()));
  private static final HttpHandler LAZY =
      (request, reply) -> reply.send(HttpResponse.of(403).body("no".getBytes(ISO_8859_1)));

  @ParameterizedTest
  @CsvSource({
    "/a, /a, ''",
    "//photos//x/, //photos//x/, ''",
    "/a%2Fb%2f..%20/../c, /a%2Fb%2f..%20/../c, ''",
    "/a?, /a, ''",
    "/a?b=c?d&e, /a, b=c?d&e",
    "/%zz{|}^?%, /%zz{|}^, %",
    "/a#b, /a#b, ''",
    "http://else.where:80/a//b?c, /a//b, c",
    "HTTP://else.where, /, ''",
    "http://else.where?c=/d, /, c=/d",
    "http:///a, /a, ''",
  })
  void target_reaches_the_handler_as_sent(String target, String path, String query)
      throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      Answer answer = client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-seen")).isEqualTo("GET " + path);
      assertThat(answer.header("x-query")).isEqualTo(query);
      assertThat(answer.header("x-authority"))
          .isEqualTo(target.contains("else.where:80") ? "else.where:80" : host(target));
    }
  }

  private static String host(String target) {
    return target.contains("else.where") ? "else.where" : "";
  }

  @Test
  void bytes_that_clients_should_have_encoded_keep_their_meaning() throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      Answer answer = client.send("GET /\u00c3\u00a9?\u00c3\u00bc HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(answer.header("x-seen")).isEqualTo("GET /%C3%A9");
      assertThat(answer.header("x-query")).isEqualTo("%C3%BC");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: h\r\n\r\n",
        "CONNECT else.where:443 HTTP/1.1\r\nHost: else.where:443\r\n\r\n",
        "GET ftp://else.where/a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a\rb HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a\u0001 HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a\r\nHost: h\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET /a HTTP/1.1\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
        "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\na",
        "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n",
        "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      })
  void what_is_not_http_is_answered_400(String request) throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      assertThat(client.send(request).status()).isEqualTo(400);
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void other_refusals() throws Exception {
    try (Server server = new Server(ECHO)) {
      try (Client client = server.connect()) {
        String long64k = "x".repeat(70_000);
        assertThat(client.send("GET /" + long64k + " HTTP/1.1\r\nHost: h\r\n\r\n").status())
            .isEqualTo(431);
      }
      try (Client client = server.connect()) {
        assertThat(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status()).isEqualTo(505);
      }
      try (Client client = server.connect()) {
        assertThat(
                client
                    .send("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n")
                    .status())
            .isEqualTo(501);
      }
    }
  }

  @Test
  void head_that_breaks_off_is_no_request() throws Exception {
    AtomicReference<String> handled = new AtomicReference<>("nothing");
    try (Server server = new Server((request, reply) -> handled.set(request.toString()));
        Client client = server.connect()) {
      client.write("DELETE /a HTTP/1.1\r\nHost: h\r\n");
      client.endOutput();
      assertThat(client.atEnd()).isTrue();
    }
    assertThat(handled).hasValue("nothing");
  }

  @Test
  void header_values_are_bytes() throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      Answer answer =
          client.send("GET / HTTP/1.1\r\nHost: h\r\nX-A:  \u00c3\u00a9 b \r\nx-a:\r\n\r\n");
      assertThat(answer.header("x-headers")).isEqualTo("\u00c3\u00a9 b|");
    }
  }

  @Test
  void no_header_but_the_handlers() throws Exception {
    try (Server server = new Server((request, reply) -> reply.send(HttpResponse.of(204)));
        Client client = server.connect()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").text())
          .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }
    try (Server server =
            new Server(
                (request, reply) ->
                    reply.send(HttpResponse.of(200).with("B", "1").with("A", "\u00e9\n")));
        Client client = server.connect()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").text())
          .isEqualTo("HTTP/1.1 200 OK\r\nB: 1\r\nA: \u00e9 \r\nContent-Length: 0\r\n\r\n");
    }
  }

  @Test
  void connection_takes_one_request_after_the_other() throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      for (String body : List.of("", "abc", "x".repeat(100_000))) {
        Answer answer =
            client.send(
                "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
        assertThat(answer.body()).isEqualTo(body);
      }
      Answer chunked =
          client.send(
              "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .concat("3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n"));
      assertThat(chunked.body()).isEqualTo("abcde");
      Answer last =
          client.send("GET /z HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Close\r\n\r\n");
      assertThat(last.header("connection")).isEqualTo("close");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void http_1_0() throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      Answer answer = client.send("GET /a HTTP/1.0\r\n\r\n");
      assertThat(answer.header("x-seen")).isEqualTo("GET /a");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void head_has_the_length_and_no_body() throws Exception {
    try (Server server =
            new Server(
                (request, reply) -> {
                  long sent =
                      request.rawPath().equals("/own")
                          ? reply.send(HttpResponse.of(200).with("content-length", "7"))
                          : reply.send(HttpResponse.of(200).body(5, out -> out.write(1)));
                  assertThat(sent).isZero();
                });
        Client client = server.connect()) {
      assertThat(client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n").text())
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
      assertThat(client.send("HEAD /own HTTP/1.1\r\nHost: h\r\n\r\n").text())
          .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n");
    }
  }

  @Test
  void client_gets_leave_to_send_with_the_first_read() throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      client.write(
          "PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(client.send("abc").body()).isEqualTo("abc");
      assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(200);
    }
  }

  @Test
  void client_that_waits_is_refused_without_its_body() throws Exception {
    try (Server server = new Server(LAZY);
        Client client = server.connect()) {
      Answer answer =
          client.send(
              "PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void unread_body_is_read_so_that_the_client_gets_the_answer() throws Exception {
    try (Server server = new Server(LAZY);
        Client client = server.connect()) {
      int length = 8 * 1024 * 1024;
      client.write("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n");
      client.write(new byte[length]);
      assertThat(client.answer().body()).isEqualTo("no");
      assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(403);
    }
  }

  @Test
  void body_beyond_all_bounds_costs_the_connection() throws Exception {
    try (Server server = new Server(LAZY);
        Client client = server.connect()) {
      client.write("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000000\r\n\r\n");
      byte[] piece = new byte[1024 * 1024];
      for (int i = 0; i < 65; i++) {
        client.write(piece);
      }
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3\r\nabc", "zz\r\n", "3\r\nabcdef\r\n"})
  void broken_chunks_end_the_connection(String chunks) throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      client.write("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
      client.endOutput();
      // The handler's read failed; nothing says 200.
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void length_and_chunks_at_once_end_the_connection() throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      Answer answer =
          client.send(
              "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n"
                  .concat("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"));
      assertThat(answer.body()).isEqualTo("a");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void dropped_request_gets_not_a_byte() throws Exception {
    try (Server server = new Server((request, reply) -> reply.drop());
        Client client = server.connect()) {
      client.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void handler_that_fails_is_answered_500() throws Exception {
    HttpHandler failing =
        (request, reply) -> {
          throw new IllegalStateException("on purpose");
        };
    try (Server server = new Server(failing);
        Client client = server.connect()) {
      assertThat(client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(500);
    }
    try (Server server = new Server((request, reply) -> {});
        Client client = server.connect()) {
      assertThat(client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void body_of_another_length_breaks_the_connection(int written) throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    HttpHandler lying =
        (request, reply) -> {
          try {
            reply.send(HttpResponse.of(200).body(3, out -> out.write(new byte[written])));
          } catch (IOException e) {
            failure.set(e);
            throw e;
          }
        };
    try (Server server = new Server(lying);
        Client client = server.connect()) {
      client.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.rest()).doesNotEndWith("\r\n\r\n" + "\0".repeat(3));
    }
    assertThat(failure.get()).hasMessageContaining("the body");
  }

  @Test
  void many_idle_connections() throws Exception {
    List<Client> clients = new ArrayList<>();
    try (Server server = new Server(ECHO)) {
      for (int i = 0; i < 600; i++) {
        clients.add(server.connect());
      }
      for (int round = 0; round < 2; round++) {
        for (Client client : clients) {
          assertThat(client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(200);
        }
      }
      long start = System.nanoTime();
      server.http.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      for (Client client : clients) {
        assertThat(client.atEnd()).isTrue();
      }
      server.assertNothingIsLeft();
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @Test
  void request_under_way_is_answered_before_the_end() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayGo = new CountDownLatch(1);
    HttpHandler slow =
        (request, reply) -> {
          inside.countDown();
          try {
            mayGo.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          reply.send(HttpResponse.of(200));
        };
    try (Server server = new Server(slow);
        Client client = server.connect()) {
      client.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
      inside.await();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(server.http::close);
      server.awaitRefusal();
      mayGo.countDown();
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.atEnd()).isTrue();
      closed.get(10, TimeUnit.SECONDS);
      server.assertNothingIsLeft();
    }
  }

  @Test
  void request_that_does_not_end_loses_its_connection() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    HttpHandler stuck =
        (request, reply) -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (Server server = new Server(stuck);
        Client client = server.connect()) {
      client.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
      inside.await();
      long start = System.nanoTime();
      server.http.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
      assertThat(client.rest()).isEmpty();
      server.assertNothingIsLeft();
    }
  }

  @Test
  void threads_are_daemons() throws Exception {
    try (Server server = new Server(ECHO);
        Client client = server.connect()) {
      client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(server.threads()).hasSize(2).allMatch(Thread::isDaemon);
    }
  }

  /** A server under a name of its own. */
  private static final class Server implements AutoCloseable {
    private final String name = "http-test-" + System.nanoTime();
    private final HttpServer http;
    private final int port;

    Server(HttpHandler handler) throws IOException {
      http =
          HttpServer.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), name, handler);
      port = http.port();
    }

    Client connect() throws IOException {
      return new Client(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    List<Thread> threads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith(name))
          .toList();
    }

    /** Waits until nobody can connect any more. */
    void awaitRefusal() throws IOException {
      while (true) {
        try {
          connect().close();
        } catch (ConnectException e) {
          return;
        }
      }
    }

    void assertNothingIsLeft() {
      assertThat(threads()).isEmpty();
    }

    @Override
    public void close() {
      http.close();
    }
  }

  /** An answer; its bytes are characters. */
  private record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }

    String header(String name) {
      for (String line : head.split("\r\n", -1)) {
        if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "none";
    }

    String text() {
      return head + body;
    }
  }

  /** A client that sends what it is told. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean bodiless;

    Client(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(20_000);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    void write(String text) throws IOException {
      bodiless = text.startsWith("HEAD ");
      write(text.getBytes(ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void endOutput() throws IOException {
      socket.shutdownOutput();
    }

    Answer send(String request) throws IOException {
      write(request);
      return answer();
    }

    Answer answer() throws IOException {
      String head = head();
      Answer answer = new Answer(head, "");
      String length = answer.header("content-length");
      return bodiless || length.equals("none")
          ? answer
          : new Answer(head, new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1));
    }

    String head() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      int read = in.read();
      while (read >= 0) {
        head.write(read);
        if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
          break;
        }
        read = in.read();
      }
      return head.toString(ISO_8859_1);
    }

    String rest() throws IOException {
      return new String(in.readAllBytes(), ISO_8859_1);
    }

    boolean atEnd() throws IOException {
      return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
