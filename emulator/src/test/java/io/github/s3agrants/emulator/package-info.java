/** Tests that call the emulator over HTTP, most of them with the AWS SDK. */
@NullMarked
package io.github.s3agrants.emulator;

import org.jspecify.annotations.NullMarked;
