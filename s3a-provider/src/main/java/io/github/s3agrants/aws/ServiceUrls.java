package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.ServiceSettings;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.services.s3control.endpoints.S3ControlEndpointProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * The URLs of the services that are called under settings: those that are set, else the SDK's for a
 * Region. Calls nothing.
 */
public final class ServiceUrls {
  /**
   * Stands for an account whose ID is not known yet. S3 Control's hosts begin with the account's
   * ID, and all of a Region have the same addresses.
   */
  private static final String ANY_ACCOUNT = "000000000000";

  private final ServiceSettings settings;
  private final String region;
  private final boolean fips;
  private final boolean dualStack;

  /** The URLs in a Region. */
  public ServiceUrls(ServiceSettings settings, String region) {
    this.settings = settings;
    this.region = region;
    this.fips = settings.awsEndpoints().fips() || isOn(SdkSystemSetting.AWS_USE_FIPS_ENDPOINT);
    this.dualStack =
        settings.awsEndpoints().dualStack() || isOn(SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT);
  }

  private static boolean isOn(SdkSystemSetting setting) {
    return setting.getBooleanValue().orElse(false);
  }

  /** S3 Control's, with the account of the settings or any other one. */
  public URI s3Control() {
    return settings
        .endpoint()
        .orElseGet(
            () ->
                S3ControlEndpointProvider.defaultProvider()
                    .resolveEndpoint(
                        p ->
                            p.region(Region.of(region))
                                .useFips(fips)
                                .useDualStack(dualStack)
                                .requiresAccountId(true)
                                .accountId(settings.accountId().orElse(ANY_ACCOUNT)))
                    .join()
                    .url());
  }

  /** STS's. */
  public URI sts() {
    return settings
        .stsEndpoint()
        .orElseGet(
            () ->
                StsEndpointProvider.defaultProvider()
                    .resolveEndpoint(
                        p -> p.region(Region.of(region)).useFips(fips).useDualStack(dualStack))
                    .join()
                    .url());
  }

  /** That of S3, without a bucket. */
  public URI s3() {
    Optional<URI> set = settings.s3Endpoint();
    return set.orElseGet(
        () ->
            S3EndpointProvider.defaultProvider()
                .resolveEndpoint(
                    p -> p.region(Region.of(region)).useFips(fips).useDualStack(dualStack))
                .join()
                .url());
  }
}
