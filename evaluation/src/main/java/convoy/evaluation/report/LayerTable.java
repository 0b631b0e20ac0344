// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.picture.Histogram;
import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerSample;
import java.util.List;

/** The layers of one sampled round, a row each; what a layer does not have is a dash. */
final class LayerTable {
  private LayerTable() {}

  static String html(int round, List<LayerSample> layers) {
    StringBuilder rows = new StringBuilder();
    for (LayerSample layer : layers) {
      rows.append(row(layer));
    }
    return """
        <div class="scroll" role="region" aria-label="Layers in round %s" tabindex="0">
        <table class="layers">
        <caption>Round %s, the last one sampled</caption>
        <thead>
        <tr><td></td><th scope="colgroup" colspan="2">parameters</th>\
        <th scope="colgroup" colspan="4">gradient</th>\
        <th scope="colgroup" colspan="4">activation</th></tr>
        <tr><th scope="col">layer</th>%s</tr>
        </thead>
        <tbody>
        %s</tbody>
        </table>
        </div>
        <p class="note">Gradients are of the data loss; activations of the last layer are scores, \
        before the softmax. Histograms run from the least to the largest value, bars as high as \
        the square root of their count, with a dashed line at 0.</p>
        """
        .formatted(
            round,
            Figures.count(round),
            heads("norm", "update ratio", "norm", "mean", "deviation")
                + "<th scope=\"col\">histogram</th>"
                + heads("mean", "deviation")
                + "<th scope=\"col\">histogram</th>"
                + heads("dead"),
            rows);
  }

  private static String heads(String... names) {
    StringBuilder heads = new StringBuilder();
    for (String name : names) {
      heads.append("<th scope=\"col\" class=\"number\">%s</th>".formatted(name));
    }
    return heads.toString();
  }

  private static String row(LayerSample layer) {
    Distribution gradient = layer.gradient();
    Distribution activation = layer.activation();
    // Norms of nothing are 0, which would read as if something had vanished.
    boolean trained = layer.parameterNorm() != 0 || gradient.count() > 0;
    return """
        <tr><th scope="row">%s</th>%s%s%s%s%s<td>%s</td>%s%s<td>%s</td>%s</tr>
        """
        .formatted(
            escape(layer.layer()),
            number(Figures.brief(trained ? layer.parameterNorm() : Double.NaN)),
            number(Figures.brief(layer.updateRatio())),
            number(Figures.brief(gradient.count() > 0 ? gradient.norm() : Double.NaN)),
            number(Figures.brief(gradient.mean())),
            number(Figures.brief(gradient.deviation())),
            histogram("gradient of " + layer.layer(), gradient),
            number(Figures.brief(activation.mean())),
            number(Figures.brief(activation.deviation())),
            histogram("activation of " + layer.layer(), activation),
            number(Figures.percent(layer.deadShare())));
  }

  private static String number(String text) {
    return "<td class=\"number\">" + text + "</td>";
  }

  private static String histogram(String name, Distribution distribution) {
    String svg = new Histogram(name, distribution).svg();
    return svg.isEmpty() ? Figures.DASH : svg;
  }
}
