/** Authentication: credentials and the verification of Signature Version 4. */
@NullMarked
package io.github.s3agrants.emulator.identity;

import org.jspecify.annotations.NullMarked;
