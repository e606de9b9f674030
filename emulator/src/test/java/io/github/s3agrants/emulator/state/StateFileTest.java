package io.github.s3agrants.emulator.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3agrants.emulator.grants.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state file: its format, what it restores and what it rejects. */
final class StateFileTest {
  private static final String REGION = "us-east-1";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state.jsonl");
  }

  @Test
  void gives_back_every_type_of_change_in_order() throws Exception {
    append(Changes.all());
    assertThat(kept()).isEqualTo(Changes.all());
    append(List.of(Changes.deleted("later")));
    assertThat(kept()).hasSize(Changes.all().size() + 1).endsWith(Changes.deleted("later"));
    assertThat(Changes.all().stream().map(Object::getClass).distinct())
        .as("no type is missing in this test")
        .hasSize((int) leaves(StateChange.class).count());
  }

  /** The format of version 1. A change that breaks this test requires a new version. */
  @Test
  void reads_the_file_of_its_first_version() throws Exception {
    Path old = Path.of("src", "test", "resources", "state-v1.jsonl");
    Files.copy(old, file);
    assertThat(kept()).isEqualTo(Changes.all());
    Path now = folder.resolve("now");
    file = now;
    append(Changes.all());
    assertThat(now).hasSameTextualContentAs(old);
  }

  @Test
  void an_empty_file_is_a_new_one() throws Exception {
    Files.createFile(file);
    append(List.of(Changes.deleted("a")));
    assertThat(kept()).containsExactly(Changes.deleted("a"));
  }

  @Test
  void only_its_owner_can_read_it() throws Exception {
    assumeTrue(
        file.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system has no permissions");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    append(Changes.all());
    append(List.of(Changes.deleted("a")));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as("%s", each)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void keeps_others_out_while_it_is_open() throws Exception {
    try (StateFile open = StateFile.open(file, REGION)) {
      assertThatIOException()
          .isThrownBy(() -> StateFile.open(file, REGION))
          .withMessage("state: " + file + " is in use by another emulator");
      open.append(Changes.deleted("a"));
    }
    assertThat(kept()).containsExactly(Changes.deleted("a"));
  }

  @Test
  void a_link_stays_a_link() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createFile(file));
    try (StateFile open = StateFile.open(link, REGION)) {
      open.append(Changes.deleted("a"));
    }
    assertThat(link).isSymbolicLink();
    assertThat(kept()).containsExactly(Changes.deleted("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"sum\":\"", "\u0000\u0000\u0000", "{\u0000\u0000\n"})
  void cuts_off_a_line_that_was_not_finished(String rest) throws Exception {
    append(Changes.all());
    long length = Files.size(file);
    Files.writeString(file, Files.readString(file) + rest);
    assertThat(kept()).isEqualTo(Changes.all());
    assertThat(Files.size(file)).isEqualTo(length);
    append(List.of(Changes.deleted("a")));
    assertThat(kept()).hasSize(Changes.all().size() + 1);
  }

  @Test
  void refuses_every_other_line_that_is_not_as_it_was_written() throws Exception {
    append(Changes.all());
    List<String> lines = Files.readAllLines(file);
    refuses(2, replaced(lines, 1, lines.get(1).replace("2026", "2027")));
    refuses(3, replaced(lines, 2, lines.get(3)));
    List<String> swapped = replaced(lines, 4, lines.get(5));
    refuses(5, replaced(swapped, 5, lines.get(4)));
    refuses(6, replaced(lines, 5, ""));
    refuses(6, replaced(lines, 5, "\u0000"));
    refuses(lines.size(), replaced(lines, lines.size() - 1, "{}"));
    List<String> without = new ArrayList<>(lines);
    without.remove(7);
    refuses(8, without);
  }

  /**
   * The line before the last was acknowledged, so it must not be discarded together with an
   * unfinished one.
   */
  @Test
  void refuses_a_line_whose_end_was_taken_from_it() throws Exception {
    append(List.of(Changes.deleted("a"), Changes.deleted("b"), Changes.deleted("c")));
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n', text.length() - 2);
    for (String instead : List.of("\u0000", "x", "}")) {
      String damaged = text.substring(0, end) + instead + text.substring(end + 1);
      for (String rest : List.of("", "{", "\u0000")) {
        Files.writeString(file, damaged + rest);
        assertOpenFails("line 3: ");
        Files.writeString(file, damaged.stripTrailing() + rest);
        assertOpenFails("line 3: ");
      }
    }
    // A single byte in the place of the line feed: the write may have stopped before it.
    Files.writeString(file, text.substring(0, end) + "\u0000");
    assertThat(kept()).containsExactly(Changes.deleted("a"));
  }

  private static List<String> replaced(List<String> lines, int index, String line) {
    List<String> other = new ArrayList<>(lines);
    other.set(index, line);
    return other;
  }

  private void refuses(int line, List<String> lines) throws IOException {
    String text = String.join("\n", lines) + "\n";
    Files.writeString(file, text);
    assertThatIOException()
        .isThrownBy(() -> StateFile.open(file, REGION))
        .withMessageStartingWith("state: " + file + ", line " + line + ": ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("the secret", "the token"));
    assertThat(file).as("a file that is refused is left alone").hasContent(text);
  }

  @Test
  void refuses_what_is_not_its_own() throws Exception {
    Files.writeString(file, "root:x:0:0:root:/root:/bin/bash\n");
    assertOpenFails("line 1: this is not a state file of the emulator");
    Files.writeString(file, "{\"format\":\"other\"}\n");
    assertOpenFails("line 1: this is not a state file of the emulator");
    Files.writeString(
        file,
        "{\"format\":\"access-grants-emulator-state\",\"version\":2,\"region\":\"us-east-1\"}\n");
    assertOpenFails("line 1: the file has version 2, this emulator reads 1");
    Files.delete(file);
    append(List.of());
    assertThatIOException()
        .isThrownBy(() -> StateFile.open(file, "eu-west-1"))
        .withMessageContaining("holds the state of region us-east-1, the emulator's is eu-west-1");
    file = folder;
    assertOpenFails("must be a file in a folder that exists");
    file = folder.resolve("none").resolve("state");
    assertOpenFails("must be a file in a folder that exists");
  }

  private void assertOpenFails(String complaint) {
    assertThatIOException()
        .isThrownBy(() -> StateFile.open(file, REGION))
        .withMessageContaining(complaint)
        .withMessageContaining(file.toString());
  }

  @Test
  void stays_as_small_as_the_state_needs() throws Exception {
    Map<String, StateChange> state = new LinkedHashMap<>();
    try (StateFile open = StateFile.open(file, REGION, 10)) {
      open.restore(kept -> {}, () -> List.copyOf(state.values()));
      for (int i = 0; i < 1_000; i++) {
        String id = "grant-" + i % 7;
        StateChange change = state.containsKey(id) ? Changes.deleted(id) : Changes.grant(id, id);
        open.append(change);
        if (state.remove(id) == null) {
          state.put(id, change);
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(2 * 7 + 10 + 1);
      }
    }
    Map<String, StateChange> replayed = new LinkedHashMap<>();
    for (StateChange change : kept()) {
      if (change instanceof StateChange.GrantCreated created) {
        replayed.put(created.grant().id(), created);
      } else if (change instanceof StateChange.GrantDeleted gone) {
        replayed.remove(gone.grantId());
      }
    }
    assertThat(replayed).isEqualTo(state);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  /** A directory in the place of the new file simulates a disk that does not accept it. */
  @Test
  void goes_on_in_the_old_file_if_there_can_be_no_new_one() throws Exception {
    try (StateFile open = StateFile.open(file, REGION, 3)) {
      open.restore(kept -> {}, List::of);
      Path blocked = Files.createDirectory(folder.resolve("state.jsonl.new"));
      for (int i = 0; i < 50; i++) {
        open.append(Changes.deleted("g" + i));
      }
      Files.delete(blocked);
    }
    assertThat(kept()).hasSize(50);
  }

  @Test
  void what_a_crash_left_of_a_new_file_is_of_no_concern() throws Exception {
    append(Changes.all());
    Files.writeString(folder.resolve("state.jsonl.new"), "half a fi");
    assertThat(kept()).isEqualTo(Changes.all());
  }

  @Test
  void takes_nothing_once_it_is_closed() throws Exception {
    StateFile closed = StateFile.open(file, REGION);
    closed.close();
    closed.close();
    assertThatIOException().isThrownBy(() -> closed.append(Changes.deleted("a")));
    assertThat(kept()).isEmpty();
  }

  private void append(List<StateChange> changes) throws IOException {
    try (StateFile open = StateFile.open(file, REGION)) {
      for (StateChange change : changes) {
        open.append(change);
      }
    }
    assertThat(new String(Files.readAllBytes(file), UTF_8)).endsWith("\n");
  }

  private List<StateChange> kept() throws IOException {
    try (StateFile open = StateFile.open(file, REGION)) {
      return Changes.restore(open);
    }
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(StateFileTest::leaves)
        : Stream.of(type);
  }
}
