/** Writes the logs that AWS keeps of the emulated services: CloudTrail and S3's access log. */
@NullMarked
package io.github.s3agrants.emulator.audit;

import org.jspecify.annotations.NullMarked;
