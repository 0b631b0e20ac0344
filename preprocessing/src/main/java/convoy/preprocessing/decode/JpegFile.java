// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.io.ByteArrayOutputStream;

/**
 * A JPEG file from which nothing is missing, reduced to what its pixels depend on.
 *
 * <p>Libraries fill up what a file lacks with grey and complain little, so completeness is settled
 * here, by the markers: the file ends with an end of image, each component occurs in a scan, and
 * the scans hold at least the bit that each block of samples costs. The last rule also keeps memory
 * proportional to the file: no header can claim more than 512 samples for a byte.
 *
 * @param header of the image
 * @param colours what the components mean
 * @param essential the file without application segments and comments, so without EXIF, previews
 *     and ICC profiles, and without anything after the end of image
 */
record JpegFile(JpegHeader header, JpegColours colours, byte[] essential) {
  /** As many scans as pixels can need; files that carry more are made to keep decoders busy. */
  private static final int MOST_SCANS = 100;

  /** How often the largest allowed image may be gone over, in scans. */
  private static final int LARGEST_SCANS = 20;

  /**
   * Spectral selection and approximation, in a scan of a sequential file. The library looks at
   * nothing else there, but warns where a camera wrote other numbers, and names only the first of
   * its warnings: one that matters would go unheard after it.
   */
  private static final byte[] SEQUENTIAL = {0, 63, 0};

  /** Walks over the whole file. */
  static JpegFile read(byte[] file, DecodeLimits limits) throws RejectedImageException {
    return new Walk(file, limits).toEnd();
  }

  private static final class Walk {
    private final byte[] file;
    private final DecodeLimits limits;
    private final JpegSegments segments;
    private final ByteArrayOutputStream essential;
    private JpegHeader header;
    private boolean[] seen;
    private boolean jfif;
    private int adobe = -1;
    private int scans;
    private long entropyCoded;

    private Walk(byte[] file, DecodeLimits limits) throws RejectedImageException {
      this.file = file;
      this.limits = limits;
      this.segments = new JpegSegments(file);
      this.essential = new ByteArrayOutputStream(file.length);
    }

    private JpegFile toEnd() throws RejectedImageException {
      essential.write(file, 0, 2);
      int marker = segments.next();
      for (; marker != JpegSegments.END_OF_IMAGE; marker = segments.next()) {
        segment(marker);
      }
      keep();
      requireComplete();
      int[] ids = header.components().stream().mapToInt(JpegHeader.Component::id).toArray();
      return new JpegFile(header, JpegColours.of(ids, jfif, adobe), essential.toByteArray());
    }

    private void segment(int marker) throws RejectedImageException {
      switch (marker) {
        case JpegSegments.JFIF -> jfif |= segments.isNamed("JFIF\0");
        case JpegSegments.ADOBE -> {
          if (segments.isNamed("Adobe")) {
            adobe = segments.payload(11);
          }
        }
        case JpegSegments.QUANTIZATION_TABLES,
            JpegSegments.HUFFMAN_TABLES,
            JpegSegments.RESTART_INTERVAL ->
            keep();
        case JpegSegments.START_OF_SCAN -> scan();
        default -> {
          if (JpegHeader.isFrame(marker)) {
            frame(marker);
          }
        }
      }
    }

    private void frame(int marker) throws RejectedImageException {
      if (header != null) {
        throw RejectedImageException.damaged("a JPEG file with two frame headers");
      }
      header = JpegHeader.frame(marker, segments, limits);
      seen = new boolean[header.components().size()];
      keep();
    }

    private void scan() throws RejectedImageException {
      if (header == null) {
        throw RejectedImageException.damaged("a JPEG scan before the frame header");
      }
      scans++;
      if (scans > MOST_SCANS
          || (long) scans * header.shape().plane() > LARGEST_SCANS * limits.pixels()) {
        throw RejectedImageException.tooLarge(
            "more than %s scans over %s pixels".formatted(scans - 1, header.shape()));
      }
      int count = segments.payload(0);
      boolean firstOfAll =
          !header.progressive()
              || (segments.payload(1 + 2 * count) == 0
                  && segments.payload(3 + 2 * count) >> 4 == 0);
      for (int i = 0; i < count; i++) {
        int id = segments.payload(1 + 2 * i);
        for (int component = 0; component < seen.length; component++) {
          seen[component] |= firstOfAll && header.components().get(component).id() == id;
        }
      }
      int begin = segments.segmentBegin();
      int data = segments.segmentEnd();
      int spectral = segments.payload() + 1 + 2 * count;
      entropyCoded += segments.skipEntropyCoded();
      if (header.progressive() || spectral + SEQUENTIAL.length != data) {
        essential.write(file, begin, segments.segmentEnd() - begin);
        return;
      }
      essential.write(file, begin, spectral - begin);
      essential.writeBytes(SEQUENTIAL);
      essential.write(file, data, segments.segmentEnd() - data);
    }

    private void keep() {
      int begin = segments.segmentBegin();
      essential.write(file, begin, segments.segmentEnd() - begin);
    }

    private void requireComplete() throws RejectedImageException {
      for (int component = 0; header != null && component < seen.length; component++) {
        if (!seen[component]) {
          throw RejectedImageException.truncated(
              "no scan holds component %s of %s".formatted(component + 1, seen.length));
        }
      }
      if (header == null) {
        throw RejectedImageException.damaged("a JPEG file without a frame header");
      }
      long blocks = header.components().stream().mapToLong(JpegHeader.Component::blocks).sum();
      if (entropyCoded * 8 < blocks) {
        throw RejectedImageException.truncated(
            "%s bytes of scans for %s blocks of pixels, of which each takes a bit or more"
                .formatted(entropyCoded, blocks));
      }
    }
  }
}
