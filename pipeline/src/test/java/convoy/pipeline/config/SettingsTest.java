// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of {@code reference.conf}: that it is taken, does something, and says its range. */
class SettingsTest {
  private static final Config REFERENCE =
      ConfigFactory.parseResources("reference.conf").getConfig("convoy");

  /**
   * One key: its default, the ends of its legal range (or all its names), and values just outside.
   */
  private record Setting(String key, Object byDefault, List<String> legal, List<String> illegal) {
    @Override
    public String toString() {
      return key;
    }
  }

  private static List<Setting> settings() {
    List<String> notZeroToBelowOne = List.of("-0.0001", "1", "NaN", "Infinity", "-Infinity");
    return List.of(
        new Setting(
            "seed",
            1L,
            List.of("-9223372036854775808", "9223372036854775807"),
            List.of("9223372036854775808", "1.5")),
        new Setting(
            "source",
            "synthetic",
            List.of("cifar10:/data/cifar-10-batches-bin", "synthetic:train=12,test=2,seed=1"),
            List.of("")),
        new Setting("shard.validation", 0.1, List.of("0", "0.9999"), notZeroToBelowOne),
        new Setting("shard.stratified", false, List.of("true", "false"), List.of("yes", "1", "")),
        new Setting("shard.count", 0, List.of("0", "1000000"), List.of("-1", "1000001")),
        new Setting("shard.maxRejected", 0.001, List.of("0", "1"), List.of("-0.1", "1.1", "NaN")),
        new Setting("shard.dropLeaks", false, List.of("true", "false"), List.of("no", "0")),
        new Setting("shard.resizeShorter", 0, List.of("0", "65500"), List.of("-1", "65501")),
        new Setting("shard.quality", 90, List.of("1", "100"), List.of("0", "101")),
        new Setting("imageSize", 0, List.of("0", "4096"), List.of("-1", "4097")),
        new Setting("statistics.components", 0, List.of("0", "65536"), List.of("-1", "65537")),
        new Setting(
            "statistics.covariance",
            "auto",
            List.of("auto", "always", "never"),
            List.of("no", "ALWAYS")),
        new Setting(
            "preprocess",
            "channel",
            List.of("unit", "zca epsilon=3", "centre=image, scale=none, pca=144"),
            List.of("ZCA", "channel, zac")),
        new Setting(
            "model.name",
            "convnet",
            List.of("softmax", "svm", "two-layer", "convnet"),
            List.of("mlp", "SVM")),
        new Setting("model.hidden", 256, List.of("1", "65536"), List.of("0", "65537")),
        new Setting("model.dropout", 0.25, List.of("0", "0.9999"), notZeroToBelowOne),
        new Setting(
            "model.l2",
            1e-4,
            List.of("0", "100"),
            List.of("-1e-9", "100.0001", "NaN", "Infinity", "1e999")),
        new Setting("model.batchNorm", false, List.of("true", "false"), List.of("yes", "1")),
        new Setting("train.epochs", 6, List.of("1", "100000"), List.of("0", "100001")),
        new Setting(
            "train.augment",
            "none",
            List.of("none", "flip", "flip alternating, crop 2 reflect, cutout 8"),
            List.of("flop", "crop", "flip,,flip")),
        new Setting("train.batch", 32, List.of("1", "65536"), List.of("0", "65537", "-64")),
        new Setting("train.workers", 0, List.of("0", "65536"), List.of("-1", "65537")),
        new Setting("train.allowCpuFallback", false, List.of("true", "false"), List.of("yes", "1")),
        new Setting("train.trainer", "convoy", List.of("dl4j"), List.of("DL4J")),
        new Setting("train.averageEvery", 16, List.of("1", "1000000"), List.of("0", "1000001")),
        new Setting(
            "train.synchronize",
            "every",
            List.of("post-local", "quadratic alpha=0.1", "timed seconds=2"),
            List.of("sometimes")),
        new Setting(
            "train.outer",
            "average",
            List.of("slowmo rate=1 momentum=0.5", "nesterov", "nesterov momentum=0"),
            List.of("adam")),
        new Setting("train.updaterState", "average", List.of("keep", "reset"), List.of("Average")),
        new Setting("train.momentum", 0.9, List.of("0", "0.9999"), notZeroToBelowOne),
        new Setting("train.clip", "none", List.of("value threshold=0.5", "norm"), List.of("clip")),
        new Setting(
            "train.divergedAt", 10.0, List.of("1.0001", "1000000"), List.of("1", "NaN", "1000001")),
        new Setting(
            "train.learningRate.initial",
            0.02,
            List.of("1e-300", "1000"),
            List.of("0", "-1", "1000.1", "NaN", "Infinity")),
        new Setting(
            "train.learningRate.schedule",
            "step factor=0.2 every=4",
            List.of("constant", "step every=0.5", "exponential", "inverse decay=1", "cosine"),
            List.of("linear")),
        new Setting(
            "train.learningRate.warmUp", 0.0, List.of("0.5", "100000"), List.of("-1", "NaN")),
        new Setting(
            "train.learningRate.scaleByWorkers", false, List.of("true", "false"), List.of("yes")),
        new Setting(
            "train.learningRate.plateau",
            "none",
            List.of("reduce", "reduce factor=0.5 patience=1"),
            List.of("wait")),
        new Setting("train.runningAverage.decay", 0.995, List.of("0", "0.9999"), notZeroToBelowOne),
        new Setting(
            "train.runningAverage.fromEpoch", 4, List.of("1", "100000"), List.of("0", "100001")),
        new Setting(
            "train.runningAverage.lastEpochs", 3, List.of("1", "1000"), List.of("0", "1001")),
        new Setting(
            "train.validate",
            "epochs every=1",
            List.of("rounds every=10", "minutes"),
            List.of("steps")),
        new Setting(
            "train.checkpoint",
            "epochs every=1",
            List.of("rounds", "minutes every=0.5", "epochs every=2"),
            List.of("never")),
        new Setting(
            "train.report",
            "none",
            List.of("epochs", "rounds every=50", "minutes every=5"),
            List.of("never", "None")),
        new Setting(
            "train.monitor",
            "steps every=100",
            List.of("none", "steps every=1", "steps"),
            List.of("epochs every=1", "rounds")),
        new Setting(
            "train.stop",
            "none",
            List.of("no-improvement validations=3", "reached accuracy=0.9, no-improvement"),
            List.of("later")),
        new Setting("train.keepCheckpoints", 3, List.of("1", "100000"), List.of("0", "100001")),
        new Setting(
            "train.snapshots",
            "none",
            List.of("epochs", "epochs every=1"),
            List.of("rounds every=10", "5")),
        new Setting("train.members", 1, List.of("1", "1000"), List.of("0", "1001", "-3")),
        new Setting(
            "train.distil",
            "none",
            List.of("softened", "softened temperature=100 share=0", "softened share=1"),
            List.of("temperature=4", "hard", "")),
        new Setting(
            "evaluate.on", "validation", List.of("validation", "train"), List.of("all", "test")),
        new Setting("evaluate.ensemble", 3, List.of("1", "1000"), List.of("0", "1001")),
        new Setting(
            "evaluate.soup", "greedy", List.of("none", "uniform"), List.of("", "Greedy", "all")),
        new Setting("evaluate.greedySteps", 10, List.of("0", "1000"), List.of("-1", "1001")),
        new Setting(
            "evaluate.augment",
            "none",
            List.of("flip", "shift 2", "flip, shift 128"),
            List.of("mirror", "shift", "shift 129", "flip 2")),
        new Setting("evaluate.mistakes", 16, List.of("0", "100"), List.of("-1", "101")),
        new Setting("evaluate.batch", 128, List.of("1", "65536"), List.of("0", "65537")));
  }

