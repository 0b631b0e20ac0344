// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all augmentations have in common. */
class AugmenterTest {
  private static final ImageShape SHAPE = new ImageShape(3, 12, 12);
  private static final String ALL =
      "flip, flip alternating, crop 2 reflect, crop 2, resized-crop,"
          + " jitter brightness 0.4 contrast 0.4 saturation 0.4 hue 0.1, pca-noise 0.1, cutout 4";

  @Property(tries = 50)
  void theResultDependsOnSeedEpochAndExampleAlone(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 500) int epoch, @ForAll long order) {
    int count = 8;
    float[] images = SampleImages.minibatch(SampleImages.random(SHAPE, count, order));
    Augmentations chain = Augmentations.parse(ALL);
    float[] together = images.clone();
    Augmenter one = new Augmenter(chain, SHAPE, Images.COLOURS, seed);
    for (int i = 0; i < count; i++) {
      one.apply(together, i, epoch, 1000 + i);
    }

    // One by one, in another order, at another place, by an augmenter that has done other things.
    Augmenter other = new Augmenter(Augmentations.parse(ALL), SHAPE, Images.COLOURS, seed);
    other.apply(images.clone(), 3, epoch + 1, 77);
    List<Integer> shuffled = IntStream.range(0, count).boxed().collect(Collectors.toList());
    Collections.shuffle(shuffled, new Random(order));
    for (int i : shuffled) {
      int size = SHAPE.size();
      float[] alone = new float[2 * size];
      System.arraycopy(images, i * size, alone, size, size);
      other.apply(alone, 1, epoch, 1000 + i);
      assertThat(Arrays.copyOfRange(alone, size, 2 * size))
          .isEqualTo(Arrays.copyOfRange(together, i * size, (i + 1) * size));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crop 3",
        "resized-crop",
        "jitter brightness 0.4 contrast 0.4 saturation 0.4 hue 0.1",
        "pca-noise",
        "cutout 4"
      })
  void otherSeedsEpochsAndExamplesGiveOtherImages(String chain) {
    float[] image = Images.random(SHAPE, 1);
    // Few places or shifts are equal by chance: eight draws that all agree are not.
    boolean epochs = false;
    boolean examples = false;
    boolean seeds = false;
    float[] first = Images.augmented(Images.augmenter(chain, SHAPE), image, 0, 0);
    for (int i = 1; i < 9; i++) {
      Augmenter augmenter = Images.augmenter(chain, SHAPE);
      epochs |= !Arrays.equals(first, Images.augmented(augmenter, image, i, 0));
      examples |= !Arrays.equals(first, Images.augmented(augmenter, image, 0, i));
      Augmenter seeded = new Augmenter(Augmentations.parse(chain), SHAPE, Images.COLOURS, 1L + i);
      seeds |= !Arrays.equals(first, Images.augmented(seeded, image, 0, 0));
    }
    assertThat(new boolean[] {epochs, examples, seeds}).containsOnly(true);
  }

  /** The shift of a black image with one white pixel shows whether crop drew the same numbers. */
  @Test
  void anAugmentationMoreDoesNotChangeTheDrawsOfTheOthers() {
    float[] image = Images.constant(SHAPE, 0);
    image[6 * 12 + 6] = 255;
    Augmenter alone = Images.augmenter("crop 2", SHAPE);
    Augmenter behind = Images.augmenter("jitter brightness 0.0, cutout 0, crop 2", SHAPE);
    for (int example = 0; example < 100; example++) {
      assertThat(Images.augmented(behind, image, 4, example))
          .isEqualTo(Images.augmented(alone, image, 4, example));
    }
  }

  @Test
  void twoOfAKindDrawDifferentNumbers() {
    float[] image = Images.constant(SHAPE, 255);
    Augmenter twice = Images.augmenter("cutout 2 zero, cutout 2 zero", SHAPE);
    int apart = 0;
    for (int example = 0; example < 100; example++) {
      float[] cut = Images.augmented(twice, image, 0, example);
      long hidden = IntStream.range(0, 144).filter(i -> cut[i] == 0).count();
      apart += hidden == 8 ? 1 : 0;
    }
    assertThat(apart).isGreaterThan(70);
  }

  @Property(tries = 300)
  void valuesStayFrom0To255(@ForAll long seed, @ForAll long example) {
    Augmentations chain =
        Augmentations.parse(
            "resized-crop, jitter brightness 1 contrast 1 saturation 1 hue 0.5, pca-noise 2, crop 4,"
                + " cutout 3");
    float[] image = Images.random(SHAPE, seed);
    for (int i = 0; i < image.length; i += 2) {
      image[i] = seed % 2 == 0 ? 0 : 255;
    }
    new Augmenter(chain, SHAPE, Images.COLOURS, seed).apply(image, 0, 1, example);
    for (float value : image) {
      assertThat(value).isBetween(0f, 255f);
    }
  }

  @Test
  void theImagesBesideAreLeftAlone() {
    float[] images = Images.random(new ImageShape(3, 36, 12), 4);
    float[] before = images.clone();
    Augmenter augmenter = Images.augmenter(ALL, SHAPE);
    for (int example = 0; example < 50; example++) {
      augmenter.apply(images, 1, 0, example);
    }
    int size = SHAPE.size();
    assertThat(Arrays.copyOfRange(images, 0, size)).isEqualTo(Arrays.copyOfRange(before, 0, size));
    assertThat(Arrays.copyOfRange(images, 2 * size, 3 * size))
        .isEqualTo(Arrays.copyOfRange(before, 2 * size, 3 * size));
    assertThat(Arrays.copyOfRange(images, size, 2 * size))
        .isNotEqualTo(Arrays.copyOfRange(before, size, 2 * size));
  }

  @Test
  void noMemoryIsTakenForAnImage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Augmenter augmenter = Images.augmenter(ALL, SHAPE);
    float[] images = Images.random(SHAPE, 4);
    augmenter.apply(images, 0, 0, 0);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int example = 0; example < 10_000; example++) {
      augmenter.apply(images, 0, 0, example);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000 * 8L);
  }

  @Test
  void noChainIsNoChange() {
    float[] image = Images.random(SHAPE, 8);
    assertThat(Images.augmented(Images.augmenter("none", SHAPE), image, 1, 1)).isEqualTo(image);
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    Augmenter augmenter = Images.augmenter("flip", SHAPE);
    float[] two = new float[2 * SHAPE.size()];
    assertThatThrownBy(() -> augmenter.apply(two, 2, 0, 0))
        .hasMessage("an array of 864 values does not hold image 2 of 12 x 12 x 3");
    assertThatThrownBy(() -> augmenter.apply(two, -1, 0, 0)).hasMessageContaining("image -1");
    assertThatThrownBy(() -> new Augmenter(Augmentations.NONE, SHAPE, Images.colours(1), 1))
        .hasMessageContaining("1 channels for images of 12 x 12 x 3");
  }
}
