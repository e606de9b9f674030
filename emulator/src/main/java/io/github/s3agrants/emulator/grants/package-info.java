/** Scopes, the Access Grants instance and which grant wins. No I/O; time comes from the caller. */
@NullMarked
package io.github.s3agrants.emulator.grants;

import org.jspecify.annotations.NullMarked;
