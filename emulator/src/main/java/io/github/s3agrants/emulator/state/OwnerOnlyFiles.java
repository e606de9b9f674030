package io.github.s3agrants.emulator.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files that only their owner can read, on file systems with permissions. */
final class OwnerOnlyFiles {
  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private OwnerOnlyFiles() {}

  /** Opens a file that is private from the moment it exists. */
  static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return FileChannel.open(file, options);
    }
    FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(OWNER);
    FileChannel channel = FileChannel.open(file, options, attribute);
    try {
      // The file may exist already, with other permissions.
      Files.setPosixFilePermissions(file, OWNER);
      return channel;
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    }
  }
}
