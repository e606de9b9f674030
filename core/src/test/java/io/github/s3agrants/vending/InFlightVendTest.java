package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.TestCredentials;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which requests a call under way may cover. */
class InFlightVendTest {
  private static final S3Path PATH = S3Path.object("b", "team/a/f");

  private static Access access(S3Path path, Permission permission) {
    return VendingFixture.get(path.key()).with(permission);
  }

  private static VendRequest request(S3Path path) {
    return new VendRequest(
        TestCredentials.owner("alice"),
        access(path, READ),
        BaseIdentity.of(VendingFixture.ALICE, null),
        Optional.empty(),
        Duration.ZERO);
  }

  @Test
  void it_asks_for_one_permission_on_one_path() {
    InFlightVend vend = new InFlightVend(request(PATH));
    assertThat(vend.requestsSame(access(PATH, READ))).isTrue();
    assertThat(vend.requestsSame(access(PATH, READWRITE))).isFalse();
    assertThat(vend.requestsSame(access(S3Path.object("b", "team/a/g"), READ))).isFalse();
  }

  @Test
  void a_renewal_serves_what_the_old_credentials_cover() {
    InFlightVend vend = new InFlightVend(request(PATH), S3Path.prefix("b", "team/a/"));
    assertThat(vend.mayCover(access(S3Path.object("b", "team/a/g"), READ), 0)).isTrue();
    assertThat(vend.mayCover(access(S3Path.object("b", "team/b/g"), READ), 0)).isFalse();
    assertThat(vend.mayCover(access(S3Path.object("b", "team/a/g"), READWRITE), 0)).isFalse();
  }

  @Test
  void who_knows_better_waits_for_what_agrees_with_it_only() {
    InFlightVend vend = new InFlightVend(request(PATH));
    Access beside = access(S3Path.object("b", "team/b/g"), READ);
    assertThat(vend.mayCover(beside, 0)).isTrue();
    assertThat(vend.mayCover(beside, "team/".length())).isTrue();
    assertThat(vend.mayCover(beside, "team/b/".length())).isFalse();
    assertThat(vend.mayCover(beside, InFlightVend.SAME_PATH)).isFalse();
    assertThat(vend.mayCover(access(PATH, READ), InFlightVend.SAME_PATH)).isTrue();
    assertThat(vend.mayCover(access(PATH, READWRITE), 0)).isFalse();
  }

  @Test
  void they_must_agree_to_the_end_of_the_element_in_which_they_differ() {
    S3Path seen = S3Path.prefix("b", "team/a/");
    assertThat(InFlightVend.minSharedLengthAfter(seen, "team/b/g")).isEqualTo("team/b/".length());
    assertThat(InFlightVend.minSharedLengthAfter(seen, "team/b")).isEqualTo(InFlightVend.SAME_PATH);
    // The first element of a key that begins with the separator is empty.
    assertThat(InFlightVend.minSharedLengthAfter(seen, "/b")).isEqualTo(1);
  }
}
