// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
  @TempDir private Path folder;

  private RunFolder run(String provenance) throws IOException {
    Files.createFile(folder.resolve("config.conf"));
    Files.writeString(folder.resolve("provenance.json"), provenance);
    return RunFolder.open(folder.toString(), new Configuration());
  }

  @Test
  void shardsLieWhereTheRunSays() throws IOException {
    RunFolder run = run("{\"shards\": \"../data/shards\"}");

    assertThat(Inputs.place(run, "shards"))
        .isEqualTo(new org.apache.hadoop.fs.Path(run.path(), "../data/shards"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"shards\": null}", "{\"shards\": 3}", "{\"shards\": \" \"}"})
  void aRunThatDoesNotSayWhereItsShardsAreIsRefused(String provenance) throws IOException {
    RunFolder run = run(provenance);

    assertThatThrownBy(() -> Inputs.of(run))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageContaining("provenance.json does not say where the shards are")
        .hasMessageNotContaining("/null");
  }
}
