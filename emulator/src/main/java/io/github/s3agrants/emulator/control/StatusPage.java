package io.github.s3agrants.emulator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.grants.AccessGrantsState;
import io.github.s3agrants.emulator.grants.Grant;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.CredentialRegistry;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status page: grants, live credentials and the last calls. It reloads itself every two
 * seconds. All text that clients can choose is escaped, and the content security policy allows only
 * the page's own script. Thread-safe.
 */
public final class StatusPage {
  private static final int MAX_ROWS = 100;

  private static final String STYLE =
      "body{font:14px/1.45 system-ui,sans-serif;margin:0 auto;max-width:1200px;padding:1rem 1.5rem;color:#1b1f24}"
          + "h1{font-size:1.35rem;margin:.2rem 0}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}"
          + "p{color:#57606a;margin:.2rem 0}.t{overflow-x:auto}"
          + "table{border-collapse:collapse;width:100%}th{text-align:left;color:#57606a;font-weight:600}"
          + "th,td{padding:.3rem .7rem .3rem 0;border-bottom:1px solid #d8dee4;vertical-align:top}"
          + "td{overflow-wrap:anywhere}td.n{white-space:nowrap}"
          + "code,td.k{font-family:ui-monospace,monospace;font-size:12.5px}"
          + ".bad{color:#b42318;font-weight:600}.ok{color:#1a7f37}";

  private static final String SCRIPT =
      "setInterval(async()=>{try{const r=await fetch(location.href);"
          + "const d=new DOMParser().parseFromString(await r.text(),'text/html');"
          + "document.querySelector('main').replaceWith(d.querySelector('main'))}"
          + "catch(e){document.querySelector('#s').textContent='not answering'}},2000)";

  /** The Content-Security-Policy of the page. */
  static final String POLICY =
      "default-src 'none'; script-src '"
          + hash(SCRIPT)
          + "'; style-src '"
          + hash(STYLE)
          + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final AccessGrantsState state;
  private final CredentialRegistry credentials;
  private final Clock clock;

  /**
   * Creates the page.
   *
   * @param clock decides which credentials have expired
   */
  public StatusPage(AccessGrantsState state, CredentialRegistry credentials, Clock clock) {
    this.state = state;
    this.credentials = credentials;
    this.clock = clock;
  }

  byte[] render(Journal journal) {
    Instant now = clock.instant();
    StringBuilder page = new StringBuilder(16 * 1024);
    page.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>Access Grants emulator</title><style>")
        .append(STYLE)
        .append("</style></head><body><main><h1>S3 Access Grants emulator</h1><p id=\"s\">as of ")
        .append(escape(now.toString()))
        .append("</p>");
    grants(page);
    credentials(page, now);
    calls(page, journal);
    page.append("</main><script>").append(SCRIPT).append("</script></body></html>");
    return page.toString().getBytes(UTF_8);
  }

  private void grants(StringBuilder page) {
    List<List<String>> rows = new ArrayList<>();
    state
        .grants()
        .forEach(
            (account, grants) -> {
              for (Grant grant : grants) {
                rows.add(
                    List.of(
                        account,
                        grant.scope().uri(),
                        grant.permission().name(),
                        grant.grantee().type().name(),
                        grant.grantee().identifier()));
              }
            });
    table(page, "Grants", List.of("account", "scope", "permission", "type", "grantee"), rows);
  }

  private void credentials(StringBuilder page, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    for (Credential credential : credentials.issued()) {
      Instant expiration = credential.expiration();
      if (expiration != null && now.isBefore(expiration)) {
        rows.add(
            List.of(
                credential.accessKeyId(),
                credential.principal().name(),
                statements(credential, false),
                statements(credential, true),
                expiration.toString()));
      }
    }
    Collections.reverse(rows);
    table(
        page,
        "Live credentials",
        List.of("access key ID", "principal", "scope", "permission", "expires"),
        rows);
  }

  private static String statements(Credential credential, boolean permission) {
    return credential.policy().statements().stream()
        .map(statement -> permission ? statement.permission().name() : statement.scope().uri())
        .collect(Collectors.joining(", "));
  }

  private static void calls(StringBuilder page, Journal journal) {
    List<JournalEntry> entries = new ArrayList<>(journal.entries());
    Collections.reverse(entries);
    List<List<String>> rows =
        entries.stream()
            .map(
                entry ->
                    List.of(
                        String.valueOf(entry.sequence()),
                        entry.time().toString(),
                        entry.operation(),
                        text(entry.principal()),
                        entry.signer().name(),
                        place(entry),
                        outcome(entry),
                        String.format(Locale.ROOT, "%.1f ms", entry.latency().toNanos() / 1e6)))
            .toList();
    table(
        page,
        "Last calls",
        List.of("#", "time", "operation", "principal", "signer", "on", "status", "took"),
        rows);
  }

  private static String place(JournalEntry entry) {
    DataAccessCall access = entry.dataAccess();
    if (access != null) {
      return text(access.permission()) + " " + text(access.target());
    }
    if (entry.bucket() == null) {
      return "";
    }
    String prefix = entry.prefix();
    String key = entry.key();
    return "s3://"
        + entry.bucket()
        + "/"
        + (key != null ? key : prefix != null ? prefix + "*" : "");
  }

  private static String outcome(JournalEntry entry) {
    return entry.status() == 0
        ? "no answer"
        : entry.status() + (entry.errorCode() == null ? "" : " " + entry.errorCode());
  }

  private static void table(
      StringBuilder page, String title, List<String> columns, List<List<String>> rows) {
    page.append("<h2>").append(title).append(" (").append(rows.size()).append(")</h2>");
    if (rows.isEmpty()) {
      page.append("<p>none</p>");
      return;
    }
    page.append("<div class=\"t\"><table><thead><tr>");
    columns.forEach(column -> page.append("<th>").append(column).append("</th>"));
    page.append("</tr></thead><tbody>");
    for (List<String> row : rows.subList(0, Math.min(rows.size(), MAX_ROWS))) {
      page.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        page.append("<td class=\"").append(style(columns.get(i), row.get(i))).append("\">");
        page.append(escape(row.get(i))).append("</td>");
      }
      page.append("</tr>");
    }
    page.append("</tbody></table></div>");
    if (rows.size() > MAX_ROWS) {
      page.append("<p>the first ")
          .append(MAX_ROWS)
          .append(" of ")
          .append(rows.size())
          .append("</p>");
    }
  }

  private static String style(String column, String value) {
    return switch (column) {
      case "scope", "on", "grantee", "access key ID" -> "k";
      case "status" -> value.startsWith("2") ? "n ok" : "n bad";
      default -> "n";
    };
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        // Replaces control characters, which are invisible or end the text.
        default -> out.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }

  private static String hash(String text) {
    try {
      return "sha256-"
          + Base64.getEncoder()
              .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
