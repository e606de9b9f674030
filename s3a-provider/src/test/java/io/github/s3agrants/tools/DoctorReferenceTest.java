package io.github.s3agrants.tools;

import static io.github.s3agrants.fixture.S3AFixture.grant;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The outputs in docs/doctor.md are those of the doctor, except for times, ports and places. {@code
 * -Ddocs.write=true} writes them anew.
 */
class DoctorReferenceTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "doctor.md");

  @TempDir Path folder;

  @Test
  void a_healthy_set_up() throws Exception {
    try (S3AFixture s3a = S3AFixture.start(grant(ALICE, Permission.READWRITE, "lake/team/*"))) {
      compare("healthy", s3a, s3a.grants(ALICE), 0, "s3a://lake/team", "--write");
    }
  }

  @Test
  void a_broken_set_up() throws Exception {
    try (S3AFixture s3a = S3AFixture.start(grant(ALICE, Permission.READWRITE, "lake/team/*"))) {
      Configuration conf = s3a.grants(ALICE);
      conf.unset("fs.s3a.audit.execution.interceptors");
      conf.set("fs.s3a.accessgrants.falback", "true");
      compare("broken", s3a, conf, 2, "s3a://lake/team");
    }
  }

  @Test
  void a_path_without_enough_grants() throws Exception {
    try (S3AFixture s3a = S3AFixture.start(grant(ALICE, Permission.READ, "lake/team/*"))) {
      compare("refused", s3a, s3a.grants(ALICE), 1, "s3a://lake/team");
    }
  }

  @Test
  void a_path_with_wildcards() throws Exception {
    try (S3AFixture s3a =
        S3AFixture.start(grant(ALICE, Permission.READWRITE, "lake/table/day=1/*"))) {
      s3a.upload("/table/day=1/part-0", "text");
      compareEnd("globbed", s3a, s3a.grants(ALICE), 2, "s3a://lake/table/day=*");
    }
  }

  /** Only the sections that tell of the path. */
  private void compareEnd(
      String name, S3AFixture s3a, Configuration programmed, int exitStatus, String... args)
      throws Exception {
    DoctorRun run = DoctorRun.with(inFile(programmed), args);
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(exitStatus);
    compare(name, plain(run.text().substring(run.text().indexOf("Grants\n")), s3a));
  }

  private void compare(
      String name, S3AFixture s3a, Configuration programmed, int exitStatus, String... args)
      throws Exception {
    DoctorRun run = DoctorRun.with(inFile(programmed), args);
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(exitStatus);
    compare(name, plain(run.text(), s3a));
  }

  private static void compare(String name, String found) throws IOException {
    String begin = "<!-- " + name + ": begin, generated -->\n";
    String end = "<!-- " + name + ": end -->";
    String text = Files.readString(DOCUMENT, UTF_8);
    assertThat(text).containsOnlyOnce(begin).containsOnlyOnce(end);
    String expected = block(found);
    int from = text.indexOf(begin) + begin.length();
    if (Boolean.getBoolean("docs.write")) {
      text = text.substring(0, from) + expected + text.substring(text.indexOf(end));
      Files.writeString(DOCUMENT, text, UTF_8);
    }
    assertThat(text.substring(from, text.indexOf(end))).isEqualTo(expected);
  }

  /** The same options, as a user has them. */
  private Configuration inFile(Configuration programmed) throws IOException {
    Configuration ours = new Configuration(false);
    Configuration defaults = new Configuration();
    programmed.forEach(
        option -> {
          if (!option.getValue().equals(defaults.getRaw(option.getKey()))) {
            ours.set(option.getKey(), option.getValue());
          }
        });
    Path file = folder.resolve("core-site.xml");
    try (OutputStream out = Files.newOutputStream(file)) {
      ours.writeXml(out);
    }
    Configuration conf = new Configuration();
    conf.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
    return conf;
  }

  private static String block(String text) {
    return "```text\n" + text.stripTrailing() + "\n```\n";
  }

  /** Without what differs from run to run, and from machine to machine. */
  private String plain(String text, S3AFixture s3a) {
    return text.replace("unknown (not from the released jar)", "0.1.0")
        .replaceAll("file:\\S+/target/classes/", "file:/opt/spark/jars/s3a-access-grants-0.1.0.jar")
        .replaceAll("file:\\S+/([^/\\s]+\\.jar)", "file:/opt/spark/jars/$1")
        .replaceAll("(?<= Java )[\\d.]+", "17.0.15")
        .replace(s3a.emulator.endpoints().s3().toString(), "http://127.0.0.1:9000")
        .replace("127.0.0.1:" + s3a.emulator.endpoints().s3Control().getPort(), "127.0.0.1:9001")
        .replaceAll("\\d+ ms", "12 ms")
        .replaceAll("clocks \\d s apart", "clocks 0 s apart")
        .replaceAll("\\d{4}-\\d{2}-\\d{2}T[\\d:]+Z", "2026-01-01T13:00:00Z")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
        .replaceAll("Hadoop user \\w+", "Hadoop user hadoop")
        .replaceAll(
            "\\[?file:\\S+core-site\\.xml\\]?|\\S*" + Matcher.quoteReplacement("/core-site.xml"),
            "core-site.xml");
  }
}
