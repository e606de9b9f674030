package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Operation;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.testkit.ServiceModels;
import io.github.s3agrants.testkit.ServiceModels.Known;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The models of the SDK's services beside what the emulator knows of them. */
final class ServiceModelsTest {
  private static final Set<String> ACCESS_GRANTS_AND_TAGS =
      Set.of("GetDataAccess", "TagResource", "UntagResource", "ListTagsForResource");

  /** A newer SDK is compared in integration-tests. */
  @ParameterizedTest
  @EnumSource
  void every_operation_and_member_is_known(Known service) throws IOException {
    assertThat(ServiceModels.model(service)).isNotEmpty();
    assertThat(ServiceModels.unknown(service)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void what_the_list_says_is_there_is_there(Known service) throws IOException {
    Service same =
        switch (service) {
          case S3 -> Service.S3;
          case S3CONTROL -> Service.S3CONTROL;
          case STS -> Service.STS;
        };
    assertThat(ServiceModels.known(service).implemented().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Operation.all().stream()
                .filter(operation -> operation.service() == same)
                .map(Operation::awsName)
                .collect(Collectors.toSet()));
    assertThat(ServiceModels.known(service).unsupported().keySet())
        .doesNotContainAnyElementsOf(ServiceModels.known(service).implemented().keySet());
    // No operation of Access Grants may be left out with a reason.
    assertThat(ServiceModels.known(service).unsupported().keySet())
        .noneMatch(name -> name.contains("AccessGrant") || ACCESS_GRANTS_AND_TAGS.contains(name));
  }
}
