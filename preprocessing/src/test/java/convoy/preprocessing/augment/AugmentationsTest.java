// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationsTest {

  @Test
  void aChainIsReadInItsOrder() {
    assertThat(Augmentations.parse(" flip alternating,crop  4 reflect , cutout 8 ").chain())
        .containsExactly(
            new Flip(Flip.Rule.ALTERNATING),
            new Crop(4, Crop.Padding.REFLECT),
            new Cutout(8, Cutout.Fill.MEAN));
    assertThat(Augmentations.parse(List.of("jitter hue 0.1 brightness 0.4", "pca-noise")).chain())
        .containsExactly(new ColourJitter(0.4, 0, 0, 0.1), new PcaNoise(0.1));
    assertThat(Augmentations.parse("resized-crop ratio 0.5..2").chain())
        .containsExactly(new ResizedCrop(new Range(0.08, 1), new Range(0.5, 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "none", " none "})
  void nothingIsAChainToo(String text) {
    assertThat(Augmentations.parse(text)).isEqualTo(Augmentations.NONE);
    assertThat(Augmentations.NONE.text()).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flip                        | flip random
          flip alternating            | flip alternating
          crop 4                      | crop 4 zero
          cutout 8 zero               | cutout 8 zero
          pca-noise 0.25              | pca-noise 0.25
          resized-crop                | resized-crop scale 0.08..1 ratio 0.75..1.3333
          resized-crop scale 0.2..0.9 | resized-crop scale 0.2..0.9 ratio 0.75..1.3333
          jitter contrast 1           | jitter brightness 0 contrast 1 saturation 0 hue 0
          """)
  void theTextWithAllDefaultsMeansTheSame(String written, String whole) {
    Augmentations chain = Augmentations.parse(written);
    assertThat(chain.text()).isEqualTo(whole);
    assertThat(Augmentations.parse(whole)).isEqualTo(chain);
    assertThat(SerializationUtils.roundtrip(chain)).isEqualTo(chain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flip, cutot 8        | unknown augmentation 'cutot 8'; did you mean 'cutout'? known: flip, crop, resized-crop, jitter, pca-noise, cutout, or none alone
          flip, none           | unknown augmentation 'none'; did you mean
          flip,,crop 4         | unknown augmentation ''; did you mean
          flip alternate       | augmentation 'flip alternate': unknown 'alternate'; did you mean 'alternating'? there stands the rule: one of random, alternating
          crop                 | augmentation 'crop' lacks the shift, pixels
          crop four            | augmentation 'crop four': 'four' is no whole number; there stands the shift, pixels
          crop 129             | the shift of crop is from 0 to 128 (pixels), not 129
          crop -1              | the shift of crop is from 0 to 128 (pixels), not -1
          crop 4 reflect 2     | augmentation 'crop 4 reflect 2': '2' is one word too many; augmentations are separated by commas
          cutout 2000          | the size of cutout is from 0 to 1024 (pixels), not 2000
          cutout 8 meen        | unknown 'meen'; did you mean 'mean'?
          pca-noise NaN        | the sigma of pca-noise is from 0 to 2 (deviation of alpha), not NaN
          pca-noise strong     | 'strong' is no number; there stands sigma
          jitter               | augmentation 'jitter' lacks one of brightness, contrast, saturation, hue
          jitter brigtness 0.4 | unknown 'brigtness'; did you mean 'brightness'?
          jitter hue           | augmentation 'jitter hue' lacks the hue, turns
          jitter hue 0.6       | the hue of jitter is from 0 to 0.5 (turns), not 0.6
          resized-crop scale 1..0.5    | a range goes from its smaller to its larger number, as in 0.5..1, not 1..0.5
          resized-crop scale 0.5       | '0.5' is no range, as in 0.5..1; there stands the scale
          resized-crop scale 0.5..1.5  | the largest scale of resized-crop is from 0.01 to 1 (share of the area), not 1.5
          resized-crop ratio 0.01..1   | the least ratio of resized-crop is from 0.1 to 10 (width / height), not 0.01
          """)
  void whatIsWrongIsSaidInOneLine(String written, String message) {
    assertThatThrownBy(() -> Augmentations.parse(written))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }
}
