package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with one page, driven over its DevTools protocol. */
final class Chromium implements AutoCloseable {
  static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long SECONDS = 60;

  private final Process process;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private final String session;
  private int lastId;

  static boolean isInstalled() {
    return Files.isExecutable(EXECUTABLE);
  }

  Chromium(Path folder) throws Exception {
    process =
        new ProcessBuilder(
                List.of(
                    EXECUTABLE.toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + folder.resolve("profile")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(false)
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(devTools(), new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    JsonNode target = call("", "Target.createTarget", Map.of("url", "about:blank"));
    session =
        call(
                "",
                "Target.attachToTarget",
                Map.of("targetId", target.path("targetId").asString(), "flatten", true))
            .path("sessionId")
            .asString();
    // A scroll bar takes part of the width, but not on a phone.
    var unused = call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
  }

  private URI devTools() throws IOException {
    var lines = process.errorReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        return URI.create(line.substring("DevTools listening on ".length()));
      }
    }
    throw new IOException("Chromium ended");
  }

  /** Opens a page in a window of this size and scheme. */
  void open(URI page, int width, int height, String scheme) throws Exception {
    window(width, height, scheme);
    var unused = call("Page.navigate", Map.of("url", page.toString()));
    until("document.readyState === 'complete'");
  }

  /** Changes size and scheme of the window. */
  void window(int width, int height, String scheme) throws Exception {
    var unusedsize =
        call(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    var unusedmedia =
        call(
            "Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The value of an expression. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Waits until an expression is true. */
  void until(String condition) throws Exception {
    boolean met =
        evaluate(
                """
                new Promise(resolve => {
                  const end = Date.now() + 20000;
                  const look = () => (%s) ? resolve(true)
                    : Date.now() > end ? resolve(false) : setTimeout(look, 20);
                  look();
                })"""
                    .formatted(condition))
            .asBoolean();
    if (!met) {
      throw new AssertionError(condition + "\n" + evaluate("document.body.innerText").asString());
    }
  }

  /** Types a text where the focus is, as a keyboard does. */
  void type(String text) throws Exception {
    var unused = call("Input.insertText", Map.of("text", text));
  }

  /** Presses and releases a key. */
  void press(String key, int code, String text) throws Exception {
    var unuseddown =
        call(
            "Input.dispatchKeyEvent",
            Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text));
    var unusedup =
        call(
            "Input.dispatchKeyEvent",
            Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  /** A picture of the whole page as PNG. */
  byte[] screenshot() throws Exception {
    return Base64.getDecoder()
        .decode(
            call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .path("data")
                .asString());
  }

  JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    return call(session, method, parameters);
  }

  private JsonNode call(String to, String method, Map<String, ?> parameters) throws Exception {
    int id = ++lastId;
    Map<String, Object> message =
        to.isEmpty()
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", to);
    var unused =
        socket.sendText(JSON.writeValueAsString(message), true).get(SECONDS, TimeUnit.SECONDS);
    while (true) {
      JsonNode answer = answers.poll(SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException("Chromium does not answer " + method);
      }
      if (answer.path("id").asInt(0) == id) {
        if (answer.has("error")) {
          throw new IOException(method + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    var unused = process.destroyForcibly().onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        answers.add(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
