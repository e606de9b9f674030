package io.github.s3agrants.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.util.JsonSerialization;

/** A report for machines, all at once when it is complete. */
final class JsonReport implements Report {
  @SuppressWarnings("rawtypes")
  private static final JsonSerialization<Map> JSON =
      new JsonSerialization<>(Map.class, false, true);

  private final PrintStream out;
  private final String path;
  private final String version;

  /**
   * Writes nothing yet.
   *
   * @param path the path that was asked about
   * @param version of the library
   */
  JsonReport(PrintStream out, String path, String version) {
    this.out = out;
    this.path = path;
    this.version = version;
  }

  @Override
  public void add(Finding finding) {}

  @Override
  public void end(Findings findings) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("path", path);
    report.put("version", version);
    report.put("level", findings.worst().name());
    report.put("exitStatus", findings.worst().exitStatus());
    List<Map<String, String>> all = new ArrayList<>();
    for (Finding finding : findings.all()) {
      Map<String, String> one = new LinkedHashMap<>();
      one.put("section", finding.section());
      one.put("level", finding.level().name());
      one.put("text", finding.text());
      one.put("remedy", finding.remedy());
      all.add(one);
    }
    report.put("findings", all);
    try {
      out.println(JSON.toJson(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
  }
}
