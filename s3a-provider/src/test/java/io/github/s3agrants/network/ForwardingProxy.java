package io.github.s3agrants.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.fixture.HttpRequest;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * An HTTP proxy on loopback that alone can resolve certain host names. It forwards requests with an
 * absolute URI, one per connection; it records and refuses tunnels; and it may require a user and a
 * password.
 */
final class ForwardingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final Map<String, Integer> ports;
  private final String authorization;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> agents = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /** A proxy without a password that maps host names to ports. */
  ForwardingProxy(Map<String, Integer> ports) throws IOException {
    this(ports, "");
  }

  private ForwardingProxy(Map<String, Integer> ports, String authorization) throws IOException {
    this.ports = ports;
    this.authorization = authorization;
    this.server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  static ForwardingProxy with(String user, String password, Map<String, Integer> ports)
      throws IOException {
    byte[] text = (user + ":" + password).getBytes(UTF_8);
    return new ForwardingProxy(ports, "Basic " + Base64.getEncoder().encodeToString(text));
  }

  /** Host names of the emulator's services, which only the proxy can resolve. */
  static Map<String, Integer> hostsOf(S3AFixture lake) {
    return Map.of(
        "storage.test", lake.emulator.endpoints().s3().getPort(),
        "control.test", lake.emulator.endpoints().s3Control().getPort(),
        "sts.test", lake.emulator.endpoints().sts().getPort());
  }

  /** Points S3A and the library at the services by those names. */
  static Configuration named(Configuration conf) {
    conf.set("fs.s3a.endpoint", "http://storage.test");
    conf.set("fs.s3a.accessgrants.endpoint", "http://control.test");
    conf.set("fs.s3a.accessgrants.sts.endpoint", "http://sts.test");
    return conf;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Makes a configuration use this proxy, for all buckets or for one. */
  Configuration usedBy(Configuration conf, String prefix) {
    conf.set(prefix + "proxy.host", "127.0.0.1");
    conf.setInt(prefix + "proxy.port", port());
    return conf;
  }

  /**
   * The forwarded requests, such as {@code GET storage.test /lake/f}, and {@code CONNECT host} for
   * tunnels.
   */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The user agents of the forwarded requests. */
  List<String> agents() {
    return List.copyOf(agents);
  }

  /** The requested hosts, without duplicates. */
  List<String> hosts() {
    return requests.stream()
        .map(line -> line.split(" ", 3)[1])
        .distinct()
        .sorted()
        .collect(Collectors.toList());
  }

  void forget() {
    requests.clear();
    agents.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      HttpRequest request = HttpRequest.read(in);
      OutputStream out = client.getOutputStream();
      if (!authorization.equals(request.headers().getOrDefault("proxy-authorization", ""))) {
        refuse(out, 407, "Proxy-Authenticate: Basic realm=\"test\"\r\n");
      } else if (request.method().equals("CONNECT")) {
        requests.add("CONNECT " + request.target().replace(":443", ""));
        refuse(out, 502, "");
      } else {
        forward(request, out);
      }
    } catch (IOException e) {
      // The client has closed the connection.
    } finally {
      connections.remove(client);
    }
  }

  private void forward(HttpRequest request, OutputStream out) throws IOException {
    URI uri = URI.create(request.target());
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String target = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + query;
    requests.add(request.method() + " " + uri.getHost() + " " + target);
    agents.add(request.headers().getOrDefault("user-agent", ""));
    Integer port = ports.get(uri.getHost());
    if (port == null) {
      refuse(out, 502, "");
      return;
    }
    StringBuilder head = new StringBuilder(request.method() + " " + target + " HTTP/1.1\r\n");
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("proxy-") && !name.equals("connection")) {
                head.append(name).append(": ").append(value).append("\r\n");
              }
            });
    head.append("connection: close\r\n\r\n");
    try (Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
      to.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
      to.getOutputStream().write(request.bytes());
      to.getOutputStream().flush();
      to.getInputStream().transferTo(out);
    }
  }

  private static void refuse(OutputStream out, int status, String header) throws IOException {
    String answer = "HTTP/1.1 " + status + " No\r\n" + header;
    out.write((answer + "Content-Length: 0\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "forwarding-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
