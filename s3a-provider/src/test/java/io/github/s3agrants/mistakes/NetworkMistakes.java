package io.github.s3agrants.mistakes;

import static io.github.s3agrants.mistakes.Mistakes.ACCOUNT_ID;
import static io.github.s3agrants.mistakes.Mistakes.AFTER_PATIENCE;
import static io.github.s3agrants.mistakes.Mistakes.CONTROL;
import static io.github.s3agrants.mistakes.Mistakes.REGION;
import static io.github.s3agrants.mistakes.Mistakes.SOON;
import static io.github.s3agrants.mistakes.Mistakes.STS;

import io.github.s3agrants.fixture.BlackHole;
import io.github.s3agrants.fixture.ClosedPort;
import io.github.s3agrants.fixture.PlainServer;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.fixture.UntrustedServer;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;

/** Services that are not where they are looked for. */
final class NetworkMistakes {
  private static final String NEVER = "has not answered since this process began to call it";
  private static final String BY_CONTROL = "which " + CONTROL + " sets";
  private static final String BY_STS = "which " + STS + " sets";

  private NetworkMistakes() {}

  static List<Mistake> all() {
    return List.of(
        new Mistake(
            "host unknown",
            scene -> scene.set(CONTROL, "https://no-such-host.invalid"),
            UnknownHostException.class,
            SOON,
            List.of("UnknownHostException", NEVER),
            List.of(BY_CONTROL)),
        new Mistake(
            "Region misspelt",
            scene -> {
              scene.conf().unset(CONTROL);
              scene.set(REGION, "us-esat-1");
            },
            UnknownHostException.class,
            SOON,
            List.of("UnknownHostException", NEVER, REGION),
            List.of("s3-control.us-esat-1.amazonaws.com")),
        unreachable(
            "port of S3 Control closed",
            AFTER_PATIENCE,
            scene -> scene.set(CONTROL, ClosedPort.uri()),
            BY_CONTROL),
        unreachable(
            "port of S3 Control closed, account set",
            AFTER_PATIENCE,
            scene -> {
              scene.set(ACCOUNT_ID, TestPrincipals.ACCOUNT);
              scene.set(CONTROL, ClosedPort.uri());
            },
            BY_CONTROL),
        unreachable(
            "port of STS closed",
            AFTER_PATIENCE,
            scene -> scene.set(STS, ClosedPort.uri()),
            BY_STS),
        unreachable(
            "firewall drops packets to S3 Control",
            AFTER_PATIENCE,
            scene -> scene.set(CONTROL, scene.closing(new BlackHole()).uri()),
            BY_CONTROL),
        unreachable(
            "firewall drops packets to S3 Control, account set",
            AFTER_PATIENCE,
            scene -> {
              scene.set(ACCOUNT_ID, TestPrincipals.ACCOUNT);
              scene.set(CONTROL, scene.closing(new BlackHole()).uri());
            },
            BY_CONTROL),
        unreachable(
            "firewall drops packets to STS",
            AFTER_PATIENCE,
            scene -> scene.set(STS, scene.closing(new BlackHole()).uri()),
            BY_STS),
        unreachable(
            "firewall drops packets to S3, which is asked for the Region",
            AFTER_PATIENCE,
            scene -> {
              scene.conf().unset("fs.s3a.endpoint.region");
              scene.set("fs.s3a.endpoint", scene.closing(new BlackHole()).uri());
            },
            "which fs.s3a.endpoint sets"),
        unreachable(
            "https to an http port",
            SOON,
            scene -> scene.set(CONTROL, scene.closing(new PlainServer()).uri("https")),
            BY_CONTROL),
        // It waits for the rest of what it takes for a request line. Each call takes 30 s.
        unreachable(
            "https to an http port that waits",
            Duration.ofSeconds(85),
            scene ->
                scene.set(
                    CONTROL,
                    "https://127.0.0.1:" + scene.lake().emulator.endpoints().s3Control().getPort()),
            BY_CONTROL),
        unreachable(
            "http to an https port",
            SOON,
            scene -> scene.set(CONTROL, scene.closing(new UntrustedServer()).uri("http")),
            BY_CONTROL),
        unreachable(
            "certificate not trusted",
            SOON,
            scene -> scene.set(CONTROL, scene.closing(new UntrustedServer()).uri("https")),
            "unable to find valid certification path"),
        unreachable(
            "proxy not there",
            AFTER_PATIENCE,
            scene -> proxy(scene, ClosedPort.uri().getPort()),
            "reached through the proxy http://127.0.0.1"),
        unreachable(
            "proxy wants a login",
            SOON,
            scene ->
                proxy(scene, scene.closing(ScriptedServer.answering(407, "", "")).uri().getPort()),
            "HTTP status 407"),
        unreachable(
            "another server answers",
            AFTER_PATIENCE,
            scene ->
                scene.set(
                    CONTROL,
                    scene.closing(ScriptedServer.answering(403, "", "<html>no</html>")).uri()),
            "HTTP status 403, and no error code"),
        new Mistake(
            "endpoint of S3 given as that of S3 Control",
            scene -> scene.set(CONTROL, s3Alone(scene)),
            AccessDeniedException.class,
            SOON,
            List.of("This is an answer of S3, not of S3 Control or STS", CONTROL),
            List.of(BY_CONTROL)),
        new Mistake(
            "endpoint of S3 given as that of S3 Control, account set",
            scene -> {
              scene.set(ACCOUNT_ID, TestPrincipals.ACCOUNT);
              scene.set(CONTROL, s3Alone(scene));
            },
            AccessDeniedException.class,
            SOON,
            List.of("This is an answer of S3, not of S3 Control or STS", CONTROL),
            List.of(BY_CONTROL)),
        new Mistake(
            "endpoint of S3 given as that of STS",
            scene -> scene.set(STS, s3Alone(scene)),
            AccessDeniedException.class,
            SOON,
            List.of("reached directly, answered", STS),
            // By older versions of the SDK: InvalidRequest.
            List.of(BY_STS)));
  }

  /** Answers as S3, of which the emulator's own port serves the other services too. */
  private static URI s3Alone(Scene scene) throws IOException {
    return scene
        .closing(
            ScriptedServer.answering(
                403,
                "Content-Type: application/xml\r\n",
                "<Error><Code>AccessDenied</Code><Message>Access Denied</Message>"
                    + "<RequestId>4442587FB7D0A2F9</RequestId><HostId>h</HostId></Error>"))
        .uri();
  }

  private static Mistake unreachable(
      String name, Duration bound, Mistake.Setup setup, String detail) {
    return new Mistake(
        name,
        setup,
        NoRouteToHostException.class,
        bound,
        List.of(NEVER, "Check the URL, the key that sets it, and the network in between"),
        List.of(detail));
  }

  private static void proxy(Scene scene, int port) {
    scene.set("fs.s3a.proxy.host", "127.0.0.1");
    scene.set("fs.s3a.proxy.port", port);
  }
}
