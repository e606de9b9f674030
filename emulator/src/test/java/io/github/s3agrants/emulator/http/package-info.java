@NullMarked
package io.github.s3agrants.emulator.http;

import org.jspecify.annotations.NullMarked;
