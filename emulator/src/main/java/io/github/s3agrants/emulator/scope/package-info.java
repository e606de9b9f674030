/** Where in S3, and who may do what there. */
@NullMarked
package io.github.s3agrants.emulator.scope;

import org.jspecify.annotations.NullMarked;
