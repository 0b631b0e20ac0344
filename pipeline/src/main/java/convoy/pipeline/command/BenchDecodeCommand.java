// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.bench.DecodeBench;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.source.Sources;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy bench decode}. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Times the decoding of image files on one core against the JDK's ImageIO, in one run.")
final class BenchDecodeCommand implements Callable<Integer> {
  @Option(
      names = "--source",
      required = true,
      paramLabel = "KIND:WHERE",
      description = "folder:DIR or imagenet:DIR")
  private String source;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "2000",
      description = "files that are read, at most; default: 2000")
  private int images;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "passes over the files, of which the median counts; default: 5")
  private int repeats;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    if (images < 1 || repeats < 1) {
      throw new BadInputException(
          "--images and --repeats are at least 1, not %s and %s".formatted(images, repeats));
    }
    DecodeBench.Findings found =
        DecodeBench.run(Sources.parse(source), images, repeats, shared.hadoop());
    shared.print(
        new Results()
            .add("images", found.images())
            .add("unusable", found.unusable())
            .add("megabytes", found.megabytes())
            .add("imagesPerSecond", found.imagesPerSecond())
            .add("megabytesPerSecond", found.megabytesPerSecond())
            .add("peer", "ImageIO.read and getRGB")
            .add("peerImagesPerSecond", found.peerImagesPerSecond())
            .add("peerRefused", found.peerRefused())
            .add("ratio", found.ratio()));
    return 0;
  }
}
