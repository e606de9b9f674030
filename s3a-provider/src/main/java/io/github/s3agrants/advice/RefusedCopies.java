package io.github.s3agrants.advice;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.VendingException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refused copies, once for each scope that they need a grant on. Other refusals reach the user
 * as exceptions. Of a rename they may not: Iceberg's HadoopCatalog takes a failed one for a commit
 * that somebody else made first, and Hadoop's own code often has no more than {@code false} of it.
 */
public final class RefusedCopies {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedCopies.class);

  private RefusedCopies() {}

  /**
   * Looks at a failed decision.
   *
   * @param text the message that the caller gets, and perhaps does not show
   */
  public static void note(
      CredentialVendor vendor, Throwable failure, RequestOrigin origin, String text) {
    if (!(failure instanceof VendingException)) {
      return;
    }
    VendingException e = (VendingException) failure;
    Optional<Access> copy = e.access().filter(a -> a.permission() == Permission.READWRITE);
    if (e.kind() != Kind.DENIED || copy.isEmpty()) {
      return;
    }
    NeededGrant needed = NeededGrant.of(copy.get(), origin, e.apart());
    if (vendor.isNewWarning("copy " + needed.scope().toTarget())) {
      LOG.warn(
          "A rename or copy was refused: {} Further ones that need a grant there are not logged.",
          OneLine.of(text));
    }
  }
}
