// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files damaged in every way that a seed can think of: each becomes an image of the shape that its
 * header says, or is rejected with a reason. Nothing else gets out, and nothing takes long.
 */
class DecoderFuzzTest {
  private static final int FILES = 2_500;

  /** Of the processor, for one file. */
  private static final Duration ALLOWED_FOR_ONE = Duration.ofSeconds(5);

  /** A busy machine takes longer, what hangs for ever. */
  private static final Duration HANGS = Duration.ofMinutes(10);

  private static final DecodeLimits LIMITS = new DecodeLimits(4_000_000, 65_500);

  /** The WebP library takes seconds for a megapixel. */
  private static final DecodeLimits SMALL = new DecodeLimits(200_000, 65_500);

  /** Of whatever does not depend on the size of an image. */
  private static final long FIXED_HEAP = 3_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void damagedFilesAreImagesOrRejected(ImageFormat format) {
    Random random = new Random(format.code().hashCode());
    List<byte[]> originals = originals(format);
    Map<RejectReason, Integer> rejected = new EnumMap<>(RejectReason.class);
    int decoded = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] file = mutated(originals, format, random);
      RejectReason reason =
          assertTimeoutPreemptively(HANGS, () -> outcome(file, format), "file " + i);
      if (reason == null) {
        decoded++;
      } else {
        rejected.merge(reason, 1, Integer::sum);
      }
    }
    assertThat(decoded + rejected.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(FILES);
    // Both ways are taken, or the mutations would be too tame or too wild to find anything.
    assertThat(decoded).isBetween(FILES / 100, FILES * 9 / 10);
    assertThat(rejected).containsKeys(RejectReason.TRUNCATED, RejectReason.DAMAGED);
  }

  /** Null for an image. */
  private static RejectReason outcome(byte[] file, ImageFormat format) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long begin = THREADS.getCurrentThreadCpuTime();
    DecodeLimits limits = format == ImageFormat.WEBP ? SMALL : LIMITS;
    RejectReason reason = reasonOf(file, limits);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(limits.pixels() * mostHeap(format) + FIXED_HEAP);
    assertThat(THREADS.getCurrentThreadCpuTime() - begin).isLessThan(ALLOWED_FOR_ONE.toNanos());
    return reason;
  }

  /** Bytes for each pixel that the limits allow; of a lossy WebP they allow a quarter. */
  private static int mostHeap(ImageFormat format) {
    return switch (format) {
      case JPEG, GIF, BMP -> 7;
      case PNG -> 11;
      case TIFF -> 19;
      case WEBP -> 40;
    };
  }

  private static RejectReason reasonOf(byte[] file, DecodeLimits limits) {
    try {
      DecodedImage image = ImageDecoder.decode(file, limits);
      assertThat(image.shape()).isEqualTo(ImageHeader.inspect(file, limits).shape());
      return null;
    } catch (RejectedImageException e) {
      assertThat(e.getMessage()).startsWith(e.reason().code() + ": ").doesNotContain("\n");
      return e.reason();
    }
  }

  private static List<byte[]> originals(ImageFormat format) {
    if (format == ImageFormat.WEBP) {
      return List.of(
          WebpSamples.LOSSY,
          WebpSamples.LOSSLESS,
          WebpSamples.ALPHA,
          WebpSamples.LOSSLESS_ALPHA,
          WebpSamples.ANIMATED,
          WebpSamples.QUICKEST);
    }
    List<byte[]> files = new ArrayList<>();
    BufferedImage picture = Pictures.smooth(33, 45, BufferedImage.TYPE_INT_RGB);
    files.add(Pictures.file(picture, format.code()));
    files.add(
        Pictures.file(Pictures.smooth(9, 70, BufferedImage.TYPE_BYTE_INDEXED), format.code()));
    if (format == ImageFormat.JPEG) {
      files.add(Pictures.jpeg(picture, true));
      files.add(Pictures.rawJpeg(20, 30, 10, 20, 30, 40));
    }
    if (format == ImageFormat.PNG) {
      int[][] samples = new int[21][17 * 4];
      byte[] rows = PngBytes.deflate(PngBytes.rows(samples, 4, 8, true));
      files.add(new PngBytes().header(21, 17, 8, 6, 1).chunk("IDAT", rows).end());
    }
    return files;
  }

  private static byte[] mutated(List<byte[]> originals, ImageFormat format, Random random) {
    byte[] file = originals.get(random.nextInt(originals.size())).clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> file[random.nextInt(file.length)] = (byte) (random.nextInt(3) - 1);
        case 2 -> file = Arrays.copyOf(file, 1 + random.nextInt(file.length));
        case 3 -> file = spliced(file, originals.get(random.nextInt(originals.size())), random);
        case 4 -> blowUp(file, random);
        default -> {
          int at = random.nextInt(file.length);
          file[at] = (byte) random.nextInt(256);
        }
      }
    }
    if (format == ImageFormat.PNG && random.nextInt(4) > 0) {
      repairChecksums(file);
    }
    return file;
  }

  /** The beginning of one file and the end of another. */
  private static byte[] spliced(byte[] file, byte[] other, Random random) {
    int head = 1 + random.nextInt(file.length);
    int tail = random.nextInt(other.length);
    byte[] spliced = Arrays.copyOf(file, head + other.length - tail);
    System.arraycopy(other, tail, spliced, head, other.length - tail);
    return spliced;
  }

  /** A large number somewhere among the header's. */
  private static void blowUp(byte[] file, Random random) {
    int at = random.nextInt(Math.min(file.length, 200));
    for (int i = at; i < Math.min(file.length, at + 1 + random.nextInt(4)); i++) {
      file[i] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
    }
  }

  /** Puts right the checksums of the chunks, so that damage gets past them to the decoder. */
  private static void repairChecksums(byte[] file) {
    for (int at = 8; at + 12 <= file.length; ) {
      long length = 0;
      for (int i = 0; i < 4; i++) {
        length = length << 8 | (file[at + i] & 0xFF);
      }
      if (at + 12 + length > file.length) {
        return;
      }
      int end = at + 8 + (int) length;
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, end - at - 4);
      for (int i = 0; i < 4; i++) {
        file[end + i] = (byte) (checksum.getValue() >> (24 - 8 * i));
      }
      at = end + 4;
    }
  }
}
