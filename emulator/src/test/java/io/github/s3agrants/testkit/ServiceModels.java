package io.github.s3agrants.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3control.S3ControlAsyncClient;
import software.amazon.awssdk.services.sts.StsAsyncClient;

/**
 * The service models of the SDK that is on the class path, and those that the emulator knows.
 *
 * <p>The known ones are in the resources {@code models/*.txt}. In them, {@code = Operation} starts
 * an operation that the emulator has, {@code >} and {@code <} list the members of its request and
 * its response, {@code ~ > Member: reason} is a member that it does not act on, and {@code -
 * Operation: reason} is an operation that it has not.
 */
public final class ServiceModels {

  /** The services, by the name of their list. */
  public enum Known {
    S3(S3AsyncClient.class),
    S3CONTROL(S3ControlAsyncClient.class),
    STS(StsAsyncClient.class);

    private final Class<?> client;

    Known(Class<?> client) {
      this.client = client;
    }
  }

  /**
   * What is known of a service.
   *
   * @param implemented the members of each operation that the emulator has
   * @param unsupported the reason, by operation that it has not
   */
  public record KnownModel(Map<String, Set<String>> implemented, Map<String, String> unsupported) {}

  private ServiceModels() {}

  /**
   * The operations and members of the SDK's model that the list does not have. A member is written
   * {@code Operation > Member} or {@code Operation < Member.Member}.
   */
  public static List<String> unknown(Known service) throws IOException {
    KnownModel known = known(service);
    List<String> unknown = new ArrayList<>();
    model(service)
        .forEach(
            (operation, members) -> {
              Set<String> listed = known.implemented().get(operation);
              if (listed != null) {
                members.stream()
                    .filter(member -> !listed.contains(member))
                    .forEach(member -> unknown.add(operation + " " + member));
              } else if (!known.unsupported().containsKey(operation)) {
                unknown.add(operation);
              }
            });
    return unknown;
  }

  /** The list of a service. */
  public static KnownModel known(Known service) throws IOException {
    String name = "models/" + service.name().toLowerCase(Locale.ROOT) + ".txt";
    Map<String, Set<String>> implemented = new TreeMap<>();
    Map<String, String> unsupported = new TreeMap<>();
    try (InputStream in = ServiceModels.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      Set<String> members = new TreeSet<>();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (line.startsWith("= ")) {
          members = new TreeSet<>();
          implemented.put(line.substring(2), members);
        } else if (line.startsWith("- ")) {
          String[] parts = line.substring(2).split(": ", 2);
          unsupported.put(parts[0], parts[1]);
        } else if (line.startsWith("~ ")) {
          members.add(line.substring(2, line.indexOf(':')));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.strip().split(" ", -1);
          for (int i = 1; i < words.length; i++) {
            members.add(words[0] + " " + words[i]);
          }
        }
      }
    }
    return new KnownModel(implemented, unsupported);
  }

  /** The members of each operation of the SDK's model. */
  public static Map<String, Set<String>> model(Known service) {
    String models = service.client.getPackageName() + ".model.";
    Map<String, Set<String>> operations = new TreeMap<>();
    for (Method method : service.client.getMethods()) {
      for (Class<?> parameter : method.getParameterTypes()) {
        String name = parameter.getSimpleName();
        if (parameter.getName().startsWith(models) && name.endsWith("Request")) {
          String operation = name.substring(0, name.length() - "Request".length());
          Set<String> members = new TreeSet<>();
          collect(pojo(parameter), "> ", members, new HashSet<>());
          collect(pojo(named(models + operation + "Response")), "< ", members, new HashSet<>());
          operations.put(operation, members);
        }
      }
    }
    return operations;
  }

  private static void collect(SdkPojo pojo, String path, Set<String> members, Set<Class<?>> above) {
    if (!above.add(pojo.getClass())) {
      return;
    }
    for (SdkField<?> field : pojo.sdkFields()) {
      String member = path + field.memberName();
      members.add(member);
      SdkPojo inner = inner(field);
      if (inner != null) {
        collect(inner, member + ".", members, above);
      }
    }
    above.remove(pojo.getClass());
  }

  private static @Nullable SdkPojo inner(SdkField<?> field) {
    if (field.marshallingType().equals(MarshallingType.SDK_POJO)) {
      return field.constructor().get();
    }
    ListTrait list = field.getTrait(ListTrait.class);
    return list == null ? null : inner(list.memberFieldInfo());
  }

  private static SdkPojo pojo(Class<?> type) {
    try {
      return (SdkPojo) type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not one of the SDK's model classes", e);
    }
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
