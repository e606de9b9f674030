package io.github.s3agrants.advice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Parts;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.TestCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The suggested AWS CLI command, parsed by real shells. */
class GrantCommandTest {
  private static final Optional<AccessGrantsInstance> INSTANCE =
      Optional.of(new AccessGrantsInstance("111122223333", "eu-west-2"));
  private static final String USER = "arn:aws:iam::111122223333:user/dave";
  private static final List<String> SHELLS = List.of("bash", "sh");

  @TempDir Path empty;

  private static NeededGrant needed(S3Path path) {
    return NeededGrant.of(
        TestCredentials.accessTo(path), RequestOrigin.of(Optional.empty(), Parts.IMPOSSIBLE));
  }

  private static String command(String key) {
    return GrantCommand.of(needed(S3Path.object("lake", key)), INSTANCE, USER);
  }

  @Test
  void it_is_filled_in_with_what_is_known() {
    assertThat(GrantCommand.of(needed(S3Path.prefix("lake", "dave/in/")), INSTANCE, USER))
        .isEqualTo(
            "aws s3control create-access-grant --account-id 111122223333 --region eu-west-2"
                + " --access-grants-location-id LOCATION_ID"
                + " --access-grants-location-configuration 'S3SubPrefix=lake/dave/in/*'"
                + " --permission READ"
                + " --grantee 'GranteeType=IAM,GranteeIdentifier="
                + USER
                + "'");
    assertThat(command("dave/in/f"))
        .contains("'S3SubPrefix=lake/dave/in/f' --s3-prefix-type Object --permission READ");
    assertThat(GrantCommand.of(needed(S3Path.bucket("lake")), Optional.empty(), ""))
        .contains("--account-id ACCOUNT_ID --region REGION")
        .contains("'S3SubPrefix=lake/*'")
        .endsWith("'GranteeType=IAM,GranteeIdentifier=PRINCIPAL_ARN'");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::111122223333:user/team/dave, arn:aws:iam::111122223333:user/team/dave",
    "arn:aws:iam::111122223333:role/r, arn:aws:iam::111122223333:role/r",
    "arn:aws:sts::111122223333:assumed-role/analyst/i-0123, arn:aws:iam::111122223333:role/analyst",
    "arn:aws-cn:sts::111122223333:assumed-role/a/s, arn:aws-cn:iam::111122223333:role/a",
    "arn:aws:sts::111122223333:federated-user/dave, PRINCIPAL_ARN",
    "arn:aws:iam::111122223333:root, PRINCIPAL_ARN",
    "access key AKIA, PRINCIPAL_ARN",
  })
  void the_grantee_is_the_user_or_the_role_of_a_session(String principal, String grantee) {
    assertThat(GrantCommand.of(needed(S3Path.object("lake", "k")), INSTANCE, principal))
        .endsWith("'GranteeType=IAM,GranteeIdentifier=" + grantee + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's",
        "a'; touch injected; '",
        "$(touch injected)",
        "`touch injected`",
        "$HOME/${PATH}",
        "two\nlines\rand\u0085more\u2028still",
        "a\n touch injected\n",
        "tab\tand \u001b[31mred",
        "\"quoted\" \\ and \\' and \\\\",
        "a,S3SubPrefix=other/*",
        "a b & c | d > injected < e # f ; g !h ~i *j ?k [l] {m,n} (o)",
        "\u202Egnp.exe",
        "\uD83D\uDE00 \u00E9 \u4E2D",
        "@file://etc/passwd",
        "''",
        "\\u0027",
      })
  void no_key_becomes_more_than_one_argument(String key) throws Exception {
    String command = command(key);
    assertOneLineOfPlainText(command);
    assertPastedAs(List.of(command), List.of(key));
  }

  @Test
  void nor_does_any_of_random_ones_or_a_principal_or_a_region() throws Exception {
    Random random = new Random(11);
    String alphabet = "'\"\\$`\n\r\t;|&<>(){}[]*?!#~=, ax/@%^\u0000\u007F\u202E\u00E9\uD83D\uDE00";
    List<String> keys = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder key = new StringBuilder("k");
      for (int length = random.nextInt(20); length > 0; length--) {
        key.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      keys.add(key.toString());
      commands.add(command(key.toString()));
    }
    commands.forEach(GrantCommandTest::assertOneLineOfPlainText);
    assertPastedAs(commands, keys);

    String user = "arn:aws:iam::111122223333:user/d";
    for (String hostile :
        List.of(user + "'; touch injected; '", user + "$(touch x)", user + "\n")) {
      String command =
          GrantCommand.of(
              needed(S3Path.object("lake", "k")),
              Optional.of(new AccessGrantsInstance("1;touch injected", "eu'$(touch injected)")),
              hostile);
      assertOneLineOfPlainText(command);
      assertThat(command)
          .contains("--account-id ACCOUNT_ID --region REGION ")
          .endsWith("GranteeIdentifier=PRINCIPAL_ARN'");
    }
    // Names may have commas, which have a meaning in the CLI's shorthand syntax.
    String named = GrantCommand.of(needed(S3Path.object("lake", "k")), INSTANCE, user + ",a=b@c");
    assertThat(value(arguments("sh", List.of(named)).get(0), "--grantee", "GranteeIdentifier"))
        .isEqualTo(user + ",a=b@c");
  }

  private static void assertOneLineOfPlainText(String command) {
    assertThat(command).matches("[ -~]+");
  }

  private void assertPastedAs(List<String> commands, List<String> keys) throws Exception {
    for (String shell : SHELLS) {
      List<List<String>> pasted = arguments(shell, commands);
      assertThat(pasted).hasSameSizeAs(keys);
      for (int i = 0; i < keys.size(); i++) {
        List<String> arguments = pasted.get(i);
        assertThat(arguments).as(keys.get(i)).hasSize(16).startsWith("s3control");
        assertThat(value(arguments, "--access-grants-location-configuration", "S3SubPrefix"))
            .isEqualTo("lake/" + keys.get(i));
        assertThat(value(arguments, "--grantee", "GranteeIdentifier")).isEqualTo(USER);
      }
    }
    try (var files = Files.list(empty)) {
      assertThat(files).isEmpty();
    }
  }

  /** The arguments that a shell would pass to the AWS CLI. */
  private List<List<String>> arguments(String shell, List<String> commands)
      throws IOException, InterruptedException {
    String script =
        "aws() { for each in \"$@\"; do printf '%s\\001' \"$each\"; done; printf '\\002'; }\n"
            + String.join("\n", commands);
    Process process =
        new ProcessBuilder(shell, "-c", script)
            .directory(empty.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    List<List<String>> all = new ArrayList<>();
    for (String each : output.split("\u0002", 0)) {
      all.add(List.of(each.split("\u0001", 0)));
    }
    return all;
  }

  /** Reads a structure as the CLI does: as JSON if it begins so, otherwise as shorthand. */
  private static String value(List<String> arguments, String option, String name) {
    String structure = arguments.get(arguments.indexOf(option) + 1);
    if (structure.startsWith("{")) {
      List<MatchResult> texts =
          Pattern.compile("\"((?:[^\"\\\\]|\\\\u[0-9a-f]{4})*)\"")
              .matcher(structure)
              .results()
              .toList();
      for (int i = 0; i + 1 < texts.size(); i += 2) {
        if (texts.get(i).group(1).equals(name)) {
          return unescaped(texts.get(i + 1).group(1));
        }
      }
    }
    for (String pair : structure.split(",", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    throw new AssertionError(structure);
  }

  private static String unescaped(String json) {
    return Pattern.compile("\\\\u([0-9a-f]{4})")
        .matcher(json)
        .replaceAll(
            hex ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(hex.group(1), 16))));
  }
}
