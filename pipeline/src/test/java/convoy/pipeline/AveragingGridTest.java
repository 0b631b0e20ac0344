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

/** The grid of {@code notebooks/averaging/run}, with a {@code convoy} that trains nothing. */
class AveragingGridTest {
  private static final String FIRST = "average,average,every,4,2,64,0.02,0,1";
  private static final String SECOND = "average,average,every,4,2,64,9,0,1";

  @TempDir private Path project;

  @BeforeEach
  void copy() throws IOException {
    Path folder = Files.createDirectories(project.resolve("notebooks/averaging"));
    Files.copy(RunningScript.HOME.resolve("notebooks/averaging/run"), folder.resolve("run"));
    Files.writeString(
        folder.resolve("grid.csv"),
        "outer,state,synchronize,every,workers,batch,rate,warm,seed\n%s\n%s\n"
            .formatted(FIRST, SECOND));
    Files.createFile(folder.resolve("results.csv"));
  }

  private Script run(String train) throws Exception {
    Path convoy = project.resolve("convoy");
    Files.writeString(convoy, "#!/usr/bin/env bash\n[ \"$1\" = train ] || exit 0\n" + train);
    Files.setPosixFilePermissions(convoy, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Script.run(
        project.resolve("notebooks/averaging/run").toString(),
        "cifar",
        project.resolve("scratch").toString());
  }

  private String results() throws IOException {
    return Files.readString(project.resolve("notebooks/averaging/results.csv"));
  }

  @Test
  void whatFailedIsTriedAgainAndWhatDivergedIsNot() throws Exception {
    Script first =
        run(
            "case \"$*\" in *'--learning-rate 9 '*) echo 'training diverged' >&2; exit 1;; esac\nexit 137\n");
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(results()).isEqualTo(SECOND + ",diverged\n");
    assertThat(first.err()).contains(FIRST + " (exit 137");

    String accurate =
        "while [ \"$1\" != --json ]; do shift; done; echo '{\"validationAccuracy\" : 0.5}' >\"$2\"\n";
    Script second = run(accurate);
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(results()).isEqualTo(SECOND + ",diverged\n" + FIRST + ",0.5\n");

    assertThat(run("exit 9\n").err()).isEmpty();
    assertThat(results()).isEqualTo(SECOND + ",diverged\n" + FIRST + ",0.5\n");
  }
}
