// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.transform.Mixing.Count;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessSpecificationTest {
  private static final Mixing NO_MIXING = new Mixing.None();

  @Test
  void shortNamesStandForTheirParts() {
    assertThat(PreprocessSpecification.parse("unit"))
        .isEqualTo(PreprocessSpecification.parse("scale=unit"))
        .isEqualTo(new PreprocessSpecification(Centre.NONE, Scale.UNIT, NO_MIXING));
    assertThat(PreprocessSpecification.parse("mean-image"))
        .isEqualTo(PreprocessSpecification.parse("centre=image, scale=number"))
        .isEqualTo(new PreprocessSpecification(Centre.IMAGE, Scale.NUMBER, NO_MIXING));
    assertThat(PreprocessSpecification.parse("channel"))
        .isEqualTo(PreprocessSpecification.parse("centre=channel,scale=channel"))
        .isEqualTo(new PreprocessSpecification(Centre.CHANNEL, Scale.CHANNEL, NO_MIXING));
  }

  @Test
  void readsComponentsSharesAndEpsilons() {
    assertThat(PreprocessSpecification.parse("centre=image, scale=none, pca=144"))
        .isEqualTo(
            new PreprocessSpecification(
                Centre.IMAGE, Scale.NONE, new Mixing.Pca(new Count.First(144))));
    assertThat(PreprocessSpecification.parse("pca=99.5%").mixing())
        .isEqualTo(new Mixing.Pca(new Count.Share(0.995)));
    assertThat(PreprocessSpecification.parse("  zca   epsilon=1e-3 ").mixing())
        .isEqualTo(new Mixing.Zca(OptionalDouble.of(0.001)));
    assertThat(PreprocessSpecification.parse("channel, pca-whiten=20 epsilon=4").mixing())
        .isEqualTo(new Mixing.PcaWhitening(new Count.First(20), OptionalDouble.of(4)));
    assertThat(PreprocessSpecification.parse("pca-whiten").mixing())
        .isEqualTo(new Mixing.PcaWhitening(new Count.All(), OptionalDouble.empty()));
  }

  @Test
  void knowsWhatLeavesNoImage() {
    assertThat(PreprocessSpecification.parse("pca=3").reducesToComponents()).isTrue();
    assertThat(PreprocessSpecification.parse("pca-whiten").reducesToComponents()).isTrue();
    assertThat(PreprocessSpecification.parse("channel, zca").reducesToComponents()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
zac                     | 'zac' is unknown: one of unit, mean-image, channel, centre, scale, pca, pca-whiten, zca; the nearest is zca
center=image            | 'center' is unknown: one of unit, mean-image, channel, centre, scale, pca, pca-whiten, zca; the nearest is centre
``                      | '' is unknown: one of unit, mean-image, channel, centre, scale, pca, pca-whiten, zca; the nearest is pca
zca,                    | '' is unknown: one of unit, mean-image, channel, centre, scale, pca, pca-whiten, zca; the nearest is pca
centre=imag             | centre is one of none, number, channel, image; the nearest to 'imag' is image
scale=deviation         | scale is one of none, unit, number, channel, image, range; the nearest to 'deviation' is unit
centre                  | centre is one of none, number, channel, image, for example centre=image
pca                     | pca keeps a whole number of components from 1, or a share of the variance above 0% and at most 100%, for example pca=144 or pca=99%, not ''
pca=0                   | pca keeps a whole number of components from 1, or a share of the variance above 0% and at most 100%, for example pca=144 or pca=99%, not '0'
pca=many                | pca keeps a whole number of components from 1, or a share of the variance above 0% and at most 100%, for example pca=144 or pca=99%, not 'many'
pca=101%                | pca keeps a whole number of components from 1, or a share of the variance above 0% and at most 100%, for example pca=144 or pca=99%, not '101%'
pca-whiten=NaN%         | pca-whiten keeps a whole number of components from 1, or a share of the variance above 0% and at most 100%, for example pca-whiten=144 or pca-whiten=99%, not 'NaN%'
zca=4                   | zca takes no value, but '4' is given
channel=1               | channel takes no value, but '1' is given
zca epsilon=0           | epsilon is a variance above 0, for example epsilon=40, not '0'
zca epsilon=tiny        | epsilon is a variance above 0, for example epsilon=40, not 'tiny'
zca eps=1               | 'eps=1' after 'zca' is not understood: parts are separated by commas, and only pca-whiten and zca take an option, epsilon=VARIANCE
channel zca             | 'zca' after 'channel' is not understood: parts are separated by commas, and only pca-whiten and zca take an option, epsilon=VARIANCE
pca=3 epsilon=1         | 'epsilon=1' after 'pca' is not understood: parts are separated by commas, and only pca-whiten and zca take an option, epsilon=VARIANCE
zca, channel            | parts come at most once and in this order: centre, scale (or one of unit, mean-image, channel for both), then one of pca, pca-whiten, zca
scale=unit,centre=image | parts come at most once and in this order: centre, scale (or one of unit, mean-image, channel for both), then one of pca, pca-whiten, zca
pca=3, zca              | parts come at most once and in this order: centre, scale (or one of unit, mean-image, channel for both), then one of pca, pca-whiten, zca
channel, scale=unit     | parts come at most once and in this order: centre, scale (or one of unit, mean-image, channel for both), then one of pca, pca-whiten, zca
""")
  void saysWhatIsNotUnderstood(String text, String why) {
    assertThatThrownBy(() -> PreprocessSpecification.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessage("preprocess = " + text + ": " + why);
  }
}
