// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Puts a shell script in the place of NVIDIA's program. */
final class FakeNvidiaSmi {
  private FakeNvidiaSmi() {}

  /** Writes it into a folder that is to stand first on the PATH. */
  static void write(Path folder, String body) throws IOException {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
