// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.decode.DecodeLimits;
import convoy.preprocessing.decode.ImageDecoder;
import convoy.preprocessing.decode.RejectedImageException;
import convoy.preprocessing.source.Slice;
import convoy.preprocessing.source.Source;
import convoy.preprocessing.source.UnusableExampleException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Convoy's decoder against the JDK's ImageIO on the same image files, in memory, on one thread of
 * one process, pass by pass in turn.
 */
public final class DecodeBench {
  private static final double MEGABYTE = 1e6;

  private DecodeBench() {}

  /**
   * What was found: medians over the passes, on one core.
   *
   * @param images that every pass decodes
   * @param unusable files that cannot be used, which are left out
   * @param megabytes of their files, millions of bytes
   * @param imagesPerSecond Convoy's
   * @param megabytesPerSecond Convoy's, of files
   * @param peerImagesPerSecond ImageIO's
   * @param peerRefused files that ImageIO cannot read, which neither is timed with
   * @param ratio Convoy's images per second over ImageIO's
   */
  public record Findings(
      int images,
      int unusable,
      double megabytes,
      double imagesPerSecond,
      double megabytesPerSecond,
      double peerImagesPerSecond,
      int peerRefused,
      double ratio) {
    /**
     * From the seconds of each pass.
     *
     * @param files that every pass decoded
     * @param bytes of all of them together
     * @param own seconds of Convoy's passes, at least one
     * @param peer seconds of ImageIO's passes, at least one
     */
    static Findings of(
        Files files, long bytes, int peerRefused, List<Double> own, List<Double> peer) {
      int images = files.usable().size();
      double seconds = Stopwatch.median(own);
      double peerSeconds = Stopwatch.median(peer);
      return new Findings(
          images,
          files.unusable(),
          bytes / MEGABYTE,
          images / seconds,
          bytes / MEGABYTE / seconds,
          images / peerSeconds,
          peerRefused,
          peerSeconds / seconds);
    }
  }

  /**
   * What was read.
   *
   * @param usable the files, in their order
   * @param unusable how many others there were before the last of these
   */
  record Files(List<byte[]> usable, int unusable) {}

  /**
   * Measures; a first pass of each warms up and does not count.
   *
   * @param most images to read from the source
   * @param passes that count, at least 1
   * @throws BadInputException if the source holds no image files that can be used
   */
  public static Findings run(Source source, int most, int passes, Configuration hadoop)
      throws IOException {
    Files read = files(source, most, hadoop);
    List<byte[]> files = read.usable();
    int before = files.size();
    files.removeIf(file -> !readWithImageIo(file));
    int refused = before - files.size();
    List<Double> own = new ArrayList<>();
    List<Double> peer = new ArrayList<>();
    for (int pass = 0; pass <= passes; pass++) {
      double ownSeconds = Stopwatch.seconds(() -> files.forEach(DecodeBench::decode));
      double peerSeconds = Stopwatch.seconds(() -> files.forEach(DecodeBench::readWithImageIo));
      if (pass > 0) {
        own.add(ownSeconds);
        peer.add(peerSeconds);
      }
    }
    long bytes = files.stream().mapToLong(file -> file.length).sum();
    return Findings.of(read, bytes, refused, own, peer);
  }

  /** The first files of a source; as in sharding, one that cannot be used ends nothing. */
  private static Files files(Source source, int most, Configuration hadoop) throws IOException {
    List<byte[]> files = new ArrayList<>();
    int unusable = 0;
    for (Slice slice : source.slices(hadoop)) {
      if (files.size() == most) {
        break;
      }
      try (Slice.Examples examples = slice.open(hadoop)) {
        while (files.size() < most && examples.hasNext()) {
          try {
            Example example = examples.next();
            if (example.encoding() == Encoding.FILE) {
              ImageDecoder.decode(example.image(), DecodeLimits.DEFAULT);
              files.add(example.image());
            }
          } catch (UnusableExampleException | RejectedImageException e) {
            unusable++;
          }
        }
      }
    }
    if (files.isEmpty()) {
      throw new BadInputException(
          "%s holds no image files that can be used (%s cannot); name folder:DIR or imagenet:DIR"
              .formatted(source.specification(), unusable));
    }
    return new Files(files, unusable);
  }

  private static void decode(byte[] file) {
    try {
      ImageDecoder.decode(file, DecodeLimits.DEFAULT);
    } catch (RejectedImageException e) {
      throw new IllegalStateException("the file was decoded before", e);
    }
  }

  /** To the same end as ours: the colours of every pixel. */
  private static boolean readWithImageIo(byte[] file) {
    try {
      // ImageIO closes the stream.
      BufferedImage image =
          ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
      if (image == null) {
        return false;
      }
      image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
