// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions of {@code cluster/machine.sh}, on machines made of files. */
class MachineScriptTest {
  @TempDir Path root;

  @BeforeEach
  void aMachineOf24Gigabytes() throws IOException {
    write("proc/meminfo", "MemTotal:       24684072 kB\nMemFree:        15000000 kB\n");
    write("proc/self/cgroup", "0::/\n");
  }

  private Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static Script bash(String command) throws IOException, InterruptedException {
    return Script.run(
        "/bin/bash", "-c", "set -euo pipefail; source cluster/machine.sh; " + command);
  }

  private String memoryLimit() throws IOException, InterruptedException {
    return bash("memory_limit " + root).out().strip();
  }

  private Path java(String version) throws IOException {
    String answer = "openjdk version \"%s\" 2026".formatted(version);
    Path java = write(version + "/bin/java", "#!/bin/sh\necho '" + answer + "' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return java;
  }

  @Test
  void memoryIsTheMachinesWhereNoGroupLimitsIt() throws Exception {
    assertThat(memoryLimit()).isEqualTo("24105");
    write("sys/fs/cgroup/memory.max", "max\n");
    assertThat(memoryLimit()).isEqualTo("24105");
    write("proc/self/cgroup", "4:memory:/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(memoryLimit()).isEqualTo("24105");
  }

  @Test
  void theLeastLimitOfTheGroupsCounts() throws Exception {
    write("proc/self/cgroup", "0::/user.slice/app.scope\n");
    write("sys/fs/cgroup/user.slice/app.scope/memory.max", "3221225472\n");
    write("sys/fs/cgroup/user.slice/memory.max", "1610612736\n");
    assertThat(memoryLimit()).isEqualTo("1536");

    // In a container the group has another name than the host gave it.
    write("proc/self/cgroup", "4:cpu,memory:/docker/0123\n0::/docker/0123\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n");
    assertThat(memoryLimit()).isEqualTo("1024");
  }

  @Test
  void addressesAreMemoryBeyondWhatTheJvmReserves() throws Exception {
    String limited = "ulimit -v %d; memory_limit " + root;

    assertThat(bash(limited.formatted(8 << 20)).out().strip()).isEqualTo("5120");
    assertThat(bash(limited.formatted(4 << 20)).out().strip()).isEqualTo("1024");
    assertThat(bash("require_memory convoy 1024").status()).isZero();
    Script tooLittle = bash("require_memory convoy 700");
    assertThat(tooLittle.status()).isEqualTo(2);
    assertThat(tooLittle.err()).hasLineCount(1).contains("700 MB", "1 GB at least");
  }

  @Test
  void halfOfTheMemoryIsForNativeArrays() throws Exception {
    String sizes = "heap_size 24105 4096; heap_size 8192 4096; heap_size 6144 4096;";
    assertThat(bash(sizes + " heap_size 1536 4096; heap_size 900 4096").out())
        .isEqualTo("4096\n4096\n3072\n768\n512\n");
  }

  @Test
  void theVersionOfAJavaIsReadOrAsked() throws Exception {
    write("21.0.2/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"21.0.2\"\n");

    assertThat(
            bash("java_version %s; java_version %s; java_version %s; java_version %s"
                    .formatted(java("21.0.2"), java("1.8.0_402"), java("17"), java("25-ea")))
                .out())
        .isEqualTo("21\n8\n17\n25\n");
  }

  @Test
  void anotherJavaIsRefusedOrSaidInOneLine() throws Exception {
    for (String wrong : new String[] {"1.8.0_402", "11.0.2", "16", "23", "25.0.1"}) {
      Script refused = bash("require_java convoy " + java(wrong));
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).hasLineCount(1).contains("convoy: ", "Java ", "JAVA_HOME");
    }
    assertThat(bash("require_java convoy no-such-java").err())
        .hasLineCount(1)
        .contains("no Java at 'no-such-java'");
    Script untried = bash("require_java convoy " + java("21"));
    assertThat(untried.status()).isZero();
    assertThat(untried.err()).hasLineCount(1).contains("Java 21", "tested on Java 17");
    assertThat(bash("require_java convoy " + java("17.0.15")).err()).isEmpty();
  }
}
