// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The image file formats that can be read, each known by the first bytes of its files. */
public enum ImageFormat {
  /** Baseline and progressive JPEG of 8 bits a sample. */
  JPEG("JPEG", "jpg jpeg jpe jfif pjpeg pjp"),
  /** PNG of every colour type and depth, interlaced or not. */
  PNG("PNG", "png apng"),
  /** GIF, of which the first frame counts. */
  GIF("GIF", "gif"),
  /** Windows bitmaps without compression. */
  BMP("BMP", "bmp dib"),
  /** WebP, lossy or lossless, of which the first frame counts. */
  WEBP("WebP", "webp"),
  /** TIFF of unsigned samples, of which the first page counts. */
  TIFF("TIFF", "tif tiff");

  private final String title;
  private final String endings;

  ImageFormat(String title, String endings) {
    this.title = title;
    this.endings = endings;
  }

  /** The name that shards carry, for example {@code jpeg}. */
  public String code() {
    return title.toLowerCase(Locale.ROOT);
  }

  /** The names of all formats for a sentence: {@code JPEG, PNG, GIF or BMP}. */
  public static String titles() {
    return sentence(Arrays.stream(values()).map(format -> format.title).toList());
  }

  /**
   * The endings that image files have, in lower case and without a dot. They say which files of a
   * folder are meant as images; the format is found from the content.
   */
  public static List<String> endings() {
    return Arrays.stream(values())
        .flatMap(format -> Arrays.stream(format.endings.split(" ")))
        .toList();
  }

  private static String sentence(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /**
   * The format whose signature a file begins with. The file's name has no say, and neither has the
   * rest of the file.
   *
   * @return nothing if it is none of these
   */
  public static Optional<ImageFormat> of(byte[] file) {
    if (startsWith(file, 0xFF, 0xD8, 0xFF)) {
      return Optional.of(JPEG);
    }
    if (startsWith(file, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
      return Optional.of(PNG);
    }
    if (startsWith(file, 'G', 'I', 'F', '8', '7', 'a')
        || startsWith(file, 'G', 'I', 'F', '8', '9', 'a')) {
      return Optional.of(GIF);
    }
    if (startsWith(file, 'R', 'I', 'F', 'F') && contains(8, file, 'W', 'E', 'B', 'P')) {
      return Optional.of(WEBP);
    }
    if (startsWith(file, 'I', 'I', 42, 0)
        || startsWith(file, 'I', 'I', 43, 0)
        || startsWith(file, 'M', 'M', 0, 42)
        || startsWith(file, 'M', 'M', 0, 43)) {
      return Optional.of(TIFF);
    }
    return startsWith(file, 'B', 'M') ? Optional.of(BMP) : Optional.empty();
  }

  private static boolean startsWith(byte[] file, int... signature) {
    return contains(0, file, signature);
  }

  private static boolean contains(int at, byte[] file, int... signature) {
    if (file.length < at + signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (Byte.toUnsignedInt(file[at + i]) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
