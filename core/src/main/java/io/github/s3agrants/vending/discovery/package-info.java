/**
 * Reads the caller's grants (ListCallerAccessGrants) once for many requests, so that the engine
 * knows what to ask for. Without it, the engine asks and learns from the answers.
 */
@NullMarked
package io.github.s3agrants.vending.discovery;

import org.jspecify.annotations.NullMarked;
