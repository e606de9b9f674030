package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3agrants.emulator.api.Principal;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Users of a Thrift server of Spark's. To S3 and to S3 Access Grants all of them are the server.
 */
@Tag("thrift")
class ThriftServerIT {
  private static final Pattern PORT =
      Pattern.compile("Starting ThriftBinaryCLIService on port (\\d+)");
  private static final List<String> USERS = List.of("alice", "bob");

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(Lakehouse.USUAL, Map.of());

  private static URLClassLoader jars;
  private static Driver driver;

  @BeforeAll
  static void loadDriver() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : SparkProcess.jars("thrift-server")) {
      urls.add(jar.toUri().toURL());
    }
    jars = new URLClassLoader(urls.toArray(new URL[0]), ThriftServerIT.class.getClassLoader());
    driver =
        ServiceLoader.load(Driver.class, jars).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.getClass().getName().equals("org.apache.hive.jdbc.HiveDriver"))
            .findFirst()
            .orElseThrow();
  }

  @AfterAll
  static void close() throws IOException {
    jars.close();
  }

  private static SparkProcess server(Lakehouse lake, Principal user, boolean doAs)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(HiveMetastore.SETTINGS);
    settings.put("spark.hadoop.hive.server2.thrift.port", "0");
    settings.put("spark.hadoop.hive.server2.thrift.bind.host", "127.0.0.1");
    settings.put("spark.hadoop.hive.server2.logging.operation.log.location", "{work}/operations");
    settings.put("spark.hadoop.hive.server2.enable.doAs", String.valueOf(doAs));
    return SparkProcess.start(
        lake.emulator(),
        user,
        SparkProcess.jars("thrift-server"),
        settings,
        List.of("org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"));
  }

  private static Connection connect(SparkProcess server, String user) throws Exception {
    Properties properties = new Properties();
    properties.put("user", user);
    properties.put("password", "any");
    return driver.connect("jdbc:hive2://127.0.0.1:" + server.awaitLog(PORT) + "/", properties);
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    StringBuilder found = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            found.append(rows.getString(1)).append(' ');
          }
        }
      }
    }
    return found.toString().trim();
  }

  @Test
  void all_users_have_the_grants_of_the_server(Lakehouse lake) throws Exception {
    lake.makeFolders("thrift");
    lake.emulator().forget();
    try (SparkProcess server = server(lake, Lakehouse.OWNER, true)) {
      for (Side side : Side.values()) {
        for (String user : USERS) {
          try (Connection session = connect(server, user)) {
            assertThat(ask(session, "SELECT current_user()")).isEqualTo(user);
            ask(
                session,
                side.in("CREATE DATABASE IF NOT EXISTS {bucket} LOCATION '{root}/thrift'"));
            ask(
                session,
                side.in("CREATE TABLE {bucket}." + user + " USING parquet AS SELECT 1 id"));
          }
        }
        try (Connection session = connect(server, "bob")) {
          ask(session, side.in("INSERT INTO {bucket}.alice VALUES (2)"));
          assertThat(ask(session, side.in("SELECT sum(id) FROM {bucket}.alice"))).isEqualTo("3");
        }
      }
    }
    Requests vended = RequestsOfBoth.of(lake).areTheSame().vended();
    // Once for each Hadoop user: Alice, Bob, and the server, as which the tasks run.
    assertThat(vended.vended()).isEqualTo(Map.of("owner READWRITE s3://vended/team/*", 3L));
  }

  @Test
  void a_server_that_may_read_refuses_all_users_to_write_and_vends_once(Lakehouse lake)
      throws Exception {
    lake.spark().range(4).write().parquet(Side.VENDED.root() + "/shared");
    lake.emulator().forget();
    try (SparkProcess server = server(lake, Lakehouse.READER, false)) {
      for (String user : USERS) {
        try (Connection session = connect(server, user)) {
          ask(
              session,
              Side.VENDED.in(
                  "CREATE TABLE IF NOT EXISTS s USING parquet LOCATION '{root}/shared'"));
          assertThat(ask(session, "SELECT sum(id) FROM s")).isEqualTo("6");
          assertThatThrownBy(() -> ask(session, "INSERT INTO s VALUES (9)"))
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("S3 Access Grants gave no credentials for WRITE on");
          assertThat(ask(session, "SELECT sum(id) FROM s")).isEqualTo("6");
        }
      }
    }
    Requests vended = Requests.of(lake.journal(), Side.VENDED);
    assertThat(vended.signers()).containsOnlyKeys("VENDED");
    assertThat(vended.vended()).isEqualTo(Map.of("reader READ s3://vended/team/*", 1L));
  }
}
