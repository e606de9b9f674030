package io.github.s3agrants.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in a message. */
class MessageTextTest {
  private static MessageReader reader(byte[] text) {
    return new MessageReader(
        ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ü\n*?#%", "\uFFFD", "x\uFFFDy", "\uD83D\uDE00"})
  void any_text_arrives_as_it_was_written(String text) throws Exception {
    byte[] message = new MessageWriter().text(text).flag(true).toBytes();
    MessageReader in = new MessageReader(message);
    assertThat(in.text()).isEqualTo(text);
    assertThat(in.flag()).isTrue();
    in.end();
  }

  @Test
  void a_message_grows_with_what_is_written() throws Exception {
    String text = "0123456789".repeat(1000);
    MessageWriter out = new MessageWriter();
    for (int i = 0; i < 100; i++) {
      out.number(i).number((long) i).text(text);
    }
    MessageReader in = new MessageReader(out.toBytes());
    for (int i = 0; i < 100; i++) {
      assertThat(in.number()).isEqualTo(i);
      assertThat(in.longNumber()).isEqualTo(i);
      assertThat(in.text()).isEqualTo(text);
    }
    in.end();
  }

  @Test
  void bytes_that_are_not_utf8_are_refused() {
    for (byte[] bytes : new byte[][] {{(byte) 0xFF}, {'a', (byte) 0xC3}, {(byte) 0xC0, 'b'}}) {
      assertThat(assertThrows(ProtocolException.class, () -> reader(bytes).text()))
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void a_name_is_one_of_its_type() throws Exception {
    assertThat(reader("READ".getBytes(StandardCharsets.UTF_8)).name(Permission.class))
        .isEqualTo(Permission.READ);
    assertThat(
            assertThrows(
                ProtocolException.class,
                () -> reader("read".getBytes(StandardCharsets.UTF_8)).name(Permission.class)))
        .hasMessageContaining("Permission");
  }
}
