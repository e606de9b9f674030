/** What a job is told if something is missing on its class path, or is of another version. */
package io.github.s3agrants.classpath;
