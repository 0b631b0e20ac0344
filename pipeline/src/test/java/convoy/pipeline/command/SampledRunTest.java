// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a run leaves of the rounds that it looked at closely. */
class SampledRunTest {
  @TempDir Path temporary;

  private Path run(String name, String... more) {
    Path folder = temporary.resolve(name);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--master",
                "local[2]",
                "--source",
                "synthetic:train=320,test=20,seed=1",
                "--image-size",
                "8",
                "--model",
                "two-layer",
                "--set",
                "model.hidden=8",
                "--batch",
                "16",
                "--average-every",
                "4",
                "--run",
                folder.toString()));
    arguments.addAll(List.of(more));
    Captured run = Captured.run(arguments.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return folder;
  }

  private static List<String> column(Path csv, int column) throws IOException {
    return Files.readAllLines(csv).stream()
        .skip(1)
        .map(line -> List.of(line.split(",", -1)).get(column))
        .toList();
  }

  private static String digest(Path folder) {
    return Captured.run("digest", folder.toString()).out();
  }

  /** Of the run's report, which is XML. */
  private static List<String> sections(Path folder) throws Exception {
    NodeList sections =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("report.html").toFile())
            .getElementsByTagName("section");
    return IntStream.range(0, sections.getLength())
        .mapToObj(i -> ((Element) sections.item(i)).getAttribute("id"))
        .toList();
  }

  @Test
  void samplesAreWhatTheyWereAfterARunIsResumedAndChangeNoParameter() throws Exception {
    Path none = run("none", "--epochs", "2", "--set", "train.monitor=none");
    Path parts = run("parts", "--epochs", "1", "--set", "train.monitor=steps every=8");
    // Rounds of a part that was killed after its last checkpoint: gone when training goes on.
    for (String file : List.of("layers.csv", "workers.csv")) {
      Path csv = parts.resolve(file);
      List<String> lines = new ArrayList<>(Files.readAllLines(csv));
      lines.add(lines.get(1).replaceFirst("1,", "99,"));
      Files.write(csv, lines);
    }
    run("parts", "--epochs", "2", "--resume", "--set", "train.monitor=steps every=8");

    assertThat(digest(parts)).isEqualTo(digest(none));
    // About 144 examples a worker are three rounds an epoch.
    assertThat(column(parts.resolve("history.csv"), 1))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(column(parts.resolve("workers.csv"), 0))
        .containsExactly("1", "1", "3", "3", "5", "5");
    assertThat(column(parts.resolve("layers.csv"), 0))
        .containsExactly("1", "1", "3", "3", "5", "5");
    assertThat(column(parts.resolve("layers.csv"), 1))
        .containsExactly("first", "scores", "first", "scores", "first", "scores");
    assertThat(none).isDirectoryNotContaining("glob:**/{layers,workers}.csv");
    assertThat(sections(none)).contains("curves").doesNotContain("layers", "workers");
    assertThat(sections(parts)).contains("curves", "layers", "workers");
    assertThat(parts.resolve("report.html"))
        .content()
        .contains("Round 5, the last one sampled", "gradient of first: ", "about 1e-3")
        .contains("Mean over the sampled rounds (3)");
  }

  @Test
  void aTrainingAloneWritesAReportWhenItIsAskedTo() throws Exception {
    Path data = run("data", "--epochs", "1");
    Path trained = temporary.resolve("trained");
    List<String> arguments = new ArrayList<>(List.of("train", "--master", "local[2]"));
    arguments.addAll(List.of("--shards", data.resolve("shards").toString()));
    arguments.addAll(List.of("--statistics", data.resolve("statistics").toString()));
    arguments.addAll(List.of("--model", "two-layer", "--set", "model.hidden=8"));
    arguments.addAll(List.of("--batch", "16", "--epochs", "1", "--run", trained.toString()));

    Captured silent = Captured.run(arguments.toArray(String[]::new));
    assertThat(silent.status()).as(silent.err()).isZero();
    assertThat(trained.resolve("report.html")).doesNotExist();

    arguments.addAll(List.of("--overwrite", "--set", "train.report=epochs"));
    Captured reporting = Captured.run(arguments.toArray(String[]::new));
    assertThat(reporting.status()).as(reporting.err()).isZero();
    assertThat(reporting.err()).doesNotContain("no report");
    assertThat(sections(trained)).contains("curves", "layers", "workers");
  }
}
