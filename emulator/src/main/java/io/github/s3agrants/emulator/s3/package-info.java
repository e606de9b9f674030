/** The S3 endpoint: S3Proxy with an authorization filter in front of it. */
@NullMarked
package io.github.s3agrants.emulator.s3;

import org.jspecify.annotations.NullMarked;
