package io.github.s3agrants.emulator.state;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.github.s3agrants.emulator.grants.StateChange;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts a change to one line of JSON, and back. The JSON names are those of the records and
 * their components, so renaming one requires a new version of the file.
 */
final class ChangeCodec {
  private static final String TYPE = "type";

  private static final Map<String, Class<? extends StateChange>> TYPES =
      leaves(StateChange.class)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          // The components of the records are the only properties.
          .changeDefaultVisibility(checker -> checker.withIsGetterVisibility(Visibility.NONE))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ChangeCodec() {}

  static byte[] encode(StateChange change) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put(TYPE, change.getClass().getSimpleName());
    node.setAll((ObjectNode) MAPPER.<JsonNode>valueToTree(change));
    return MAPPER.writeValueAsBytes(node);
  }

  /**
   * Parses a change.
   *
   * @throws IllegalArgumentException if it is not a change. The message does not show the text,
   *     which may hold a secret
   */
  static StateChange decode(byte[] text, int from, int length) {
    try {
      if (!(MAPPER.readTree(text, from, length) instanceof ObjectNode node)) {
        throw new IllegalArgumentException("is not a JSON object");
      }
      JsonNode name = node.remove(TYPE);
      Class<? extends StateChange> type = name == null ? null : TYPES.get(name.asString());
      if (type == null) {
        throw new IllegalArgumentException("is of no type that this emulator knows: " + name);
      }
      return MAPPER.treeToValue(node, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("does not hold what a change of its type needs");
    }
  }

  @SuppressWarnings("unchecked") // The subtypes of a sealed interface are those that it permits.
  private static Stream<Class<? extends StateChange>> leaves(Class<? extends StateChange> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .flatMap(each -> leaves((Class<? extends StateChange>) each))
        : Stream.of(type);
  }
}
