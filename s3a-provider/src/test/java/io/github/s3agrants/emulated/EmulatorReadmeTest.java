package io.github.s3agrants.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What users copy from the emulator's README is what runs here. */
class EmulatorReadmeTest {
  @Test
  void shows_the_test_of_a_file_system_as_it_is() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/io/github/s3agrants/emulated/AliceReportTest.java"));
    String shown = source.substring(source.indexOf("import static"));
    assertThat(Files.readString(Path.of("../emulator/README.md")))
        .contains("```java\n" + shown + "```");
  }
}
