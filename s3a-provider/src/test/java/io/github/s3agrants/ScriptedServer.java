package io.github.s3agrants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * An HTTP server on loopback that answers as a test says: wrongly, slowly or never. Takes one
 * request per connection, or as many as the client sends.
 */
public final class ScriptedServer implements AutoCloseable {
  /** One request; header names in lower case. */
  public record Request(String method, String target, Map<String, String> headers, String body) {}

  /** Writes the answer, head and body; what it leaves unwritten is missing. */
  @FunctionalInterface
  public interface Script {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Script script;
  private final boolean keepsConnections;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public ScriptedServer(Script script) throws IOException {
    this(script, false);
  }

  private ScriptedServer(Script script, boolean keepsConnections) throws IOException {
    this.script = script;
    this.keepsConnections = keepsConnections;
    this.server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** A server with the same answer for all. */
  public static ScriptedServer answering(int status, String headers, String body)
      throws IOException {
    return new ScriptedServer((request, out) -> write(out, status, headers, body));
  }

  /** A server that leaves it to the client to close connections; see {@link #writeAndKeep}. */
  public static ScriptedServer keepingConnections(Script script) throws IOException {
    return new ScriptedServer(script, true);
  }

  /** A server that takes each request and never answers. */
  public static ScriptedServer silent() throws IOException {
    return new ScriptedServer((request, out) -> hang());
  }

  /**
   * A server that hands each request on to another as it stands, and changes the bodies of the
   * answers.
   */
  public static ScriptedServer before(URI other, UnaryOperator<String> change) throws IOException {
    return new ScriptedServer(
        (request, out) -> {
          String answer = forward(request, other);
          int body = answer.indexOf("\r\n\r\n") + 4;
          String changed = change.apply(answer.substring(body));
          String head =
              answer
                  .substring(0, body - 2)
                  .replaceFirst("(?i)content-length: *\\d+", "Content-Length: " + bytes(changed));
          out.write((head + "\r\n" + changed).getBytes(UTF_8));
          out.flush();
        });
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static String forward(Request request, URI other) throws IOException {
    StringBuilder head = new StringBuilder(request.method() + " " + request.target());
    head.append(" HTTP/1.1\r\n");
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equals("connection")) {
                head.append(name).append(": ").append(value).append("\r\n");
              }
            });
    head.append("connection: close\r\n\r\n").append(request.body());
    try (Socket socket = new Socket(other.getHost(), other.getPort())) {
      socket.getOutputStream().write(head.toString().getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** For a script: leaves a request without an answer until the server is closed. */
  public static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /**
   * Writes a whole answer.
   *
   * @param headers each ended by CR LF; Content-Length is added
   */
  public static void write(OutputStream out, int status, String headers, String body)
      throws IOException {
    writeAndKeep(out, status, headers + "Connection: close\r\n", body);
  }

  /** The same, for another request on the same connection to follow. */
  public static void writeAndKeep(OutputStream out, int status, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 " + status + " Scripted\r\n" + headers + "Content-Length: " + bytes.length;
    out.write((head + "\r\n\r\n").getBytes(ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** What has been asked so far. */
  public List<Request> requests() {
    return requests;
  }

  /** How many connections neither side has closed, as far as this one has noticed. */
  public int openConnections() {
    return connections.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      closed.countDown();
    }
  }

  private void serve(Socket connection) {
    Thread serving = Thread.currentThread();
    daemon(
        () -> {
          awaitClosed();
          serving.interrupt();
        });
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      do {
        Request request = read(in);
        requests.add(request);
        script.answer(request, connection.getOutputStream());
      } while (keepsConnections);
    } catch (IOException | InterruptedException e) {
      // The client, or the test, has had enough.
    } finally {
      connections.remove(connection);
    }
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(first[0], first[1], headers, new String(in.readNBytes(length), UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("The connection ended.");
      }
      line.write(b);
    }
    return line.toString(UTF_8).trim();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    closed.countDown();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
