// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
  void credentialsAreNotWritten() {
    ConvoyConfig config =
        ConfigLoader.parse("convoy.source = \"folder:s3a://KEY:SECRET@bucket/x\"", "test");

    assertThat(ConfigRenderer.render(config))
        .contains("source = \"folder:s3a://***@bucket/x\"")
        .doesNotContain("SECRET");
    assertThat(ConfigRenderer.settings(config)).containsValue("\"folder:s3a://***@bucket/x\"");
    assertThat(ConfigRenderer.assignments(config)).contains("source=folder:s3a://***@bucket/x");
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
              statistics {
                components = 0
                covariance = "auto"
              }
              preprocess = "channel"
              model {
                name = "convnet"
                hidden = 256
                dropout = 0.25
                l2 = 1.0E-4
                batchNorm = false
              }
              train {
                epochs = 6
                augment = "none"
                batch = 32
                workers = 0
                allowCpuFallback = false
                trainer = "convoy"
                averageEvery = 16
                synchronize = "every"
                outer = "average"
                updaterState = "average"
                momentum = 0.9
                clip = "none"
                divergedAt = 10.0
                learningRate {
                  initial = 0.02
                  schedule = "step factor=0.2 every=4"
                  warmUp = 0.0
                  scaleByWorkers = false
                  plateau = "none"
                }
                runningAverage {
                  decay = 0.995
                  fromEpoch = 4
                  lastEpochs = 3
                }
                validate = "epochs every=1"
                checkpoint = "epochs every=1"
                report = "none"
                monitor = "steps every=100"
                stop = "none"
                keepCheckpoints = 3
                snapshots = "none"
                members = 1
                distil = "none"
              }
              evaluate {
                on = "validation"
                ensemble = 3
                soup = "greedy"
                greedySteps = 10
                augment = "none"
                mistakes = 16
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
            Combinators.combine(
                    Arbitraries.integers().between(0, 4096),
                    Combinators.combine(
                            Arbitraries.integers().between(0, 65536),
                            Arbitraries.of("auto", "never"))
                        .as(StatisticsConfig::new))
                .as(Map::entry),
            Arbitraries.of("channel", "zca epsilon=1e-3", "centre=image, scale=none, pca=99%"),
            models(),
            trainings(),
            evaluations())
        .as(
            (seed, source, shard, images, preprocess, model, train, evaluate) ->
                new ConvoyConfig(
                    seed,
                    source,
                    shard,
                    images.getKey(),
                    images.getValue(),
                    preprocess,
                    model,
                    train,
                    evaluate));
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
            Arbitraries.doubles().between(0, 100).ofScale(12),
            Arbitraries.of(true, false))
        .as(
            (name, hidden, dropout, l2, norm) ->
                new ModelConfig(name, hidden, dropout, l2, norm && name.equals("convnet")));
  }

  private static Arbitrary<TrainConfig> trainings() {
    return Combinators.combine(
            Arbitraries.integers().between(101, 100_000), // more than any warm-up below
            Arbitraries.of("none", "flip, crop 4", "cutout 8"),
            Combinators.combine(
                    Arbitraries.integers().between(1, 65536),
                    Arbitraries.integers().between(0, 65536),
                    Arbitraries.integers().between(1, 1_000_000),
                    Arbitraries.integers().between(1, 1000))
                .as(List::of),
            zeroToBelowOne(),
            words(),
            learningRates(),
            Combinators.combine(
                    zeroToBelowOne(),
                    Arbitraries.integers().between(1, 100_000),
                    Arbitraries.integers().between(1, 1000))
                .as(RunningAverageConfig::new),
            Arbitraries.integers().between(1, 100_000))
        .as(
            (epochs, augment, numbers, momentum, words, rates, averages, keep) ->
                new TrainConfig(
                    epochs,
                    augment,
                    numbers.get(0),
                    numbers.get(1),
                    numbers.get(1) % 2 == 1,
                    "convoy",
                    numbers.get(2),
                    words.get(0),
                    words.get(1),
                    words.get(2),
                    momentum,
                    words.get(3),
                    10,
                    rates,
                    averages,
                    words.get(4),
                    words.get(4),
                    words.get(4),
                    words.get(6),
                    words.get(5),
                    keep,
                    words.get(7),
                    numbers.get(3),
                    words.get(8)));
  }

  /** Synchronize, outer, updaterState, clip, a trigger, stop, monitor, snapshots, distil. */
  private static Arbitrary<List<String>> words() {
    return Combinators.combine(
            Arbitraries.of("every", "quadratic alpha=0.3", "timed seconds=1.5"),
            Arbitraries.of("average", "slowmo momentum=0.7", "nesterov"),
            Arbitraries.of("average", "keep", "reset"),
            Arbitraries.of("none", "value threshold=2", "norm"),
            Arbitraries.of("epochs", "rounds every=7", "minutes every=0.5"),
            Arbitraries.of("none", "no-improvement, reached accuracy=0.8"),
            Arbitraries.of("none", "steps", "steps every=30"),
            Combinators.combine(
                    Arbitraries.of("none", "epochs", "epochs every=30"),
                    Arbitraries.of("none", "softened", "softened temperature=2 share=0.5"))
                .as(List::of))
        .as(
            (synchronize, outer, state, clip, trigger, stop, monitor, last) ->
                List.of(
                    synchronize,
                    outer,
                    state,
                    clip,
                    trigger,
                    stop,
                    monitor,
                    last.get(0),
                    last.get(1)));
  }

  private static Arbitrary<LearningRateConfig> learningRates() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, false, 1000, true).ofScale(15),
            Arbitraries.of("constant", "step every=7", "cosine", "triangular peak=0.5 epochs=9"),
            Arbitraries.doubles().between(0, 100).ofScale(12),
            Arbitraries.of(true, false),
            Arbitraries.of("none", "reduce factor=0.5 patience=2"))
        .as(LearningRateConfig::new);
  }

  private static Arbitrary<EvaluateConfig> evaluations() {
    return Combinators.combine(
            Arbitraries.of("validation", "train"),
            Arbitraries.integers().between(1, 1000),
            Arbitraries.of("none", "uniform", "greedy"),
            Arbitraries.integers().between(0, 1000),
            Arbitraries.of("none", "flip", "flip, shift 4"),
            Arbitraries.integers().between(0, 100),
            Arbitraries.integers().between(1, 65536))
        .as(EvaluateConfig::new);
  }

  private static Arbitrary<Double> zeroToBelowOne() {
    return Arbitraries.doubles().between(0, true, 1, false).ofScale(15);
  }
}
