package io.github.s3agrants.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.grants.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any state file, truncated anywhere or with any byte changed. */
final class DamagedStateFilePropertyTest {
  private static final String REGION = "us-east-1";
  private static final Path FOLDER = Path.of("target", "damaged-state");
  private static final Path FILE = FOLDER.resolve("state.jsonl");

  @BeforeContainer
  static void make() throws IOException {
    Files.createDirectories(FOLDER);
  }

  @Provide
  Arbitrary<StateChange> change() {
    Arbitrary<String> text = Arbitraries.strings().all().ofMaxLength(30);
    return Arbitraries.oneOf(
        Arbitraries.of(Changes.all()),
        Combinators.combine(text, text).as(Changes::grant),
        text.map(Changes::deleted));
  }

  /** Every acknowledged change is found, and no partial one. */
  @Property(tries = 25)
  void cut_at_every_byte_it_gives_back_the_whole_lines(
      @ForAll @Size(max = 6) List<@From("change") StateChange> changes) throws IOException {
    byte[] log = log(changes);
    int whole = 0;
    int header = end(log, 0);
    for (int length = header; length <= log.length; length++) {
      if (length > header && log[length - 1] == '\n') {
        whole++;
      }
      Files.write(FILE, Arrays.copyOf(log, length));
      StateFileReader.Content content = StateFileReader.read(FILE, REGION);
      assertThat(content.changes()).isEqualTo(changes.subList(0, whole));
      assertThat(content.length()).isEqualTo(end(log, whole));
    }
    assertThat(whole).isEqualTo(changes.size());
  }

  @Property(tries = 100)
  void cut_anywhere_it_goes_on(
      @ForAll @Size(max = 6) List<@From("change") StateChange> changes,
      @ForAll @From("change") StateChange next,
      @ForAll @IntRange(max = 100_000) int place)
      throws IOException {
    byte[] log = log(changes);
    int header = end(log, 0);
    int length = header + place % (log.length - header + 1);
    Files.write(FILE, Arrays.copyOf(log, length));
    List<StateChange> found;
    try (StateFile open = StateFile.open(FILE, REGION)) {
      found = Changes.restore(open);
      open.append(next);
    }
    try (StateFile open = StateFile.open(FILE, REGION)) {
      assertThat(Changes.restore(open))
          .isEqualTo(Stream.concat(found.stream(), Stream.of(next)).toList());
    }
  }

  /** The file is rejected, or its last line is taken for unfinished. Nothing is made up. */
  @Property(tries = 1_000)
  void with_any_byte_changed_it_never_gives_back_anything_else(
      @ForAll @Size(min = 1, max = 6) List<@From("change") StateChange> changes,
      @ForAll @IntRange(max = 100_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int flip)
      throws IOException {
    byte[] log = log(changes);
    int header = end(log, 0);
    assertNothingElse(changes, log, header + place % (log.length - header), flip);
  }

  /** Regression: a line feed that became a zero also lost the line before the last one. */
  @Example
  void with_any_byte_of_a_small_file_changed() throws IOException {
    List<StateChange> changes =
        List.of(Changes.deleted("a"), Changes.deleted("b"), Changes.deleted("\u0000"));
    byte[] log = log(changes);
    for (int at = end(log, 0); at < log.length; at++) {
      for (char instead : new char[] {'\u0000', '\n', '}', '"', 'x'}) {
        if (log[at] != instead) {
          assertNothingElse(changes, log, at, log[at] ^ instead);
        }
      }
    }
  }

  private static void assertNothingElse(List<StateChange> changes, byte[] log, int at, int flip)
      throws IOException {
    byte[] damaged = log.clone();
    damaged[at] ^= (byte) flip;
    Files.write(FILE, damaged);
    try {
      List<StateChange> found = StateFileReader.read(FILE, REGION).changes();
      assertThat(found)
          .as("byte %d ^ %d", at, flip)
          .isEqualTo(changes.subList(0, changes.size() - 1));
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("state: " + FILE + ", line ");
    }
  }

  private static byte[] log(List<StateChange> changes) throws IOException {
    Files.deleteIfExists(FILE);
    LogWriter.create(FILE, REGION, changes).close();
    return Files.readAllBytes(FILE);
  }

  /** The end of line number {@code line}. The header is line 0. */
  private static int end(byte[] log, int line) {
    int seen = 0;
    for (int i = 0; i < log.length; i++) {
      if (log[i] == '\n' && seen++ == line) {
        return i + 1;
      }
    }
    return log.length;
  }
}
