package io.github.s3agrants.vending.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.testing.TestAccess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The paths that S3A's probes are about. */
class DirectoryProbeTest {
  @Test
  void both_probes_are_about_the_directory_and_the_object_of_the_same_name() {
    for (Access access : List.of(TestAccess.head("b", "d"), TestAccess.probe("b", "d/"))) {
      DirectoryProbe probe = DirectoryProbe.of(access).orElseThrow();
      Access directory = probe.asDirectory();
      assertThat(directory.permission()).isEqualTo(Permission.READ);
      assertThat(directory.path().toTarget()).isEqualTo("s3://b/d/*");
      assertThat(directory.operation()).isEqualTo(access.operation());
      Access overwrite = probe.asOverwrite();
      assertThat(overwrite.permission()).isEqualTo(Permission.WRITE);
      assertThat(overwrite.path().toTarget()).isEqualTo("s3://b/d");
      assertThat(overwrite.operation()).isEqualTo(access.operation());
    }
  }

  @Test
  void nothing_else_is_a_probe() {
    for (Access access :
        List.of(
            TestAccess.get("b", "d"),
            TestAccess.put("b", "d"),
            TestAccess.head("b", "d/"),
            TestAccess.list("b", "d/"),
            TestAccess.copy("b", "d", "e"),
            TestAccess.delete("b", List.of("d")))) {
      assertThat(DirectoryProbe.of(access)).as(access.toString()).isEmpty();
    }
  }
}
