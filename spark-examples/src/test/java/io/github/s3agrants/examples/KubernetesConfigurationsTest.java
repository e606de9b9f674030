package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The files in {@code conf/kubernetes/}: their keys and fields are known, and they agree. They have
 * not been run on a cluster.
 */
class KubernetesConfigurationsTest {

  private static final String ACCOUNTS = "kubernetes/accounts.yaml";
  private static final String APPLICATION = "kubernetes/spark-application.yaml";
  private static final String SUBMIT = "kubernetes/spark-submit.conf";

  private static final String CALLER = "spark.hadoop.fs.s3a.accessgrants.credentials.provider";
  private static final String ROLE = "eks.amazonaws.com/role-arn";

  /** From SparkApplicationSpec of the operator's API v1beta2. */
  private static final Set<String> APPLICATION_FIELDS =
      Set.of(
          "type",
          "mode",
          "sparkVersion",
          "image",
          "imagePullPolicy",
          "mainClass",
          "mainApplicationFile",
          "arguments",
          "sparkConf",
          "hadoopConf",
          "driver",
          "executor",
          "restartPolicy");

  /** From SparkPodSpec and, the last, ExecutorSpec of the same API. */
  private static final Set<String> POD_FIELDS =
      Set.of("cores", "memory", "memoryOverhead", "serviceAccount", "env", "labels", "instances");

  @Test
  void spark_application() throws ReflectiveOperationException, IOException {
    Map<String, Object> application = only(APPLICATION);
    Map<String, Object> spec = map(application, "spec");
    Map<String, Object> settings = map(spec, "sparkConf");

    assertThat(application)
        .containsEntry("apiVersion", "sparkoperator.k8s.io/v1beta2")
        .containsEntry("kind", "SparkApplication");
    assertThat(APPLICATION_FIELDS).containsAll(spec.keySet());
    assertThat(POD_FIELDS)
        .containsAll(map(spec, "driver").keySet())
        .containsAll(map(spec, "executor").keySet());
    assertThat(settings.keySet()).allMatch(new KnownKeys()::contains);
    assertThat(settings.values()).allMatch(String.class::isInstance);
    assertThat(without(settings, CALLER)).isEqualTo(ConfFiles.WITH_PLUGIN);
  }

  @Test
  void spark_submit() throws ReflectiveOperationException, IOException {
    Map<String, String> settings = ConfFiles.properties(SUBMIT);
    Map<String, Object> application = map(only(APPLICATION), "spec");

    assertThat(settings.keySet()).allMatch(new KnownKeys()::contains);
    assertThat(settings).containsAllEntriesOf(ConfFiles.WITH_PLUGIN);
    assertThat(settings.get(CALLER)).isEqualTo(map(application, "sparkConf").get(CALLER));
    assertThat(settings)
        .containsEntry("spark.kubernetes.container.image", text(application, "image"))
        .containsEntry(
            "spark.executor.instances", "" + map(application, "executor").get("instances"));
  }

  @Test
  void only_the_driver_has_a_role() throws IOException {
    Map<String, Object> application = map(only(APPLICATION), "spec");
    String driver = account(application, "driver");
    String executor = account(application, "executor");

    assertThat(role(driver)).isNotNull();
    assertThat(role(executor)).isNull();
    assertThat(ConfFiles.properties(SUBMIT))
        .containsEntry("spark.kubernetes.authenticate.driver.serviceAccountName", driver)
        .containsEntry("spark.kubernetes.authenticate.executor.serviceAccountName", executor);
  }

  @Test
  void all_are_in_one_namespace() throws IOException {
    assertThat(ConfFiles.yaml(ACCOUNTS))
        .hasSize(4)
        .allSatisfy(
            object -> assertThat(map(object, "metadata")).containsEntry("namespace", "spark"));
    assertThat(map(only(APPLICATION), "metadata")).containsEntry("namespace", "spark");
    assertThat(ConfFiles.properties(SUBMIT)).containsEntry("spark.kubernetes.namespace", "spark");
  }

  private static String account(Map<String, Object> application, String pod) {
    return text(map(application, pod), "serviceAccount");
  }

  /** The IAM role of a service account, which must exist; null if it has none. */
  private static @Nullable Object role(String account) throws IOException {
    for (Map<String, Object> object : ConfFiles.yaml(ACCOUNTS)) {
      Map<String, Object> metadata = map(object, "metadata");
      if (text(object, "kind").equals("ServiceAccount") && text(metadata, "name").equals(account)) {
        return metadata.containsKey("annotations") ? map(metadata, "annotations").get(ROLE) : null;
      }
    }
    throw new AssertionError("No service account " + account);
  }

  private static Map<String, Object> only(String file) throws IOException {
    List<Map<String, Object>> documents = ConfFiles.yaml(file);
    assertThat(documents).hasSize(1);
    return documents.get(0);
  }

  private static Map<String, Object> without(Map<String, Object> settings, String key) {
    Map<String, Object> rest = new HashMap<>(settings);
    assertThat(rest.remove(key)).isNotNull();
    return rest;
  }

  private static String text(Map<String, Object> parent, String key) {
    return (String) Objects.requireNonNull(parent.get(key), key);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    return (Map<String, Object>) Objects.requireNonNull(parent.get(key), key);
  }
}
