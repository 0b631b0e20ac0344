// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.picture.Histogram;
import convoy.evaluation.report.HtmlTable.Column;
import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerSample;
import java.util.List;

/** The layers of one sampled round, a row each; what a layer does not have is a dash. */
final class LayerTable {
  private static final String GROUPS =
      """
      <tr><td></td><th scope="colgroup" colspan="2">parameters</th>\
      <th scope="colgroup" colspan="4">gradient</th>\
      <th scope="colgroup" colspan="4">activation</th></tr>
      """;

  private static final List<Column> COLUMNS =
      List.of(
          Column.text("layer"),
          Column.number("norm"),
          Column.number("update ratio"),
          Column.number("norm"),
          Column.number("mean"),
          Column.number("deviation"),
          Column.text("histogram"),
          Column.number("mean"),
          Column.number("deviation"),
          Column.text("histogram"),
          Column.number("dead"));

  private LayerTable() {}

  static String html(int round, List<LayerSample> layers) {
    HtmlTable table =
        new HtmlTable("Layers in round " + round, COLUMNS)
            .kind("layers")
            .caption("Round %s, the last one sampled".formatted(Figures.count(round)))
            .groups(GROUPS);
    layers.forEach(layer -> addRow(table, layer));
    return table.html()
        + """
        <p class="note">Gradients are of the data loss; activations of the last layer are scores, \
        before the softmax. Histograms run from the least to the largest value, bars as high as \
        the square root of their count, with a dashed line at 0.</p>
        """;
  }

  private static void addRow(HtmlTable table, LayerSample layer) {
    Distribution gradient = layer.gradient();
    Distribution activation = layer.activation();
    // Norms of nothing are 0, which would read as if something had vanished.
    boolean trained = layer.parameterNorm() != 0 || gradient.count() > 0;
    table.row(
        escape(layer.layer()),
        Figures.brief(trained ? layer.parameterNorm() : Double.NaN),
        Figures.brief(layer.updateRatio()),
        Figures.brief(gradient.count() > 0 ? gradient.norm() : Double.NaN),
        Figures.brief(gradient.mean()),
        Figures.brief(gradient.deviation()),
        histogram("gradient of " + layer.layer(), gradient),
        Figures.brief(activation.mean()),
        Figures.brief(activation.deviation()),
        histogram("activation of " + layer.layer(), activation),
        Figures.percent(layer.deadShare()));
  }

  private static String histogram(String name, Distribution distribution) {
    String svg = new Histogram(name, distribution).svg();
    return svg.isEmpty() ? Figures.DASH : svg;
  }
}
