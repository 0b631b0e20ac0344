// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Short names for the settings of the statistics; each is the same as a {@code --set}. */
final class StatisticsOptions {
  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description =
          "setting imageSize: side of the square that is made of images of different sizes;"
              + " default: 0, images as they are")
  private String imageSize;

  @Option(
      names = "--components",
      paramLabel = "N",
      description =
          "setting statistics.components: finds the N largest principal components in two passes"
              + " without a covariance, by random directions; for images of more than 16,384"
              + " values; default: 0, all of them, exactly")
  private String components;

  @Option(
      names = "--covariance",
      paramLabel = "WHEN",
      description =
          "setting statistics.covariance: always, never, or auto, which computes covariance and all"
              + " principal components where preprocess needs them or images have at most 4,096"
              + " values; default: auto")
  private String covariance;

  List<String> settings() {
    List<String> settings = new ArrayList<>();
    Settings.add(settings, "imageSize", imageSize);
    Settings.add(settings, "statistics.components", components);
    Settings.add(settings, "statistics.covariance", covariance);
    return settings;
  }
}
