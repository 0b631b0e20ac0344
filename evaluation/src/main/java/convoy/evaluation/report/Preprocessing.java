// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

/** What the report shows of the training split, which depends on what its examples are. */
public sealed interface Preprocessing permits PreprocessingPictures, PreprocessingFeatures {}
