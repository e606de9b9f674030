package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.TestAccess;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final S3Path P = S3Path.prefix("b", "p/");
  private static final S3Path Q = S3Path.prefix("b", "q/");

  private final Usage usage = new Usage();

  private Stream<String> rows(int most) {
    return usage.rows(most).stream()
        .map(
            row ->
                String.format(
                    "%s %s %d %d %d %s",
                    row.permission(),
                    row.path(),
                    row.vends(),
                    row.requests(),
                    row.bytes(),
                    row.refused()));
  }

  private void use(S3Path scope, Permission permission, int requests) {
    GrantUse use = usage.of(scope, permission);
    use.vended();
    for (int i = 0; i < requests; i++) {
      use.signed();
    }
    use.transferred(10L * requests);
    use.transferred(1);
  }

  @Test
  void what_was_used_comes_before_what_was_refused_and_the_most_used_first() {
    use(P, Permission.READ, 2);
    use(Q, Permission.READ, 3);
    use(Q, Permission.WRITE, 2);
    use(P, Permission.READ, 0);
    usage.refused(TestAccess.put("b", "z"));
    usage.refused(TestAccess.put("b", "z"));
    usage.refused(TestAccess.get("b", "a"));
    assertThat(rows(10))
        .containsExactly(
            "READ s3://b/q/* 1 3 31 false",
            "READ s3://b/p/* 2 2 22 false",
            "WRITE s3://b/q/* 1 2 21 false",
            "READ s3://b/a 1 0 0 true",
            "WRITE s3://b/z 2 0 0 true");
    assertThat(rows(1)).containsExactly("READ s3://b/q/* 1 3 31 false", "READ s3://b/a 1 0 0 true");
    usage.clear();
    assertThat(rows(10)).isEmpty();
  }
}
