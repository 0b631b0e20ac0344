// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JPEG file says before its first scan.
 *
 * @param shape of the decoded image
 * @param progressive whether the scans refine one another
 * @param components as the frame lists them: 1, 3 or 4
 */
record JpegHeader(ImageShape shape, boolean progressive, List<Component> components) {
  /**
   * A colour component of the frame.
   *
   * @param id that scans name it by
   * @param blocks of 8 x 8 samples that the data must hold at least
   */
  record Component(int id, long blocks) {}

  /** Reads up to the frame header, at which {@code segments} then stands. */
  static JpegHeader read(JpegSegments segments, DecodeLimits limits) throws RejectedImageException {
    int marker = segments.next();
    while (!isFrame(marker)) {
      if (marker == JpegSegments.START_OF_SCAN || marker == JpegSegments.END_OF_IMAGE) {
        throw RejectedImageException.damaged("a JPEG file without a frame header");
      }
      marker = segments.next();
    }
    return frame(marker, segments, limits);
  }

  /** Whether a marker begins a frame: SOF0 to SOF15, among which DHT, JPG and DAC are not. */
  static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Reads the frame header at which {@code segments} stands. */
  static JpegHeader frame(int marker, JpegSegments segments, DecodeLimits limits)
      throws RejectedImageException {
    int bits = segments.payload(0);
    if (marker > 0xC2 || bits != 8) {
      throw RejectedImageException.unsupported(
          "JPEG of kind SOF%s with %s bits a sample; read are SOF0, SOF1, SOF2 with 8"
              .formatted(marker - 0xC0, bits));
    }
    int count = segments.payload(5);
    if (count != 1 && count != 3 && count != 4) {
      throw RejectedImageException.unsupported(
          "JPEG with %s components; read are 1, 3 and 4".formatted(count));
    }
    ImageShape shape =
        limits.admit(
            segments.payload(3) << 8 | segments.payload(4),
            segments.payload(1) << 8 | segments.payload(2));
    return new JpegHeader(shape, marker == 0xC2, components(segments, shape, count));
  }

  private static List<Component> components(JpegSegments segments, ImageShape shape, int count)
      throws RejectedImageException {
    int mostAcross = 1;
    int mostDown = 1;
    for (int i = 0; i < count; i++) {
      int sampling = segments.payload(7 + 3 * i);
      int across = sampling >> 4;
      int down = sampling & 15;
      if (across < 1 || across > 4 || down < 1 || down > 4) {
        throw RejectedImageException.damaged(
            "sampling factors %s x %s of component %s; they are 1 to 4"
                .formatted(across, down, i + 1));
      }
      mostAcross = Math.max(mostAcross, across);
      mostDown = Math.max(mostDown, down);
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = segments.payload(6 + 3 * i);
      int sampling = segments.payload(7 + 3 * i);
      long columns = blocks(shape.width(), sampling >> 4, mostAcross);
      long rows = blocks(shape.height(), sampling & 15, mostDown);
      if (components.stream().anyMatch(other -> other.id() == id)) {
        throw RejectedImageException.damaged("two components of the same id %s".formatted(id));
      }
      components.add(new Component(id, columns * rows));
    }
    return List.copyOf(components);
  }

  private static long blocks(int pixels, int sampling, int most) {
    long unit = 8L * most;
    return ((long) pixels * sampling + unit - 1) / unit;
  }
}
