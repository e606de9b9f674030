package io.github.s3agrants.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in a YAML file with its place, so that each error message names the key.
 *
 * @param place such as {@code grants[0].location}; empty for the whole file
 * @param value as parsed
 */
record YamlNode(String place, @Nullable Object value) {

  /** This value as a mapping that has only these keys. */
  Map<?, ?> mapping(String... allowedKeys) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong("must be a mapping with the keys " + String.join(", ", allowedKeys));
    }
    for (Object key : map.keySet()) {
      if (!Arrays.asList(allowedKeys).contains(key)) {
        throw new YamlNode(child(String.valueOf(key)), null)
            .wrong("unknown key; allowed are " + String.join(", ", allowedKeys));
      }
    }
    return map;
  }

  /** A member of this mapping. Empty if it is absent or null. */
  Optional<YamlNode> optional(String key) {
    Object member = value instanceof Map<?, ?> map ? map.get(key) : null;
    return member == null ? Optional.empty() : Optional.of(new YamlNode(child(key), member));
  }

  /** A required member. */
  YamlNode required(String key) {
    return optional(key).orElseThrow(() -> new YamlNode(child(key), null).wrong("is required"));
  }

  /** The items of a list member. Empty if the member is absent. */
  List<YamlNode> list(String key) {
    Optional<YamlNode> member = optional(key);
    return member.isEmpty() ? List.of() : member.get().items();
  }

  private List<YamlNode> items() {
    if (!(value instanceof List<?> list)) {
      throw wrong("must be a list");
    }
    List<YamlNode> items = new ArrayList<>();
    for (Object item : list) {
      items.add(new YamlNode(place + "[" + items.size() + "]", item));
    }
    return items;
  }

  String text() {
    if (!(value instanceof String text)) {
      throw wrong("must be text; put numbers in quotes");
    }
    return text;
  }

  boolean isMapping() {
    return value instanceof Map<?, ?>;
  }

  int number() {
    if (!(value instanceof Integer number)) {
      throw wrong("must be a number");
    }
    return number;
  }

  boolean flag() {
    if (!(value instanceof Boolean flag)) {
      throw wrong("must be true or false");
    }
    return flag;
  }

  <E extends Enum<E>> E oneOf(Class<E> type) {
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> constant.name().equals(value))
        .findFirst()
        .orElseThrow(() -> wrong("must be one of " + Arrays.toString(constants)));
  }

  /** An error about this value. The message does not show the value, which may be a secret. */
  IllegalArgumentException wrong(String rule) {
    return new IllegalArgumentException(place.isEmpty() ? rule : place + ": " + rule);
  }

  private String child(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  /** Omits the value, which may be a secret. */
  @Override
  public String toString() {
    return "YamlNode[" + place + "]";
  }
}
