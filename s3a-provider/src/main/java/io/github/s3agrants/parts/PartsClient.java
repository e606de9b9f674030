package io.github.s3agrants.parts;

import io.github.s3agrants.access.Parts;
import io.github.s3agrants.request.RequestParts;
import io.github.s3agrants.request.S3Exceptions;
import io.github.s3agrants.vending.GrantedParts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A client whose lists and bulk deletes are answered in parts, if the caller's grants cover only
 * parts of them. Each part is a request of its own, for which the interceptor decides. They are
 * sent one after the other, on the calling thread. Any other request is left alone. Thread-safe.
 */
public final class PartsClient extends DelegatingS3Client {
  private final S3Client client;

  /**
   * Wraps a client, which is closed with this one.
   *
   * @param client has the interceptor of this library
   */
  public PartsClient(S3Client client) {
    super(client);
    this.client = client;
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    boolean continued = PageToken.isOne(request.continuationToken());
    ListObjectsV2Request whole = continued ? resumed(request) : request;
    if (!mayBeDivided(request.prefix(), request.encodingTypeAsString())) {
      return client.listObjectsV2(whole);
    }
    ListQuery query = ListQuery.of(whole, continued);
    try {
      return shown(client.listObjectsV2(with(Parts.POSSIBLE, whole)), query, continued);
    } catch (S3Exception e) {
      GrantedParts parts = RequestParts.of(e).orElseThrow(() -> e);
      // S3 made any other token, for a caller who had a grant of all of it then.
      Optional<ListPage> page =
          whole.continuationToken() == null ? page(query, parts) : Optional.empty();
      return page.map(found -> found.answer(request, query))
          .orElseGet(() -> shown(client.listObjectsV2(with(Parts.EMPTY, whole)), query, continued));
    }
  }

  private static ListObjectsV2Response shown(
      ListObjectsV2Response answer, ListQuery query, boolean continued) {
    return continued ? ListPage.continued(answer, query) : answer;
  }

  @Override
  public ListObjectsResponse listObjects(ListObjectsRequest request) {
    if (!mayBeDivided(request.prefix(), request.encodingTypeAsString())) {
      return client.listObjects(request);
    }
    try {
      return client.listObjects(with(Parts.POSSIBLE, request));
    } catch (S3Exception e) {
      GrantedParts parts = RequestParts.of(e).orElseThrow(() -> e);
      ListQuery query = ListQuery.of(request);
      return page(query, parts)
          .map(found -> found.answer(request, query))
          .orElseGet(() -> client.listObjects(with(Parts.EMPTY, request)));
    }
  }

  @Override
  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
    try {
      return client.deleteObjects(with(Parts.POSSIBLE, request));
    } catch (S3Exception e) {
      GrantedParts parts = RequestParts.of(e).orElseThrow(() -> e);
      GroupedDelete groups = GroupedDelete.of(request, parts);
      return groups.isOne()
          ? client.deleteObjects(with(Parts.EMPTY, request))
          : groups.send(client);
    }
  }

  /**
   * Whether a list can be put together here. The core cuts a prefix before a {@code *}, so that it
   * would look for grants in a wider one. And keys that the caller decodes would have to be
   * encoded.
   */
  private static boolean mayBeDivided(@Nullable String prefix, @Nullable String encoding) {
    return encoding == null && (prefix == null || prefix.indexOf('*') < 0);
  }

  /** The request for the page after one that was put together here. */
  private static ListObjectsV2Request resumed(ListObjectsV2Request request) {
    String prefix = request.prefix() == null ? "" : request.prefix();
    String entry =
        PageToken.entry(request.continuationToken(), prefix)
            .orElseThrow(
                () ->
                    S3Exceptions.invalid("S3 Access Grants: the continuation token is not valid."));
    return request.toBuilder().continuationToken(null).startAfter(entry).build();
  }

  /**
   * The page that answers a list; empty if the core has to decide on the list as a whole. That is
   * so if nothing was found, too: the caller may not be permitted to know that.
   */
  private Optional<ListPage> page(ListQuery query, GrantedParts parts) {
    switch (parts.purpose()) {
      case NOTHING_BELOW_OBJECT:
        return Optional.of(ListPage.EMPTY);
      case EXISTENCE:
        // One entry would be taken for all by a list that asks for more.
        return Existence.isAskedBy(query)
            ? Existence.look(query, parts.readableVendedFirst(), new PartRequests(client, query))
            : Optional.empty();
      case LISTING:
        return GrantedListing.isPossible(query)
            ? Optional.of(new GrantedListing(client, query, parts.readable()).page())
                .filter(found -> !found.isEmpty() || !query.after().isEmpty())
            : Optional.empty();
      default:
        return Optional.empty();
    }
  }

  private static ListObjectsV2Request with(Parts parts, ListObjectsV2Request request) {
    return request.toBuilder()
        .overrideConfiguration(RequestParts.with(parts, request.overrideConfiguration()))
        .build();
  }

  private static ListObjectsRequest with(Parts parts, ListObjectsRequest request) {
    return request.toBuilder()
        .overrideConfiguration(RequestParts.with(parts, request.overrideConfiguration()))
        .build();
  }

  private static DeleteObjectsRequest with(Parts parts, DeleteObjectsRequest request) {
    return request.toBuilder()
        .overrideConfiguration(RequestParts.with(parts, request.overrideConfiguration()))
        .build();
  }
}
