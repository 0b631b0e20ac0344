// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar10:/a",
        "cifar100:/a",
        "imagenet:s3a://bucket/a",
        "folder:hdfs://name:8020/a",
        "mnist:/a",
        "spiral:classes=3,points=100,noise=0.2,seed=1",
        "synthetic:train=5,test=1,seed=2"
      })
  void everyKindIsReadBackAndListed(String specification) {
    assertThat(Sources.parse(specification).specification()).isEqualTo(specification);
    assertThat(Sources.KNOWN).contains(specification.substring(0, specification.indexOf(':') + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "cifar:/a, cifar10",
    "cifar1000:/a, cifar100",
    "imagnet:/a, imagenet",
    "folders:/a, folder",
    "mnits:/a, mnist",
    "spirale, spiral"
  })
  void anUnknownKindComesWithTheNearestOne(String wrong, String nearest) {
    assertThatThrownBy(() -> Sources.parse(wrong))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("did you mean '" + nearest + "'?", "Known: cifar10:FOLDER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10", "cifar100:", "imagenet: ", "folder:", "mnist"})
  void aMissingPlaceIsOneHelpfulLine(String specification) {
    assertThatThrownBy(() -> Sources.parse(specification))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("for example")
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }

  @Test
  void unknownSettingsAreNamed() {
    assertThatThrownBy(() -> Sources.parse("imagenet:/a,vallabels=/b"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("did you mean 'valLabels'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a,,b=c | /a,b=c",
        "/a,,b=c,links=follow | /a,b=c",
        "/a,b,links=follow | /a,b",
        "/a,,,,b=c | /a,,b=c",
        "/a,,,links=follow | /a,"
      })
  void aCommaBeforeWhatLooksLikeASettingIsWrittenTwice(String text, String folder) {
    for (String kind : List.of("folder:", "imagenet:")) {
      Source source = Sources.parse(kind + text);
      assertThat(source.specification()).isEqualTo(kind + text);
      assertThat(
              source instanceof ImageFolder images ? images.folder() : ((ImageNet) source).folder())
          .isEqualTo(folder);
    }
  }

  @Test
  void valuesHaveSuchCommasToo() {
    ImageNet source = (ImageNet) Sources.parse("imagenet:/a,valLabels=/l,,b=c,wnids=/w");
    assertThat(source.validationLabels()).isEqualTo(new ValidationLabels.Files("/l,b=c", "/w"));
    assertThat(source.specification()).isEqualTo("imagenet:/a,valLabels=/l,,b=c,wnids=/w");
  }

  @Test
  void linksAreFollowedOrNot() {
    assertThatThrownBy(() -> Sources.parse("folder:/a,links=yes"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("folder: links=yes is unknown; follow, or leave it out");
  }
}
