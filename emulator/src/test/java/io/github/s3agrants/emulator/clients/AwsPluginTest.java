package io.github.s3agrants.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.DataAccessCalls;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.SdkEndpoints;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.s3accessgrants.plugin.S3AccessGrantsPlugin;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * AWS's own Access Grants plugin for Java, unmodified. It builds its clients of S3 Control, STS and
 * S3 itself and finds the emulator through the SDK's settings only. The journal shows its calls.
 */
final class AwsPluginTest {
  private AccessGrantsEmulator emulator;
  private SdkEndpoints endpoints;

  /** The two kinds of clients that the plugin supports. */
  enum Flavour {
    SYNC {
      @Override
      SdkCalls.Data open(boolean fallback) {
        return new SdkCalls.SyncData(
            S3Client.builder()
                .credentialsProvider(EmulatorClients.credentials(TestPrincipals.ALICE))
                .addPlugin(plugin(fallback))
                .build());
      }
    },
    ASYNC {
      @Override
      SdkCalls.Data open(boolean fallback) {
        return new SdkCalls.AsyncData(
            S3AsyncClient.builder()
                .credentialsProvider(EmulatorClients.credentials(TestPrincipals.ALICE))
                .addPlugin(plugin(fallback))
                .build());
      }
    };

    abstract SdkCalls.Data open(boolean fallback);

    private static S3AccessGrantsPlugin plugin(boolean fallback) {
      return S3AccessGrantsPlugin.builder().enableFallback(fallback).build();
    }
  }

  @BeforeEach
  void start() throws Exception {
    emulator =
        TestLake.withoutInstance()
            .location("s3://", TestPrincipals.LOCATION_ROLE)
            .grant("s3://", "lake/alice/*", "alice", Permission.READWRITE)
            .grant("s3://", "lake/shared/*", "alice", Permission.READ)
            .start();
    endpoints = new SdkEndpoints(emulator.endpoints());
    try (S3Client admin =
        S3Client.builder()
            .credentialsProvider(EmulatorClients.credentials(TestPrincipals.ADMIN))
            .build()) {
      for (String key : List.of("shared/s", "bob/b", "policy/p")) {
        admin.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString(key));
      }
    }
    emulator.resetJournal();
  }

  @AfterEach
  void stop() throws Exception {
    endpoints.close();
    emulator.close();
  }

  @ParameterizedTest
  @EnumSource
  void reads_and_writes_within_its_grants(Flavour flavour) {
    try (SdkCalls.Data store = flavour.open(false)) {
      for (int i = 0; i < 5; i++) {
        store.put("alice/" + i, "content " + i);
        assertThat(store.get("alice/" + i)).isEqualTo("content " + i);
      }
      assertThat(store.list("alice/")).hasSize(5);
      assertThat(store.get("shared/s")).isEqualTo("shared/s");
    }
    Journal vended = emulator.journal().service(Service.S3).signer(SignerKind.VENDED);
    assertThat(vended.count("PutObject")).isEqualTo(5);
    assertThat(vended.count("GetObject")).isEqualTo(6);
    assertThat(vended.count("ListObjectsV2")).isEqualTo(1);
    assertThat(emulator.journal().service(Service.S3).size()).isEqualTo(12);
    // One call each, then its caches answer. The plugin fetches one grant again for each
    // permission.
    assertThat(emulator.journal().count("GetCallerIdentity")).isEqualTo(1);
    assertThat(emulator.journal().count("GetAccessGrantsInstanceForPrefix")).isEqualTo(1);
    assertThat(asked())
        .containsExactly(
            "WRITE s3://lake/alice/0 200",
            "READ s3://lake/alice/0 200",
            "READ s3://lake/shared/s 200");
  }

  @ParameterizedTest
  @EnumSource
  void is_denied_outside_them(Flavour flavour) {
    try (SdkCalls.Data store = flavour.open(false)) {
      denied(() -> store.get("bob/b"));
      denied(() -> store.put("shared/new", "x"));
      denied(() -> store.get("policy/p"));
      denied(() -> store.list("bob/"));
    }
    assertThat(asked())
        .containsExactly(
            "READ s3://lake/bob/b 403",
            "WRITE s3://lake/shared/new 403",
            "READ s3://lake/policy/p 403",
            "READ s3://lake/bob/ 403");
    assertThat(emulator.journal().service(Service.S3).isEmpty())
        .as("nothing reached S3, not even what policies would have allowed")
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void falls_back_only_if_it_was_told_to(Flavour flavour) {
    try (SdkCalls.Data store = flavour.open(true)) {
      assertThat(store.get("policy/p")).isEqualTo("policy/p");
      store.put("alice/a", "a");
      denied(() -> store.get("bob/b"));
    }
    assertThat(asked())
        .containsExactly(
            "READ s3://lake/policy/p 403",
            "WRITE s3://lake/alice/a 200",
            "READ s3://lake/bob/b 403");
    assertThat(emulator.journal().service(Service.S3).entries())
        .extracting(JournalEntry::key, JournalEntry::signer, JournalEntry::status)
        .containsExactly(
            tuple("policy/p", SignerKind.BASE, 200),
            tuple("alice/a", SignerKind.VENDED, 200),
            tuple("bob/b", SignerKind.BASE, 403));
  }

  private List<String> asked() {
    return DataAccessCalls.answered(emulator.journal());
  }

  private static void denied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SdkServiceException.class, refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
  }
}
