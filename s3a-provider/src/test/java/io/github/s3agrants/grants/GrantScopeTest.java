package io.github.s3agrants.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import org.junit.jupiter.api.Test;

class GrantScopeTest {
  private static final S3Path REQUESTED = S3Path.object("b", "p/k");

  @Test
  void readsTheFormsOfTheService() {
    assertThat(GrantScope.of("s3://b/p/*", REQUESTED, Privilege.DEFAULT))
        .contains(S3Path.prefix("b", "p/"));
    assertThat(GrantScope.of("s3://b/p*", REQUESTED, Privilege.DEFAULT))
        .contains(S3Path.prefix("b", "p"));
    assertThat(GrantScope.of("s3://b/*", REQUESTED, Privilege.DEFAULT))
        .contains(S3Path.bucket("b"));
    assertThat(GrantScope.of("s3://b/p/k", REQUESTED, Privilege.DEFAULT)).contains(REQUESTED);
  }

  @Test
  void whatDoesNotCoverTheRequestIsNotUsed() {
    for (String target :
        new String[] {
          "s3://b/q/*",
          "s3://c/*",
          "s3://b/p/k2",
          "s3://b",
          "s3://",
          "https://b/p/*",
          "",
          "*",
          "s3://b/p*/*",
          "s3://b/**",
          "s3://b/*/p/*"
        }) {
      assertThat(GrantScope.of(target, REQUESTED, Privilege.DEFAULT)).as(target).isEmpty();
    }
  }

  @Test
  void minimalCredentialsCoverTheRequestAloneWhateverMatched() {
    assertThat(GrantScope.of("s3://b/*", REQUESTED, Privilege.MINIMAL)).contains(REQUESTED);
  }

  @Test
  void anObjectWhoseNameEndsInAStarIsNotReadAsAPrefix() {
    S3Path star = S3Path.object("b", "p/*");
    assertThat(GrantScope.of("s3://b/p/*", star, Privilege.DEFAULT)).contains(star);
  }
}
