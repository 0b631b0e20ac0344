// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.RunFolder.IfExists;
import convoy.pipeline.session.StopRequest;
import convoy.pipeline.session.StopRequest.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command says that a signal stopped; {@code StoppedRunIT} stops a whole one. */
class StoppedCommandTest {
  @TempDir Path temporary;

  /** Whatever fails from then on, as a cancelled job does, is no failure of the command's own. */
  @Test
  void whatFailsAfterASignalIsTheStop() {
    StopRequest stop = StopRequest.never();
    stop.request(Signal.TERM);

    Captured stopped = Captured.run(stop, "report", temporary.resolve("no-run").toString());
    stop.commandEnded();

    assertThat(stopped.status()).isEqualTo(143);
    assertThat(stopped.err())
        .isEqualTo("convoy report: stopped by SIGTERM; nothing half written is left\n");
  }

  @Test
  void aRunThatWasBegunSaysHowItGoesOn() throws IOException {
    Path folder = temporary.resolve("my run");
    assertThat(kept(folder, IfExists.REFUSE).sentence()).as("nothing was written yet").isEmpty();

    Files.createDirectory(folder);
    Files.writeString(folder.resolve("config.conf"), "");
    KeptRun kept = kept(folder, IfExists.RESUME);
    assertThat(kept.sentence())
        .isEqualTo(
            "%s keeps no checkpoint yet; go on with: convoy train --shards s --master 'local[2]' --run '%s' --resume",
            kept.run().path(), kept.run().path());
    assertThat(kept(folder, IfExists.OVERWRITE).sentence())
        .isEqualTo("the run that was to be replaced is in %s, unchanged", kept.run().path());

    Files.createDirectory(folder.resolve("checkpoints"));
    Files.writeString(folder.resolve("checkpoints/epoch-0001-val-0.5000.zip"), "");
    Files.writeString(folder.resolve("checkpoints/epoch-0002-step-000010-val-none.zip"), "");
    assertThat(kept.sentence())
        .contains("keeps the checkpoints up to epoch-0002-step-000010-val-none; go on with: ");
  }

  private static KeptRun kept(Path folder, IfExists ifExists) throws IOException {
    RunFolder run = RunFolder.begin(folder.toString(), ifExists, new Configuration());
    return new KeptRun(run, List.of("train", "--shards", "s", "--master", "local[2]"));
  }

  @Test
  void aFolderIsOneWordOfAShell() {
    assertThat(KeptRun.word("hdfs://a:1/runs/x-1")).isEqualTo("hdfs://a:1/runs/x-1");
    assertThat(KeptRun.word("it's")).isEqualTo("'it'\\''s'");
  }
}
