/** The test with the AWS SDK that the emulator's README shows for users to copy. */
@NullMarked
package io.github.s3agrants.emulated;

import org.jspecify.annotations.NullMarked;
