/** EmulatorClients that others wrote, driven against the emulator by the settings they document. */
@NullMarked
package io.github.s3agrants.emulator.clients;

import org.jspecify.annotations.NullMarked;
