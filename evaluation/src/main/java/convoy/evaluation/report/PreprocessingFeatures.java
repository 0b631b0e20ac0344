// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.preprocessing.statistics.PixelStatistics;
import convoy.preprocessing.statistics.PrincipalComponents;

/**
 * What the report shows of a training split of float features, which are no pictures: numbers.
 *
 * @param features means, deviations and extremes, each {@code [d]}
 * @param components of their covariance, all d
 */
public record PreprocessingFeatures(PixelStatistics features, PrincipalComponents components)
    implements Preprocessing {}
