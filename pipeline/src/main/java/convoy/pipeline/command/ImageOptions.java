// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How images of different sizes are seen, for the commands that compute with pixels. */
final class ImageOptions {
  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description =
          "setting imageSize: side of the square that is made of images of different sizes;"
              + " default: 0, images as they are")
  private String imageSize;

  List<String> settings() {
    List<String> settings = new ArrayList<>();
    Settings.add(settings, "imageSize", imageSize);
    return settings;
  }
}
