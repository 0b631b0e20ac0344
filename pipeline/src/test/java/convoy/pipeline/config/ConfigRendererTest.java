// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConfigRendererTest {
  @Property(tries = 300)
  void whatIsWrittenLoadsBackToTheSameSettings(@ForAll("configs") ConvoyConfig config) {
    assertThat(ConfigLoader.parse(ConfigRenderer.render(config), "rendered")).isEqualTo(config);
  }

  @Example
  void theDefaultsReadAsTheyDoInTheReferenceFile() {
    assertThat(ConfigRenderer.render(ConfigLoader.defaults()))
        .isEqualTo(
            """
            convoy {
              seed = 1
              source = "synthetic"
              shard {
                validation = 0.1
                stratified = false
                count = 0
                maxRejected = 0.001
                dropLeaks = false
                resizeShorter = 0
                quality = 90
              }
              imageSize = 0
              preprocess = "channel"
              model {
                name = "convnet"
                hidden = 256
                dropout = 0.25
                l2 = 1.0E-4
              }
              train {
                epochs = 6
                augment = "none"
                batch = 32
                workers = 0
                averageEvery = 16
                momentum = 0.9
                learningRate {
                  initial = 0.02
                  decay = 0.2
                  everyEpochs = 4
                }
                runningAverage {
                  decay = 0.995
                }
                keepCheckpoints = 3
              }
              evaluate {
                on = "validation"
                ensemble = 3
                batch = 128
              }
            }
            """);
  }

  @Provide
  Arbitrary<ConvoyConfig> configs() {
    Arbitrary<String> sources =
        Arbitraries.strings()
            .withChars("\"\\$#{}=:/, äßλ")
            .withCharRange('!', '~')
            .ofMinLength(1)
            .ofMaxLength(30)
            .filter(text -> !text.isBlank());
    return Combinators.combine(
            Arbitraries.longs(),
            sources,
            shards(),
            Arbitraries.integers().between(0, 4096),
            Arbitraries.of("channel", "zca epsilon=1e-3", "centre=image, scale=none, pca=99%"),
            models(),
            trainings(),
            evaluations())
        .as(ConvoyConfig::new);
  }

  private static Arbitrary<ShardConfig> shards() {
    return Combinators.combine(
            zeroToBelowOne(),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 1_000_000),
            zeroToBelowOne(),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 65_500),
            Arbitraries.integers().between(1, 100))
        .as(ShardConfig::new);
  }

  private static Arbitrary<ModelConfig> models() {
    return Combinators.combine(
            Arbitraries.of(ModelConfig.NAMES),
            Arbitraries.integers().between(1, 65536),
            zeroToBelowOne(),
            Arbitraries.doubles().between(0, 100).ofScale(12))
        .as(ModelConfig::new);
  }

  private static Arbitrary<TrainConfig> trainings() {
    Arbitrary<LearningRateConfig> learningRates =
        Combinators.combine(
                Arbitraries.doubles().between(0, false, 1000, true).ofScale(15),
                Arbitraries.doubles().between(0, false, 1, true).ofScale(15),
                Arbitraries.integers().between(0, 100_000))
            .as(LearningRateConfig::new);
    return Combinators.combine(
            Arbitraries.integers().between(1, 100_000),
            Arbitraries.of("none", "flip, crop 4", "cutout 8"),
            Arbitraries.integers().between(1, 65536),
            Arbitraries.integers().between(0, 65536),
            Arbitraries.integers().between(1, 1_000_000),
            zeroToBelowOne(),
            Combinators.combine(learningRates, zeroToBelowOne().map(RunningAverageConfig::new))
                .as(Map::entry),
            Arbitraries.integers().between(1, 100_000))
        .as(
            (epochs, augment, batch, workers, averageEvery, momentum, rates, keep) ->
                new TrainConfig(
                    epochs,
                    augment,
                    batch,
                    workers,
                    averageEvery,
                    momentum,
                    rates.getKey(),
                    rates.getValue(),
                    keep));
  }

  private static Arbitrary<EvaluateConfig> evaluations() {
    return Combinators.combine(
            Arbitraries.of("validation", "test", "train"),
            Arbitraries.integers().between(1, 1000),
            Arbitraries.integers().between(1, 65536))
        .as(EvaluateConfig::new);
  }

  private static Arbitrary<Double> zeroToBelowOne() {
    return Arbitraries.doubles().between(0, true, 1, false).ofScale(15);
  }
}
