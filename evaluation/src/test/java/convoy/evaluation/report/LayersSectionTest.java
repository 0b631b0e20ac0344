// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.Parsed;
import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class LayersSectionTest {
  private static final Distribution GRADIENT =
      new Distribution(0, 0.5, -1, 1, new long[] {1, 0, 2, 1});

  private static Element section(LayerSample... layers) {
    return section(FakeSamples.of(layers).layers());
  }

  private static Element section(List<LayerRecord> layers) {
    return Parsed.root(LayersSection.html(layers));
  }

  private static List<String> firstRow(Element section) {
    return Stream.concat(
            Parsed.texts(Parsed.all(section, "tbody").get(0), "th").stream().limit(1),
            Parsed.texts(Parsed.all(section, "tbody").get(0), "td").stream().limit(10))
        .toList();
  }

  private static List<String> warnings(LayerSample... layers) {
    return Parsed.texts(section(layers), "li");
  }

  @Test
  void withoutSamplesThereIsNoSection() {
    assertThat(LayersSection.html(List.of())).isEmpty();
  }

  @Test
  void theRuleOfThumbIsALineBesideTheLayers() {
    List<LayerRecord> layers =
        List.of(
            new LayerRecord(1, FakeSamples.layer("dense", 10, 0.002, 0.25)),
            new LayerRecord(11, FakeSamples.layer("dense", 10, 0.004, 0.5)));

    assertThat(Parsed.texts(section(layers), "desc"))
        .containsExactly(
            "norm of update / norm of parameters, logarithmic over round. dense: from 0.002 at 1"
                + " to 0.004 at 11, lowest 0.002 at 1, highest 0.004 at 11. about 1e-3: from 0.001"
                + " at 1 to 0.001 at 11, lowest 0.001 at 1, highest 0.001 at 1. Shaded, healthy:"
                + " 0.0003 to 0.003.",
            "0 for every example of the minibatch, % over round. dense: from 25 at 1 to 50 at 11,"
                + " lowest 25 at 1, highest 50 at 11.");
  }

  @Test
  void theTableIsOfTheLastRoundAlone() {
    List<LayerRecord> layers =
        List.of(
            new LayerRecord(1, FakeSamples.layer("dense")),
            new LayerRecord(
                11, new LayerSample("dense", 8, 0.02, GRADIENT, Distribution.NONE, 0.125)),
            new LayerRecord(11, FakeSamples.layer("scores")));
    Element section = section(layers);

    assertThat(Parsed.texts(section, "caption").get(0)).isEqualTo("Round 11, the last one sampled");
    assertThat(Parsed.texts(Parsed.all(section, "tbody").get(0), "th"))
        .containsExactly("dense", "scores");
    assertThat(firstRow(section))
        .containsExactly(
            "dense",
            "8.00",
            "0.00250",
            "1.00",
            "0.00",
            "0.500",
            "gradient of dense: 4 values from -1.00 to 1.00, most of them (2) from 0.00 to 0.500.",
            "–",
            "–",
            "–",
            "12.50\u00a0%");
  }

  @Test
  void aLayerWithoutParametersHasNoRatioAndTheOutputNoDeadUnits() {
    Element section =
        section(
            new LayerSample("relu", 0, 0, Distribution.NONE, GRADIENT, 0),
            FakeSamples.layer("scores", 10, 1e-3, Double.NaN));

    assertThat(firstRow(section)).startsWith("relu", "–", "–", "–", "–", "–", "–", "0.00");
    assertThat(Parsed.texts(section, "desc").get(0)).contains("scores: ").doesNotContain("relu");
    assertThat(Parsed.texts(section, "desc").get(1)).contains("relu: ").doesNotContain("scores");
  }

  @Test
  void aChartThatNoLayerIsInIsLeftOut() {
    Element section = section(new LayerSample("relu", 0, 0, GRADIENT, GRADIENT, Double.NaN));

    assertThat(Parsed.all(section, "figure")).isEmpty();
    assertThat(Parsed.all(section, "table")).hasSize(1);
  }

  @Test
  void namesAreEscaped() {
    String name = "<script>alert(1)</script>\"'&";
    LayerSample dead = FakeSamples.layer(name, 10, 1, 1);

    assertThat(LayersSection.html(FakeSamples.of(dead).layers())).doesNotContain("<script");
    assertThat(section(dead).getTextContent()).contains(name + " (1.00)", name + " (100.00");
  }

  @Test
  void whatIsAsTheCourseAdvisesGivesNoWarning() {
    assertThat(
            warnings(
                FakeSamples.layer("a", 10, 1e-2, 0.5),
                FakeSamples.layer("b", 16, 1e-4, Double.NaN),
                FakeSamples.layer("c", 0, Double.NaN, 0)))
        .isEmpty();
    assertThat(section(FakeSamples.layer("a")).getTextContent()).doesNotContain("cause to look");
  }

  @Test
  void warningsNameTheLayersThatTheyAreFor() {
    assertThat(
            warnings(
                FakeSamples.layer("a", 10, 0.02, 0),
                FakeSamples.layer("b", 10, 5e-5, 0.75),
                FakeSamples.layer("c", 10, 0.03, 0)))
        .satisfiesExactly(
            high -> assertThat(high).contains("a (0.0200), c (0.0300).", "may be too high"),
            low -> assertThat(low).contains("b (5.00e-05).", "may be too low"),
            dead -> assertThat(dead).contains("b (75.00\u00a0%).", "lower learning rate"));
  }

  @Test
  void onlyTheLastRoundIsWarnedOf() {
    assertThat(
            Parsed.all(
                section(
                    List.of(
                        new LayerRecord(1, FakeSamples.layer("a", 10, 1, 1)),
                        new LayerRecord(2, FakeSamples.layer("a")))),
                "li"))
        .isEmpty();
  }
}
