// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchStatisticsTest {
  /** One row of three pixels has the patches (1), (3), (8): mean 4, variance (9 + 1 + 16) / 3. */
  @Test
  void agreesWithOneImageByHand() {
    PatchStatistics patches =
        PatchStatistics.of(sums(new ImageShape(1, 1, 3), List.of(new byte[] {1, 3, 8})), 1);
    assertThat(patches.count()).isEqualTo(3);
    assertThat(patches.mean()).containsExactly(4);
    assertThat(patches.covariance()).containsExactly(new double[] {26 / 3.0}, within(1e-12));
    assertThat(patches.components().eigenvalues())
        .containsExactly(new double[] {26 / 3.0}, within(1e-12));
  }

  /** Patches cut out one by one, as images of their own, give the same bits. */
  @Property(tries = 60)
  void isToTheLastBitWhatThePatchesGiveAsImages(
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 7) int wanted,
      @ForAll long seed) {
    ImageShape shape = new ImageShape(channels, height, width);
    int size = Math.min(wanted, Math.min(height, width));
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Statistics expected =
        Statistics.of(sums(new ImageShape(channels, size, size), patches(images, shape, size)), "");
    PatchStatistics patches = PatchStatistics.of(sums(shape, images), size);
    assertThat(patches.count()).isEqualTo(expected.count());
    assertThat(patches.mean()).isEqualTo(expected.pixels().mean());
    assertThat(patches.covariance()).isEqualTo(expected.covariance());
    assertThat(patches.components()).usingRecursiveComparison().isEqualTo(expected.components());
  }

  /** Patches of one pixel are colours. */
  @Test
  void hasTheMeansAndDeviationsOfTheChannelsInPatchesOfOnePixel() {
    ImageShape shape = new ImageShape(3, 4, 5);
    PixelSums sums = sums(shape, SampleImages.correlated(shape, 20, 3));
    PatchStatistics colour = PatchStatistics.of(sums, 1);
    ChannelStatistics channels = ChannelStatistics.of(sums.values());
    assertThat(colour.mean()).isEqualTo(channels.mean());
    assertThat(colour.covariance()).isEqualTo(channels.covariance());
    assertThat(PatchStatistics.ofColours(sums.values()))
        .usingRecursiveComparison()
        .isEqualTo(colour);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(Math.sqrt(colour.covariance()[channel * 3 + channel]))
          .isEqualTo(channels.deviation()[channel]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5, 8})
  void refusesASizeThatDoesNotFit(int size) {
    PixelSums sums = PixelSums.zero(new ImageShape(3, 4, 9)).add(new byte[108]);
    assertThatThrownBy(() -> PatchStatistics.of(sums, size))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "patches of %s x %s pixels cannot be described in images of 4 x 9 x 3: the size is from 1 to 4"
                .formatted(size, size));
  }

  private static PixelSums sums(ImageShape shape, List<byte[]> images) {
    PixelSums sums = PixelSums.zero(shape);
    images.forEach(sums::add);
    return sums;
  }

  private static List<byte[]> patches(List<byte[]> images, ImageShape shape, int size) {
    List<byte[]> patches = new ArrayList<>();
    for (byte[] image : images) {
      for (int top = 0; top + size <= shape.height(); top++) {
        for (int left = 0; left + size <= shape.width(); left++) {
          byte[] patch = new byte[shape.channels() * size * size];
          int next = 0;
          for (int channel = 0; channel < shape.channels(); channel++) {
            for (int row = top; row < top + size; row++) {
              for (int column = left; column < left + size; column++) {
                patch[next++] = image[channel * shape.plane() + row * shape.width() + column];
              }
            }
          }
          patches.add(patch);
        }
      }
    }
    return patches;
  }
}
