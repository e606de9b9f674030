package io.github.s3agrants.tools;

import java.io.PrintStream;

/** A report for people: each finding as soon as there is one. Not thread-safe. */
final class TextReport implements Report {
  private static final String INDENTED = "           ";

  private final PrintStream out;
  private String section = "";

  TextReport(PrintStream out, String title) {
    this.out = out;
    out.println(title);
  }

  @Override
  public void add(Finding finding) {
    if (!finding.section().equals(section)) {
      section = finding.section();
      out.println();
      out.println(section);
    }
    out.printf("  %-8s %s%n", finding.level(), finding.text());
    if (!finding.remedy().isEmpty()) {
      out.println(INDENTED + "Remedy: " + finding.remedy());
    }
    out.flush();
  }

  @Override
  public void end(Findings findings) {
    out.println();
    out.printf(
        "%s: %d OK, %d %s, %d failed%n",
        findings.worst(),
        findings.count(Level.OK),
        findings.count(Level.WARNING),
        findings.count(Level.WARNING) == 1 ? "warning" : "warnings",
        findings.count(Level.FAILED));
    out.flush();
  }
}
