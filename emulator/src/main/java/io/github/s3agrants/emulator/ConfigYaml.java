package io.github.s3agrants.emulator;

import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/**
 * Reads the YAML of a configuration file strictly: no unknown or duplicate key, no conversion of a
 * number to text, no alias. Its messages say where and what is allowed, and never quote the file,
 * which may hold secrets.
 */
final class ConfigYaml {
  /** Enough for the maximum number of grants of an instance. */
  private static final int MAX_CHARACTERS = 100_000_000;

  private static final int MAX_DEPTH = 32;
  private static final String CORE_TAG = "tag:yaml.org,2002:";

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .loadSettings(LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build())
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  // check() does this, and says where.
                  .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(YAMLReadFeature.EMPTY_STRING_AS_NULL)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
          .withCoercionConfigDefaults(
              coercions -> {
                for (CoercionInputShape shape :
                    List.of(
                        CoercionInputShape.Integer,
                        CoercionInputShape.Float,
                        CoercionInputShape.Boolean,
                        CoercionInputShape.String,
                        CoercionInputShape.EmptyString)) {
                  coercions.setCoercion(shape, CoercionAction.Fail);
                }
              })
          .build();

  private ConfigYaml() {}

  /**
   * Reads a configuration file.
   *
   * @throws ConfigException if the text is not YAML or not a configuration
   */
  static ConfigDocument read(String text) {
    try {
      check(text);
      return MAPPER.readValue(text, ConfigDocument.class);
    } catch (JacksonException e) {
      throw explained(e, text);
    }
  }

  /** The line of a place, or of the innermost place around it that the file has. */
  static OptionalInt line(String text, String place) {
    OptionalInt line = OptionalInt.empty();
    int length = 0;
    try (JsonParser parser = MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        String here = place(parser.streamReadContext());
        if (here.length() > length && isAround(here, place)) {
          line = OptionalInt.of(parser.currentTokenLocation().getLineNr());
          length = here.length();
        }
      }
    } catch (JacksonException e) {
      return line; // The text ends being YAML here.
    }
    return line;
  }

  private static boolean isAround(String outer, String inner) {
    return inner.startsWith(outer)
        && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
  }

  /**
   * Refuses what Jackson would accept: a key that is there twice, an alias, which Jackson reads as
   * the alias's name, a tag, and a second document.
   */
  private static void check(String text) {
    Deque<Set<String>> keys = new ArrayDeque<>();
    try (JsonParser sent = MAPPER.createParser(text)) {
      YAMLParser parser = (YAMLParser) sent;
      boolean ended = false;
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (ended) {
          throw new ConfigException("", "must be one YAML document", null);
        }
        if (token == JsonToken.START_OBJECT) {
          keys.push(new HashSet<>());
        } else if (token == JsonToken.END_OBJECT) {
          keys.pop();
        } else if (token == JsonToken.PROPERTY_NAME && !keys.element().add(parser.currentName())) {
          throw wrong(parser, "is there twice");
        }
        if (parser.isCurrentAlias()) {
          throw wrong(parser, "must not be an alias such as *name; repeat the value");
        }
        String tag = parser.getRawTag();
        if (tag != null && !tag.startsWith(CORE_TAG)) {
          throw wrong(parser, "must not have a tag such as !name");
        }
        ended = parser.streamReadContext().inRoot();
        token = parser.nextToken();
      }
    }
  }

  private static ConfigException wrong(JsonParser parser, String rule) {
    return new ConfigException(place(parser.streamReadContext()), rule, null);
  }

  private static String place(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    String outer = parent == null ? "" : place(parent);
    if (context.inObject() && context.hasCurrentName()) {
      return outer.isEmpty() ? context.currentName() : outer + "." + context.currentName();
    }
    return context.inArray() && context.hasCurrentIndex()
        ? outer + "[" + context.getCurrentIndex() + "]"
        : outer;
  }

  private static ConfigException explained(JacksonException e, String text) {
    if (!(e instanceof DatabindException)) {
      return new ConfigException("", notYaml(e), e);
    }
    String place = place(e.getPath());
    if (e instanceof ValueInstantiationException refused
        && e.getCause() instanceof IllegalArgumentException) {
      Class<?> mapping = refused.getType().getRawClass();
      // A key that is missing may be one that is misspelt.
      Optional<String> unknown = unknownKey(text, e.getPath(), mapping);
      return unknown.isPresent()
          ? new ConfigException(place + "." + unknown.get(), unknownKey(place, mapping), e)
          : ConfigException.inside(place, String.valueOf(e.getCause().getMessage()), e);
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new ConfigException(place, unknownKey(place, unknown.getReferringClass()), e);
    }
    return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
        ? new ConfigException(place, allowed(mismatch.getTargetType()), e)
        : new ConfigException(place, "is not allowed", e);
  }

  private static String notYaml(JacksonException e) {
    if (e.getCause() instanceof MarkedYamlEngineException marked) {
      String where =
          marked.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      return "not valid YAML" + where + ": " + marked.getProblem();
    }
    int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
    String why = e instanceof StreamConstraintsException ? ": too large or nested too deeply" : "";
    return "not valid YAML" + (line > 0 ? " in line " + line : "") + why;
  }

  private static String place(List<JacksonException.Reference> path) {
    StringBuilder place = new StringBuilder();
    for (JacksonException.Reference step : path) {
      if (step.getPropertyName() == null) {
        place.append('[').append(step.getIndex()).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return place.toString();
  }

  private static Optional<String> unknownKey(
      String text, List<JacksonException.Reference> path, Class<?> mapping) {
    JsonNode node = MAPPER.readTree(text);
    for (JacksonException.Reference step : path) {
      node =
          step.getPropertyName() == null
              ? node.path(step.getIndex())
              : node.path(step.getPropertyName());
    }
    Set<String> known =
        Arrays.stream(mapping.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    return node.propertyNames().stream().filter(key -> !known.contains(key)).findFirst();
  }

  private static String unknownKey(String place, Class<?> mapping) {
    return place.equals("state")
        ? "is no longer a key: nothing outlives the process. List what the emulator starts with in"
            + " this file: its grants, and its objects under objects"
        : "unknown key; allowed are " + keys(mapping);
  }

  private static String allowed(Class<?> type) {
    if (type == String.class) {
      return "must be text; put numbers in quotes";
    } else if (type == boolean.class) {
      return "must be true or false";
    } else if (type == Integer.class) {
      return "must be a number";
    } else if (type.isEnum()) {
      return "must be one of " + Arrays.toString(type.getEnumConstants());
    } else if (List.class.isAssignableFrom(type)) {
      return "must be a list";
    } else if (type == ConfigDocument.BucketEntry.class) {
      return "must be the name of a bucket, or a mapping with the keys " + keys(type);
    }
    return type.isRecord() ? "must be a mapping with the keys " + keys(type) : "must be a mapping";
  }

  private static String keys(Class<?> mapping) {
    return Arrays.stream(mapping.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }
}