  @Test
  void theReferenceFileTheRecordsAndThisTableHaveTheSameKeysInTheSameOrder() {
    List<String> inTheFile =
        REFERENCE.entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getValue().origin().lineNumber()))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(new Keys(ConvoyConfig.class).all()).isEqualTo(inTheFile);
    assertThat(settings()).extracting(Setting::key).isEqualTo(inTheFile);
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    assertThat(ConfigLoader.defaults())
        .isEqualTo(
            new ConvoyConfig(
                1,
                "synthetic",
                new ShardConfig(0.1, false, 0, 0.001, false, 0, 90),
                0,
                new StatisticsConfig(0, "auto"),
                "channel",
                new ModelConfig("convnet", 256, 0.25, 1e-4, false),
                new TrainConfig(
                    6,
                    "none",
                    32,
                    0,
                    false,
                    "convoy",
                    16,
                    "every",
                    "average",
                    "average",
                    0.9,
                    "none",
                    10,
                    new LearningRateConfig(0.02, "step factor=0.2 every=4", 0, false, "none"),
                    new RunningAverageConfig(0.995, 4, 3),
                    "epochs every=1",
                    "epochs every=1",
                    "none",
                    "steps every=100",
                    "none",
                    3,
                    "none",
                    1,
                    "none"),
                new EvaluateConfig("validation", 3, "greedy", 10, "none", 16, 128)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theTableKnowsTheDefault(Setting setting) {
    assertThat(valueOf(setting.key(), ConfigLoader.defaults())).isEqualTo(setting.byDefault());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyLegalValueIsTakenByItsOwnKeyAlone(Setting setting) {
    for (String legal : setting.legal()) {
      ConvoyConfig config = set(setting.key() + "=" + legal);

      assertThat(String.valueOf(valueOf(setting.key(), config)))
          .isEqualTo(
              setting.byDefault() instanceof Double
                  ? String.valueOf(Double.parseDouble(legal))
                  : legal);
      List<String> changed = new ArrayList<>(new Keys(ConvoyConfig.class).all());
      changed.removeIf(key -> valueOf(key, config).equals(valueOf(key, ConfigLoader.defaults())));
      assertThat(changed).isSubsetOf(setting.key());
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyKeyChangesTheRecord(Setting setting) {
    assertThat(setting.legal())
        .anySatisfy(
            legal ->
                assertThat(set(setting.key() + "=" + legal)).isNotEqualTo(ConfigLoader.defaults()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyIllegalValueIsRefusedInTheWordsOfTheReferenceFile(Setting setting) {
    List<String> comments = REFERENCE.getValue(setting.key()).origin().comments();
    String range = comments.get(comments.size() - 1).replaceFirst("^ Legal: ", "");
    for (String illegal : setting.illegal()) {
      assertThatThrownBy(() -> set(setting.key() + "=" + illegal))
          .isExactlyInstanceOf(BadInputException.class)
          .message()
          .startsWith(setting.key() + " = ")
          .contains(range)
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyKeySaysItsRangeLast(Setting setting) {
    List<String> comments = REFERENCE.getValue(setting.key()).origin().comments();
    assertThat(comments).hasSizeGreaterThan(1);
    assertThat(comments.get(comments.size() - 1)).startsWith(" Legal: ");
    assertThat(Defaults.legal(setting.key())).isNotBlank();
  }

  @Test
  void theSplitThatIsMeasuredHasItsEnum() {
    assertThat(
            Stream.of("validation", "train")
                .map(on -> new EvaluateConfig(on, 1, "none", 10, "none", 16, 1)))
        .extracting(EvaluateConfig::split)
        .containsExactly(Split.VALIDATION, Split.TRAIN);
  }

  private static ConvoyConfig set(String assignment) {
    return ConfigLoader.load(new Configuration(false), List.of(), List.of(assignment));
  }

  /** What the record holds for that key, found by the names of the accessors. */
  private static Object valueOf(String key, Object config) {
    Object value = config;
    for (String name : key.split("\\.", -1)) {
      try {
        value = value.getClass().getMethod(name).invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("no accessor for " + key, e);
      }
    }
    return value;
  }
}
