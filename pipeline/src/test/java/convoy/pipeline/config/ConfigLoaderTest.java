// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @Test
  void aFileOverridesTheDefaultsKeyByKeyAndAnAssignmentOverridesTheFile() throws IOException {
    String file = file("a.conf", "convoy { train { epochs = 7, batch = 32 }, seed = 9 }");

    ConvoyConfig config = load(List.of(file), "train.batch=16");

    assertThat(config.train().batch()).isEqualTo(16);
    assertThat(config.train().epochs()).isEqualTo(7);
    assertThat(config.seed()).isEqualTo(9);
    assertThat(config.train().averageEvery()).isEqualTo(16);
    assertThat(config.model()).isEqualTo(ConfigLoader.defaults().model());
  }

  @Test
  void ofSeveralFilesAndAssignmentsTheLaterWins() throws IOException {
    String first = file("first.conf", "convoy.train { epochs = 7, batch = 7 }");
    String second = file("second.conf", "convoy.train.epochs = 8");

    ConvoyConfig config = load(List.of(first, second), "evaluate.batch=1", "evaluate.batch=2");

    assertThat(config.train().epochs()).isEqualTo(8);
    assertThat(config.train().batch()).isEqualTo(7);
    assertThat(config.evaluate().batch()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.epochs=3",
        "convoy.train.epochs=3",
        " train.epochs = 3 ",
        "train.epochs=3.0",
        "train.epochs=3e0"
      })
  void anAssignmentIsTakenWithAndWithoutTheRoot(String assignment) {
    assertThat(load(List.of(), assignment).train().epochs()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar10:/data/cifar-10-batches-bin",
        "cifar10:s3a://bucket/cifar//x#y",
        "synthetic:train=12000,test=2000,seed=1",
        "a ${b} \"c\" \\d"
      })
  void theValueOfAnAssignmentIsTakenAsItIs(String value) {
    assertThat(load(List.of(), "source=" + value).source()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
"cosine"                    | cosine
"cosine epochs=2"           | cosine epochs=2
 "cosine"                   | cosine
"\\u0063osine"              | cosine
\"""cosine\"""              | cosine
"cos"ine                    | cosine
cosine                      | cosine
cosine epochs=2             | cosine epochs=2
""")
  void aValueInQuotesIsReadAsInAFile(String value, String schedule) {
    assertThat(load(List.of(), "train.learningRate.schedule=" + value).train().learningRate())
        .extracting(LearningRateConfig::schedule)
        .isEqualTo(schedule);
  }

  @Test
  void numbersAndTruthsInQuotesAreReadAsInAFileToo() {
    ConvoyConfig config = load(List.of(), "train.epochs=\"3\"", "model.batchNorm=\"true\"");

    assertThat(config.train().epochs()).isEqualTo(3);
    assertThat(config.model().batchNorm()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"cosine", "\"", "\"a\", b = 1", "\"a\"\nseed = 2", "\"${x}\"${convoy.seed}"})
  void whatIsNotOneStringInQuotesIsRefused(String value) {
    assertThatThrownBy(() -> load(List.of(), "train.learningRate.schedule=" + value))
        .isExactlyInstanceOf(BadInputException.class)
        .message()
        .startsWith("--set train.learningRate.schedule=")
        .contains("is not one string in quotes; leave the quotes out, or close them")
        .hasLineCount(1);
  }

  @Test
  void jsonAndQuotedNumbersAreHoconToo() {
    String json = "{\"convoy\": {\"train\": {\"epochs\": \"3\", \"momentum\": \"0.5\"}}}";

    TrainConfig train = ConfigLoader.parse(json, "a.json").train();

    assertThat(train.epochs()).isEqualTo(3);
    assertThat(train.momentum()).isEqualTo(0.5);
  }

  @Test
  void anEmptyFileLeavesTheDefaults() throws IOException {
    assertThat(load(List.of(file("empty.conf", "")))).isEqualTo(ConfigLoader.defaults());
  }

  @Test
  void aReferenceGetsTheValueThatTheOtherKeyHasInTheEnd() throws IOException {
    String file = file("a.conf", "convoy.evaluate.batch = ${convoy.train.batch}");

    assertThat(load(List.of(file)).evaluate().batch()).isEqualTo(32);
    assertThat(load(List.of(file), "train.batch=8").evaluate().batch()).isEqualTo(8);
  }

  @Test
  void aFileIsReadThroughHadoopByItsUri() throws IOException {
    String plain = file("a.conf", "convoy.seed = 5");
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.elsewhere.impl", Elsewhere.class, Elsewhere.class);

    assertThat(load(List.of(Path.of(plain).toUri().toString())).seed()).isEqualTo(5);
    assertThat(ConfigLoader.load(hadoop, List.of("elsewhere://" + plain), List.of()).seed())
        .isEqualTo(5);
  }

  @Test
  void systemPropertiesOverrideNothing() {
    System.setProperty("convoy.train.epochs", "99");
    System.setProperty("config.override_with_env_vars", "true");
    ConfigFactory.invalidateCaches();
    try {
      assertThat(ConfigFactory.load().getInt("convoy.train.epochs"))
          .as("the library itself would have taken it")
          .isEqualTo(99);
      assertThat(ConfigLoader.defaults().train().epochs()).isEqualTo(6);
      assertThat(load(List.of(), "seed=2").train().epochs()).isEqualTo(6);
    } finally {
      System.clearProperty("convoy.train.epochs");
      System.clearProperty("config.override_with_env_vars");
      ConfigFactory.invalidateCaches();
    }
  }

  @Test
  void environmentVariablesAreNoValues() {
    assertThat(System.getenv()).containsKey("PATH");
    assertRefused("convoy.source = ${PATH}", "a.conf: 1", "${PATH}", "no environment variable");
    assertThat(ConfigLoader.parse("convoy.source = ${?PATH}", "a.conf"))
        .isEqualTo(ConfigLoader.defaults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
train.epochs=many      | train.epochs = many (--set) is not a whole number from 1 to 100000 (passes over the training split)
train.epochs=2.5       | train.epochs = 2.5 (--set) is not a whole number from 1 to 100000 (passes over the training split)
train.epochs=          | train.epochs = "" (--set) is not a whole number from 1 to 100000 (passes over the training split)
train.epochs=1e999999  | train.epochs = 1e999999 (--set) is not a whole number from 1 to 100000 (passes over the training split)
train.batch=0          | train.batch = 0 is out of range: a whole number from 1 to 65536 (examples a local step)
train.momentum=NaN     | train.momentum = NaN is out of range: a number from 0 to below 1 (share of the last step's velocity)
train.momentum=0x1p-1  | train.momentum = 0x1p-1 (--set) is not a number from 0 to below 1 (share of the last step's velocity)
train.members=0        | train.members = 0 is out of range: a whole number from 1 to 1000 (trainings)
train.distil=softend   | train.distil = softend is unknown: one of none, softened; the nearest is softened
model.name=convnt      | model.name = convnt is unknown: one of softmax, svm, two-layer, convnet; the nearest is convnet
preprocess=zac         | preprocess = zac: 'zac' is unknown: one of unit, mean-image, channel, centre, scale, pca, pca-whiten, zca; the nearest is zca
evaluate.on=test       | evaluate.on = test is unknown: one of validation, train; the nearest is train
train.epoch=3          | unknown key train.epoch (--set); the nearest known is train.epochs
convoy.train.epoch=3   | unknown key train.epoch (--set); the nearest known is train.epochs
epochs=3               | unknown key epochs (--set); the nearest known is train.epochs
learningRate.intial=1  | unknown key learningRate.intial (--set); the nearest known is train.learningRate.initial
train.learningrate=1   | unknown key train.learningrate (--set); the nearest known is train.learningRate { initial, schedule, warmUp, scaleByWorkers, plateau }
train.epochs.x=1       | unknown key train.epochs.x (--set); the nearest known is train.epochs
"train.epochs"=1       | unknown key "train.epochs" (--set); the nearest known is train.epochs
shard=1                | shard (--set) is a group of keys, not a key: shard { validation, stratified, count, maxRejected, dropLeaks, resizeShorter, quality }
convoy=1               | convoy (--set) is a group of keys, not a key: convoy { seed, source, shard, imageSize, statistics, preprocess, model, train, evaluate }
convoy.=1              | convoy (--set) is a group of keys, not a key: convoy { seed, source, shard, imageSize, statistics, preprocess, model, train, evaluate }
train.epochs           | --set train.epochs is not of the form key=value, for example train.epochs=3
` =3 `                 | --set =3 is not of the form key=value, for example train.epochs=3
``                     | --set "" is not of the form key=value, for example train.epochs=3
""")
  void aWrongAssignmentIsRefusedInOneLine(String assignment, String message) {
    assertThatThrownBy(() -> load(List.of(), assignment))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessage(message);
  }

  @Test
  void aLineBreakInAValueOrAKeyStaysInOneLine() {
    for (String assignment : List.of("source=a\nb", "train.epochs=a\nb", "a\nb=1", "a\nb")) {
      assertThatThrownBy(() -> load(List.of(), assignment))
          .isExactlyInstanceOf(BadInputException.class)
          .message()
          .contains("a\\nb")
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
convoy.train.epoch = 3                        | unknown key train.epoch (a.conf: 1); the nearest known is train.epochs
convoy { trian { epochs = 3 } }               | unknown key trian.epochs (a.conf: 1); the nearest known is train.epochs
convoy { trian {} }                           | unknown key trian (a.conf: 1); the nearest known is train { epochs, augment, batch, workers, allowCpuFallback, trainer, averageEvery, synchronize, outer, updaterState, momentum, clip, divergedAt, learningRate, runningAverage, validate, checkpoint, report, monitor, stop, keepCheckpoints, snapshots, members, distil }
convoy { "train.epochs" = 3 }                 | unknown key "train.epochs" (a.conf: 1); the nearest known is train.epochs
train.epochs = 3                              | key train.epochs (a.conf: 1) is outside convoy { ... }, where a file holds its keys; the nearest known is train.epochs
convy { train { epochs = 3 } }                | key convy.train.epochs (a.conf: 1) is outside convoy { ... }, where a file holds its keys; the nearest known is train.epochs
convoy.train = 3                              | train = 3 (a.conf: 1) is not a group of keys: train { epochs, augment, batch, workers, allowCpuFallback, trainer, averageEvery, synchronize, outer, updaterState, momentum, clip, divergedAt, learningRate, runningAverage, validate, checkpoint, report, monitor, stop, keepCheckpoints, snapshots, members, distil }
convoy.shard = null                           | shard = null (a.conf: 1) is not a group of keys: shard { validation, stratified, count, maxRejected, dropLeaks, resizeShorter, quality }
convoy = 3                                    | convoy = 3 (a.conf: 1) is not a group of keys: convoy { seed, source, shard, imageSize, statistics, preprocess, model, train, evaluate }
convoy.train.epochs = many                    | train.epochs = many (a.conf: 1) is not a whole number from 1 to 100000 (passes over the training split)
convoy.train.epochs = null                    | train.epochs = null (a.conf: 1) is not a whole number from 1 to 100000 (passes over the training split)
convoy.train.epochs = true                    | train.epochs = true (a.conf: 1) is not a whole number from 1 to 100000 (passes over the training split)
convoy.train.epochs = [1, 2]                  | train.epochs = [1,2] (a.conf: 1) is not a whole number from 1 to 100000 (passes over the training split)
convoy.train.epochs = { x = 1 }               | train.epochs = {"x":1} (a.conf: 1) is not a whole number from 1 to 100000 (passes over the training split)
convoy.train.epochs = 3000000000              | train.epochs = 3000000000 (a.conf: 1) is not a whole number from 1 to 100000 (passes over the training split)
convoy.source = [a]                           | source = ["a"] (a.conf: 1) is not one line of text that is not blank (kind, or kind:details)
convoy.train.batch = 0                        | train.batch = 0 is out of range: a whole number from 1 to 65536 (examples a local step)
convoy.train { epochs = 3, learningRate { schedule = cosine, warmUp = 3 } } | train.learningRate.warmUp = 3.0 leaves none of train.epochs = 3 to train.learningRate.schedule = cosine
convoy.model.l2 = 1e999                       | model.l2 = Infinity is out of range: a number from 0 to 100 (loss a squared weight)
convoy.model { name = softmax, batchNorm = true } | model.batchNorm = true normalizes what convolutions give, and model.name = softmax has none; take --model convnet, or model.batchNorm = false
include "other.conf"                          | a.conf includes other.conf: a configuration file cannot include another; put all settings into one, or give some by --set
include file("/other.conf")                   | a.conf includes /other.conf: a configuration file cannot include another; put all settings into one, or give some by --set
include classpath("o.conf")                   | a.conf includes o.conf: a configuration file cannot include another; put all settings into one, or give some by --set
include url("http://o/o.conf")                | a.conf includes http://o/o.conf: a configuration file cannot include another; put all settings into one, or give some by --set
""")
  void aWrongFileIsRefusedInOneLine(String text, String message) {
    assertThatThrownBy(() -> ConfigLoader.parse(text, "a.conf"))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessage(message);
  }

  @Test
  void anErrorNamesTheFileThatItIsIn() throws IOException {
    String good = file("good.conf", "convoy.seed = 2");
    String bad = file("bad.conf", "convoy {\n  seed = 3\n  sed = 4\n}");

    assertThatThrownBy(() -> load(List.of(good, bad), "seed=5"))
        .hasMessage("unknown key sed (%s: 3); the nearest known is seed".formatted(bad));
  }

  @Test
  void anAssignmentDoesNotHideAGroupThatAFileMadeAValue() throws IOException {
    String bad = file("bad.conf", "convoy.train = 3");

    assertThatThrownBy(() -> load(List.of(bad), "train.epochs=5"))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageStartingWith("train = 3 (%s: 1) is not a group".formatted(bad));
  }

  @Test
  void whatIsNotHoconIsRefusedWithItsFileAndLine() {
    assertRefused("convoy {\n  seed = 1\n  train {", "a.conf: 3");
    assertRefused("convoy {\n  seed : = 1 }", "a.conf: 2");
    assertRefused("convoy.source = \"open\n", "a.conf: 1");
    assertThatThrownBy(() -> ConfigLoader.parse("convoy.source = cifar10:/data", "a.conf"))
        .hasMessage(
            "not a configuration file: a.conf: 1: Expecting end of input or a comma, got ':' (if"
                + " you intended ':' to be part of a key or string value, try enclosing the key or"
                + " value in double quotes)");
    assertRefused("[1, 2]", "a.conf");
    assertRefused("convoy.seed = ${convoy.train.batch", "a.conf: 1");
    assertRefused("convoy {} }", "a.conf: 1");
  }

  @Test
  void aFileThatCannotBeReadIsRefusedInOneLine() throws IOException {
    String missing = folder.resolve("missing.conf").toString();

    assertThatThrownBy(() -> load(List.of(missing)))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessage("--config %s: there is no such file".formatted(missing));
    assertThatThrownBy(() -> load(List.of(folder.toString())))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessage("--config %s is a folder, not a file".formatted(folder));
    for (String unreadable : List.of("nosuch://host/a.conf", "", "a:b")) {
      assertThatThrownBy(() -> load(List.of(unreadable)))
          .isExactlyInstanceOf(BadInputException.class)
          .message()
          .startsWith("--config %s cannot be read: ".formatted(unreadable))
          .hasLineCount(1);
    }
  }

  private static void assertRefused(String text, String... parts) {
    assertThatThrownBy(() -> ConfigLoader.parse(text, "a.conf"))
        .isExactlyInstanceOf(BadInputException.class)
        .message()
        .contains(parts)
        .hasLineCount(1);
  }

  private static ConvoyConfig load(List<String> files, String... assignments) {
    return ConfigLoader.load(HADOOP, files, List.of(assignments));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** Local files under a scheme that only Hadoop knows. */
  public static final class Elsewhere extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("elsewhere:///");
    }
  }
}
