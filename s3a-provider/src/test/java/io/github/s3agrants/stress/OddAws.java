package io.github.s3agrants.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.stress.NaiveGrants.Rule;
import io.github.s3agrants.stress.NaiveGrants.Scope;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * S3 Control, STS and S3 as far as the library calls them. It reads and writes the protocol with
 * its own code instead of the library's. Some answers are odd. Thread-safe.
 */
final class OddAws implements SdkHttpClient {
  static final String ACCOUNT = "111122223333";

  private static final Pattern SIGNER = Pattern.compile("Credential=([^/]+)/");

  /** Odd scopes, none of which covers more than the requested target. */
  private static final List<String> ODD_SCOPES =
      List.of(
          "",
          "s3://",
          "s3://*",
          "s3://lake",
          "s3://lake3/*",
          "s3:///*",
          "lake/*",
          "S3://lake/*",
          "s3://lake/*/*",
          "s3://lake/a*b*",
          "s3://lake/zzz",
          "https://lake/*",
          " s3://lake/*",
          "s3://lake/a?*",
          "s3://lak*",
          "*",
          "arn:aws:s3:::lake/*");

  /** The settings with which the current thread calls. */
  @SuppressWarnings("ThreadLocalUsage") // lives as long as its world
  final ThreadLocal<ServiceSettings> under = new ThreadLocal<>();

  private final ServiceRecord record;
  private final ThreadLocal<Random> randoms;
  private final BooleanSupplier oddly;

  /**
   * The services.
   *
   * @param oddly whether the next answer is odd
   */
  OddAws(ServiceRecord record, ThreadLocal<Random> randoms, BooleanSupplier oddly) {
    this.record = record;
    this.randoms = randoms;
    this.oddly = oddly;
  }

  private record Answer(int status, String body) {}

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        Answer answer = answer(request.httpRequest());
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(answer.status());
        if (answer.status() == 200 && !oddly.getAsBoolean()) {
          head.putHeader("x-amz-bucket-region", "us-east-1");
        } else if (request.httpRequest().method() == SdkHttpMethod.HEAD) {
          record.odd(ServiceRecord.ANYBODY);
        }
        return HttpExecuteResponse.builder()
            .response(head.build())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(answer.body().getBytes(UTF_8))))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  private Answer answer(SdkHttpRequest request) {
    if (request.method() == SdkHttpMethod.HEAD) {
      return new Answer(200, "");
    }
    String path = request.encodedPath();
    String baseKey = signer(request);
    String principal = record.principal(baseKey);
    if (request.host().startsWith("sts.")) {
      return identity(principal);
    } else if (path.endsWith("/dataaccess")) {
      return dataAccess(request, baseKey, principal);
    } else if (path.endsWith("/prefix")) {
      return odd(principal)
          ? new Answer(200, xml("GetAccessGrantsInstanceForPrefixResult", ""))
          : new Answer(
              200,
              xml(
                  "GetAccessGrantsInstanceForPrefixResult",
                  xml(
                      "AccessGrantsInstanceArn",
                      "arn:aws:s3:us-east-1:" + ACCOUNT + ":access-grants/default")));
    } else if (path.endsWith("/caller/grants")) {
      return grantsOf(principal);
    }
    throw new AssertionError("nobody should ask for " + path);
  }

  private static String signer(SdkHttpRequest request) {
    Matcher matcher = SIGNER.matcher(request.firstMatchingHeader("Authorization").orElseThrow());
    if (!matcher.find()) {
      throw new AssertionError("not signed");
    }
    return matcher.group(1);
  }

  private Answer identity(String principal) {
    String arn = odd(principal) ? "" : xml("Arn", "arn:aws:iam::" + ACCOUNT + ":user/" + principal);
    return new Answer(
        200,
        xml(
            "GetCallerIdentityResponse",
            xml(
                "GetCallerIdentityResult",
                arn + xml("UserId", "AIDA" + principal) + xml("Account", ACCOUNT))));
  }

  private Answer grantsOf(String principal) {
    String grants =
        record.grants.now().stream()
            .filter(rule -> rule.principal().equals(principal))
            .map(
                rule ->
                    xml("Permission", rule.permission())
                        + xml("GrantScope", escape(rule.scope().text())))
            .map(grant -> xml("AccessGrant", grant))
            .collect(Collectors.joining());
    String odd = odd(principal) ? xml("AccessGrant", xml("GrantScope", "lake/")) : "";
    return new Answer(
        200, xml("ListCallerAccessGrantsResult", xml("CallerAccessGrantsList", odd + grants)));
  }

  private Answer dataAccess(SdkHttpRequest request, String baseKey, String principal) {
    String permission = parameter(request, "permission");
    Scope target =
        new Scope(
            parameter(request, "target"),
            request.firstMatchingRawQueryParameter("targetType").isPresent());
    ServiceSettings settings = requireNonNull(under.get());
    Optional<Rule> rule = record.grants.match(principal, permission, target);
    boolean odd = oddly.getAsBoolean();
    int how = odd ? random().nextInt(13) : -1;
    if (rule.isEmpty() || how == 0) {
      String id = record.refuse(settings, principal, permission, target);
      return new Answer(
          403,
          xml("ErrorResponse", xml("Error", xml("Code", "AccessDenied") + xml("Message", id))));
    }
    if (odd) {
      record.odd(principal);
    }
    boolean minimal = parameter(request, "privilege").equals("Minimal");
    String matched = rule.get().scope().text();
    Scope covered = minimal ? target : rule.get().scope();
    if (how >= 1 && how <= 4) {
      covered = target;
      matched = how == 1 ? null : ODD_SCOPES.get(random().nextInt(ODD_SCOPES.size()));
    } else if (how == 12 && matched.endsWith("*")) {
      matched += "**";
    }
    long life = Long.parseLong(parameter(request, "durationSeconds")) * 1000;
    long now = record.nowMillis();
    long until =
        switch (how) {
          case 5 -> now - 1;
          case 6 -> now;
          case 7 -> now + random().nextInt(20_000);
          case 8 -> Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
          default -> now + life;
        };
    String accessKey =
        record.issue(
            new ServiceRecord.Issued(principal, baseKey, settings, permission, covered, until));
    String credentials =
        xml("AccessKeyId", accessKey)
            + xml("SecretAccessKey", "secret")
            + (how == 9 ? "" : xml("SessionToken", "token"))
            + (how == 10 ? "" : xml("Expiration", Instant.ofEpochMilli(until).toString()));
    return new Answer(
        200,
        xml(
            "GetDataAccessResult",
            (how == 11 ? "" : xml("Credentials", credentials))
                + (matched == null ? "" : xml("MatchedGrantTarget", escape(matched)))));
  }

  private boolean odd(String principal) {
    boolean odd = oddly.getAsBoolean();
    if (odd) {
      record.odd(principal);
    }
    return odd;
  }

  private Random random() {
    return randoms.get();
  }

  private static String parameter(SdkHttpRequest request, String name) {
    return request.firstMatchingRawQueryParameter(name).orElseThrow();
  }

  private static String xml(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  private static String escape(@Nullable String text) {
    return requireNonNull(text).replace("&", "&amp;").replace("<", "&lt;");
  }

  @Override
  public void close() {}

  @Override
  public String clientName() {
    return "OddAws";
  }
}
