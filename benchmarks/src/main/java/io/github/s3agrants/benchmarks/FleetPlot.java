package io.github.s3agrants.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An image of two curves of calls over time, each point the busiest second of a minute. */
final class FleetPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;
  private static final int MARGIN = 60;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int HOURS_PER_TICK = 4;

  private final int seconds;
  private final double decades;

  private FleetPlot(FleetModel.Calls with, FleetModel.Calls without) {
    this.seconds = with.seconds();
    int peak = Math.max(with.peakFrom(0), without.peakFrom(0));
    this.decades = Math.max(1, Math.ceil(Math.log10(peak)));
  }

  static void write(Path file, FleetModel.Calls with, FleetModel.Calls without) {
    try {
      Files.writeString(file, new FleetPlot(with, without).svg(with, without));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String svg(FleetModel.Calls with, FleetModel.Calls without) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH, HEIGHT));
    for (int decade = 0; decade <= decades; decade++) {
      double y = y(Math.pow(10, decade));
      line(svg, MARGIN, y, WIDTH - MARGIN, y);
      text(svg, 8, y + 4, String.format(Locale.ROOT, "%,d/s", (long) Math.pow(10, decade)));
    }
    for (int hour = 0; hour * HOUR <= seconds; hour += HOURS_PER_TICK) {
      double x = x(hour * HOUR);
      line(svg, x, MARGIN, x, HEIGHT - MARGIN);
      text(svg, x - 8, HEIGHT - MARGIN + 18, hour + " h");
    }
    curve(svg, without, "#c0392b");
    curve(svg, with, "#2471a3");
    legend(svg, 20, "#c0392b", "without jitter");
    legend(svg, 38, "#2471a3", "with jitter, as shipped");
    return svg.append("</svg>\n").toString();
  }

  private static void legend(StringBuilder svg, int y, String colour, String what) {
    svg.append(
        String.format(
            "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n",
            MARGIN, y - 11, colour));
    text(svg, MARGIN + 18, y, "GetDataAccess calls in the busiest second of each minute, " + what);
  }

  private void curve(StringBuilder svg, FleetModel.Calls calls, String colour) {
    svg.append("<path fill=\"none\" stroke=\"" + colour + "\" d=\"");
    for (int minute = 0; minute * MINUTE < seconds; minute++) {
      int most = 0;
      for (int s = minute * MINUTE; s < Math.min(seconds, (minute + 1) * MINUTE); s++) {
        most = Math.max(most, calls.at(s));
      }
      svg.append(
          String.format(
              Locale.ROOT, "%s%.1f %.1f", minute == 0 ? "M" : "L", x(minute * MINUTE), y(most)));
    }
    svg.append(String.format("\"/>%n"));
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String text) {
    svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n", x, y, text));
  }

  private double x(int second) {
    return MARGIN + (double) second / seconds * (WIDTH - 2 * MARGIN);
  }

  /** Zero is drawn a little below one. */
  private double y(double calls) {
    double height = calls < 1 ? -0.1 : Math.log10(calls);
    return HEIGHT - MARGIN - height / decades * (HEIGHT - 2 * MARGIN);
  }
}
