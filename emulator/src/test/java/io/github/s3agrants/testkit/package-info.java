/** What the tests of all modules share: principals, an emulator's set-up, clients, a clock. */
@NullMarked
package io.github.s3agrants.testkit;

import org.jspecify.annotations.NullMarked;
