// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.Parsed;
import convoy.training.monitor.WorkerRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class WorkersSectionTest {
  private static Element section(List<WorkerRecord> workers) {
    return Parsed.root(WorkersSection.html(List.of(), workers));
  }

  @Test
  void withoutSamplesThereIsNoSection() {
    assertThat(WorkersSection.html(List.of(), List.of())).isEmpty();
  }

  @Test
  void aRowIsTheMeanOfAWorkersRounds() {
    Element section =
        section(
            List.of(
                new WorkerRecord(1, 0, 4, 64, 0.01, 10, 1_000, 0),
                new WorkerRecord(1, 1, 4, 64, 0.02, 20, 900, 90),
                new WorkerRecord(11, 0, 4, 64, 0.03, 14, 1_200, 50),
                new WorkerRecord(11, 1, 0, 0, Double.NaN, 20, 0, 1_230)));

    assertThat(Parsed.texts(section, "caption"))
        .containsExactly("Mean over the sampled rounds (2)");
    assertThat(Parsed.texts(section, "tr").subList(1, 3))
        .containsExactly("012.01,100.025.02.00\u00a0%", "120.0450.0660.02.00\u00a0%");
    assertThat(Parsed.all(section, "svg")).isEmpty();
  }

  @Test
  void aWorkerThatNeverTrainedHasNoDistance() {
    Element section = section(List.of(new WorkerRecord(1, 0, 0, 0, Double.NaN, 1, 0, 0)));

    assertThat(Parsed.texts(section, "td")).containsExactly("1.0", "0.0", "0.0", "–");
  }

  @Test
  void theDistanceIsDrawnWhereItWasMeasured() {
    Element section =
        Parsed.root(WorkersSection.html(FakeRun.history(1, 20), List.<WorkerRecord>of()));

    assertThat(Parsed.texts(section, "desc").get(0))
        .startsWith("root mean square over the workers, % over round. distance: from ")
        .contains(" at 1 to ", " at 11,");
    assertThat(Parsed.all(section, "table")).isEmpty();
  }

  @Test
  void ofManyWorkersTheSlowestAreShown() {
    List<WorkerRecord> workers =
        IntStream.range(0, 100)
            .mapToObj(worker -> FakeSamples.worker(1, worker, 0.01, 1_000 + worker))
            .toList();
    Element section = section(workers);

    assertThat(Parsed.texts(section, "caption").get(0)).contains("the 32 slowest of 100 workers");
    assertThat(Parsed.texts(Parsed.all(section, "tbody").get(0), "th"))
        .hasSize(32)
        .startsWith("99", "98")
        .endsWith("68");
  }
}
