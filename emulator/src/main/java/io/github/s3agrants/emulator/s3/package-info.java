/** S3 itself: S3Proxy with an authorisation filter in front of it. */
@NullMarked
package io.github.s3agrants.emulator.s3;

import org.jspecify.annotations.NullMarked;
