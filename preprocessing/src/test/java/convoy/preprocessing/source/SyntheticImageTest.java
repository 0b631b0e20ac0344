// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SyntheticImageTest {
  private static final int CLASSES = 10;

  @Property(tries = 200)
  void isTheSameForTheSameArguments(
      @ForAll long seed, @ForAll boolean test, @ForAll @IntRange(max = 999_999) int index) {
    SyntheticImage image = SyntheticImage.draw(seed, test, index);
    SyntheticImage again = SyntheticImage.draw(seed, test, index);

    assertThat(image.label()).isBetween(0, CLASSES - 1).isEqualTo(again.label());
    assertThat(image.pixels()).hasSize(3 * 32 * 32).isEqualTo(again.pixels());
  }

  @Property(tries = 200)
  void isAnotherForAnotherSeedSetOrIndex(
      @ForAll long seed, @ForAll @IntRange(max = 999_998) int index) {
    byte[] pixels = SyntheticImage.draw(seed, false, index).pixels();

    assertThat(pixels).isNotEqualTo(SyntheticImage.draw(seed + 1, false, index).pixels());
    assertThat(pixels).isNotEqualTo(SyntheticImage.draw(seed, true, index).pixels());
    assertThat(pixels).isNotEqualTo(SyntheticImage.draw(seed, false, index + 1).pixels());
  }

  /**
   * A change of the drawing changes every result that was ever reported on these images: then these
   * digests change with it, on purpose.
   */
  @Test
  void drawsTheBytesItAlwaysDrew() {
    assertThat(digest(false))
        .isEqualTo("4acf7d0ad2c9c25a52ea6f84fe32c472ca92ae2629ddbeef2e64eaa2f67c6a44");
    assertThat(digest(true))
        .isEqualTo("80f63d57bebe5bad55f829101d250e0280d772d25baa3030fd5d25db40225862");
  }

  @Test
  void classesAreEquallyFrequentUpToChance() {
    int[] counts = new int[CLASSES];
    for (int i = 0; i < 10_000; i++) {
      counts[SyntheticImage.draw(7, false, i).label()]++;
    }

    // 1,000 each, standard deviation 30.
    for (int count : counts) {
      assertThat(count).isBetween(850, 1_150);
    }
  }

  /** Nearest class mean on the mean red, green and blue of an image: chance is 10 %. */
  @Test
  void meanColourDoesNotTellTheClass() {
    double[][] means = new double[CLASSES][3];
    int[] counts = new int[CLASSES];
    for (int i = 0; i < 6_000; i++) {
      SyntheticImage image = SyntheticImage.draw(7, false, i);
      double[] colour = meanColour(image);
      counts[image.label()]++;
      for (int channel = 0; channel < 3; channel++) {
        means[image.label()][channel] += colour[channel];
      }
    }
    for (int label = 0; label < CLASSES; label++) {
      for (int channel = 0; channel < 3; channel++) {
        means[label][channel] /= counts[label];
      }
    }
    int right = 0;
    for (int i = 0; i < 3_000; i++) {
      SyntheticImage image = SyntheticImage.draw(7, true, i);
      if (nearest(means, meanColour(image)) == image.label()) {
        right++;
      }
    }

    // 300 by chance, standard deviation 16.
    assertThat(right).isLessThan(390);
  }

  private static int nearest(double[][] means, double[] colour) {
    int nearest = 0;
    for (int label = 1; label < means.length; label++) {
      if (squaredDistance(means[label], colour) < squaredDistance(means[nearest], colour)) {
        nearest = label;
      }
    }
    return nearest;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  private static double[] meanColour(SyntheticImage image) {
    int plane = SyntheticImage.SIDE * SyntheticImage.SIDE;
    double[] mean = new double[3];
    for (int i = 0; i < image.pixels().length; i++) {
      mean[i / plane] += Byte.toUnsignedInt(image.pixels()[i]) / (double) plane;
    }
    return mean;
  }

  /** SHA-256 of labels and pixels of the first sixteen images of seed 7. */
  private static String digest(boolean test) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < 16; i++) {
        SyntheticImage image = SyntheticImage.draw(7, test, i);
        sha256.update((byte) image.label());
        sha256.update(image.pixels());
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
