/** Scopes in S3 and policies on them. */
@NullMarked
package io.github.s3agrants.emulator.scope;

import org.jspecify.annotations.NullMarked;
