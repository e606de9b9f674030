/**
 * Who may do what on S3: the actions that a request needs, and whether credentials carry them.
 * Knows neither HTTP nor the stored objects.
 */
@NullMarked
package io.github.s3agrants.emulator.access;

import org.jspecify.annotations.NullMarked;
