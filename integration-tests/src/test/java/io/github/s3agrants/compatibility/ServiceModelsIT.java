package io.github.s3agrants.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testkit.ServiceModels;
import io.github.s3agrants.testkit.ServiceModels.Known;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The models of the services in the SDK of this combination. What a newer SDK has, and the emulator
 * does not know, is named.
 */
class ServiceModelsIT {
  @ParameterizedTest
  @EnumSource
  void the_emulator_knows_every_operation_and_member(Known service) throws IOException {
    assertThat(ServiceModels.unknown(service)).isEmpty();
  }
}
