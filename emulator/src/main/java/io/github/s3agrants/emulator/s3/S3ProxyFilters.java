package io.github.s3agrants.emulator.s3;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.lang.reflect.Field;
import java.util.EnumSet;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.gaul.shaded.org.eclipse.jetty.server.AbstractConnector;
import org.gaul.shaded.org.eclipse.jetty.server.Connector;
import org.gaul.shaded.org.eclipse.jetty.server.Server;

/**
 * Installs a servlet filter in front of S3Proxy.
 *
 * <p>S3Proxy 4.0.0 offers no other way than its private field {@code server}: its blob store sees
 * neither session tokens nor the prefix of a listing.
 */
final class S3ProxyFilters {
  /**
   * How long the server waits for requests under way when it stops, and for connections without a
   * request.
   */
  private static final long STOP_MILLIS = 3_000;

  private static final long IDLE_MILLIS = 20;

  private S3ProxyFilters() {}

  /**
   * Must be called before the proxy is started.
   *
   * @param filters the outermost first
   */
  static void install(S3Proxy proxy, List<Filter> filters) {
    Server server = server(proxy);
    server.setStopTimeout(STOP_MILLIS);
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof AbstractConnector listening) {
        listening.setShutdownIdleTimeout(IDLE_MILLIS);
      }
    }
    ServletContextHandler context = server.getDescendant(ServletContextHandler.class);
    for (Filter filter : filters) {
      context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
  }

  private static Server server(S3Proxy proxy) {
    try {
      Field field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      return (Server) field.get(proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this is not S3Proxy 4.0.0", e);
    }
  }
}
