// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher starts, by a Java that prints its arguments; and the application's jar. */
class LauncherIT {
  @TempDir Path home;

  private Script convoy(String java, Map<String, String> more)
      throws IOException, InterruptedException {
    Path bin = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(bin, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(java));
    Map<String, String> environment = new HashMap<>(more);
    environment.put("JAVA_HOME", home.toString());
    return Script.run(environment, "convoy", "doctor");
  }

  @Test
  void theHeapFollowsTheMemoryThatThereIsUnlessItIsSet() throws Exception {
    String heap =
        Script.run("/bin/bash", "-c", "source cluster/machine.sh; heap_size $(memory_limit) 4096")
            .out()
            .strip();

    assertThat(convoy("17.0.1", Map.of()).out().lines())
        .contains("-Xmx" + heap + "m", "-XX:+UseParallelGC", "convoy.pipeline.Convoy", "doctor");
    assertThat(convoy("17.0.1", Map.of("CONVOY_MEMORY", "700m")).out().lines())
        .contains("-Xmx700m")
        .noneMatch(argument -> argument.contains("maxphysicalbytes"));
  }

  @Test
  void anotherJavaIsRefusedBeforeItStarts() throws Exception {
    Script refused = convoy("25.0.1", Map.of());

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).hasLineCount(1).contains("Java 25", "JAVA_HOME to a JDK 17");
  }

  /** Copies of old libraries inside ND4J's that nothing refers to; SECURITY.md names them. */
  @Test
  void theJarHasNoLibraryThatNothingUses() throws Exception {
    List<String> entries;
    try (ZipFile jar =
        new ZipFile(RunningScript.HOME.resolve("pipeline/target/convoy.jar").toFile())) {
      entries = jar.stream().map(entry -> entry.getName()).toList();
    }
    assertThat(entries)
        .contains("convoy/pipeline/Convoy.class", "org/nd4j/linalg/factory/Nd4j.class")
        .noneMatch(
            entry ->
                entry.startsWith("com/google/gson/")
                    || entry.startsWith("it/unimi/dsi/")
                    || entry.startsWith("org/apache/commons/net/")
                    || entry.startsWith("org/nd4j/shade/wstx/")
                    || entry.startsWith("org/nd4j/shade/codehaus/")
                    || entry.startsWith("org/nd4j/shade/jackson/dataformat/xml/")
                    || entry.startsWith("org/nd4j/shade/jackson/datatype/joda/")
                    || entry.startsWith("org/nd4j/shade/protobuf/common/")
                    || entry.startsWith("org/nd4j/shade/protobuf/util/"));
  }
}
