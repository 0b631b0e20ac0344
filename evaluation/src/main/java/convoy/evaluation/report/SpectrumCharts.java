// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import java.util.Arrays;
import java.util.List;

/** The eigenvalues of the training split's covariance, and the share of variance they hold. */
final class SpectrumCharts {
  private static final Axis COMPONENTS = new Axis("component", Scale.WHOLE);

  /** Below this part of the largest, an eigenvalue is what rounding left of 0. */
  private static final double ROUNDING = 1e-12;

  private final double[] eigenvalues;
  private final double[] shares;

  /**
   * The charts of eigenvalues, descending.
   *
   * @param variance the sum of all eigenvalues, also of those that are not given
   */
  SpectrumCharts(double[] eigenvalues, double variance) {
    this.eigenvalues = eigenvalues;
    this.shares = new double[eigenvalues.length];
    double held = 0;
    for (int k = 0; k < shares.length; k++) {
      held += eigenvalues[k];
      shares[k] = variance > 0 ? Math.min(1, held / variance) : Double.NaN;
    }
  }

  /** The share, 0 to 1, of the variance that the first components hold; NaN without variance. */
  double share(int components) {
    return shares[components - 1];
  }

  /** The fewest components that hold that share of the variance; 0 where none are enough. */
  int componentsFor(double share) {
    for (int k = 0; k < shares.length; k++) {
      if (shares[k] >= share) {
        return k + 1;
      }
    }
    return 0;
  }

  String eigenvalues() {
    double[] drawn =
        Arrays.stream(eigenvalues)
            .map(value -> value > ROUNDING * eigenvalues[0] ? value : Double.NaN)
            .toArray();
    return chart("Eigenvalues of the covariance", "variance", Scale.LOGARITHMIC, drawn);
  }

  String cumulated() {
    double[] percent = Arrays.stream(shares).map(share -> 100 * share).toArray();
    return chart("Variance held by the first components", "share, %", Scale.PERCENT, percent);
  }

  private String chart(String title, String label, Scale scale, double[] values) {
    double[] component = new double[values.length];
    Arrays.setAll(component, k -> k + 1);
    return new LineChart(
            title,
            COMPONENTS,
            new Axis(label, scale),
            List.of(new Series(label, component, values)))
        .svg();
  }
}
