// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.BadInputException;
import convoy.training.averaging.Position;
import convoy.training.averaging.TrainingState;
import convoy.training.model.ModelSettings;
import convoy.training.replica.FlatArrays;
import convoy.training.replica.Replica;
import convoy.training.replica.UpdaterStatePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointFileTest {
  private final Replica replica = CheckpointSamples.replica();
  private final Checkpoint checkpoint = CheckpointSamples.checkpoint(replica, 3, 0.1 + 0.2);

  private static byte[] written(Checkpoint checkpoint, Replica replica) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFile.write(checkpoint, replica, out);
    return out.toByteArray();
  }

  private static Checkpoint read(byte[] file) throws IOException {
    return CheckpointFile.read(new ZipBytes.InMemory(file));
  }

  private static void assertRefused(byte[] file) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> read(file))
        .satisfies(
            refused ->
                assertThat(refused.getMessage())
                    .contains("here.zip")
                    .doesNotContain("\n")
                    .doesNotContain("null"));
  }

  @Test
  void everyFieldComesBackToTheLastBit() throws IOException {
    Checkpoint read = read(written(checkpoint, replica));

    assertThat(read.info()).isEqualTo(checkpoint.info());
    TrainingState expected = checkpoint.state();
    TrainingState state = read.state();
    assertThat(state.parameters()).isEqualTo(expected.parameters());
    assertThat(state.updaterStates())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(expected.updaterStates());
    assertThat(state.outerMomentum()).isEqualTo(expected.outerMomentum());
    assertThat(state.averages().exponential().sum())
        .isEqualTo(expected.averages().exponential().sum());
    assertThat(state.averages().exponential().weight())
        .isEqualTo(expected.averages().exponential().weight());
    assertThat(state.averages().epochEnds().sum()).isEqualTo(expected.averages().epochEnds().sum());
    assertThat(state.averages().epochEnds().count()).isEqualTo(2);
    assertThat(state.averages().lastEpochs())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(expected.averages().lastEpochs());
    assertThat(state.averages().settings()).isEqualTo(expected.averages().settings());
    assertThat(state.position()).isEqualTo(expected.position());
    assertThat(state.improvement()).isEqualTo(expected.improvement());
    assertThat(state.firstLoss()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @EnumSource(UpdaterStatePolicy.class)
  void everyPolicyOfTheUpdaterStateComesBackInMidEpoch(UpdaterStatePolicy policy)
      throws IOException {
    Position position = new Position(2, 9, 3, 40, List.of(6, 5));
    Checkpoint kept = CheckpointSamples.checkpoint(replica, policy, position, null);

    TrainingState state = read(written(kept, replica)).state();

    assertThat(state.position()).isEqualTo(position);
    assertThat(state.updaterStates())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(kept.state().updaterStates());
  }

  @Test
  void aSupportVectorMachineComesBackWithItsLoss() throws IOException {
    Replica svm = CheckpointSamples.replica(CheckpointSamples.SVM);
    byte[] file = written(CheckpointSamples.atFirstEpoch(CheckpointSamples.SVM, svm), svm);

    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file));

    assertThat(read(file).info().model()).isEqualTo(CheckpointSamples.SVM);
    assertThat(graph.getConfiguration().toJson())
        .isEqualTo(svm.graph().getConfiguration().toJson())
        .contains("MulticlassHinge");
    INDArray[] images = {Nd4j.rand(DataType.FLOAT, 2, 3, 8, 8)};
    INDArray[] labels = {Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}})};
    svm.graph().fit(images, labels);
    graph.fit(images, labels);
    assertThat(graph.score()).isEqualTo(svm.graph().score()).isPositive();
    assertThat(graph.params()).isEqualTo(svm.graph().params());
  }

  @Test
  void aNormalizedNetworkComesBackWithItsRunningStatistics() throws IOException {
    Replica normalized = CheckpointSamples.replica(CheckpointSamples.NORMALIZED);
    normalized
        .graph()
        .fit(
            new INDArray[] {Nd4j.rand(DataType.FLOAT, 2, 3, 8, 8)},
            new INDArray[] {Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}})});
    Checkpoint trained = CheckpointSamples.atFirstEpoch(CheckpointSamples.NORMALIZED, normalized);

    Checkpoint read = read(written(trained, normalized));

    assertThat(read.info()).isEqualTo(trained.info());
    assertThat(read.info().model().batchNorm()).isTrue();
    assertThat(read.state().parameters()).isEqualTo(trained.state().parameters());
    assertThat(read.state().updaterStates().get(0))
        .isEqualTo(trained.state().updaterStates().get(0))
        .hasSizeLessThan(read.state().parameters().length);
  }

  /** Written before there was batch normalization. */
  @Test
  void aModelThatDoesNotSayWhetherItNormalizesDoesNot() throws IOException {
    ObjectMapper json = new ObjectMapper();
    String model = json.writeValueAsString(CheckpointSamples.MODEL);
    assertThat(model).contains(",\"batchNorm\":false");

    assertThat(json.readValue(model.replace(",\"batchNorm\":false", ""), ModelSettings.class))
        .isEqualTo(CheckpointSamples.MODEL);
  }

  @Test
  void aRunWithoutValidationSplitComesBackToo() throws IOException {
    Checkpoint unmeasured = CheckpointSamples.checkpoint(replica, 3, null);

    assertThat(read(written(unmeasured, replica)).info().validationAccuracy()).isNull();
  }

  @Test
  void deeplearning4jReadsItWithTheSameOutput() throws IOException {
    INDArray images = Nd4j.rand(DataType.FLOAT, 5, 3, 8, 8);
    byte[] file = written(checkpoint, replica);

    ComputationGraph restored =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file), true);

    replica.load(checkpoint.state().parameters());
    assertThat(restored.outputSingle(false, images).dup('c').data().asFloat())
        .isEqualTo(replica.graph().outputSingle(false, images).dup('c').data().asFloat());
    assertThat(restored.getConfiguration().getIterationCount()).isEqualTo(51);
  }

  /** Convoy's reader is not Deeplearning4j's, and its numbers are the same. */
  @ParameterizedTest
  @CsvSource({"convnet, false", "convnet, true", "two-layer, false", "softmax, false"})
  void deeplearning4jReadsTheSameBits(String name, boolean batchNorm) throws IOException {
    ModelSettings model =
        new ModelSettings(
            name,
            16,
            name.equals("softmax") ? 0 : 0.5,
            0,
            batchNorm,
            CheckpointSamples.SHAPE,
            CheckpointSamples.MODEL.classNames());
    Replica trained = CheckpointSamples.replica(model);
    trained
        .graph()
        .fit(
            new INDArray[] {Nd4j.rand(DataType.FLOAT, 2, 3, 8, 8)},
            new INDArray[] {Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}})});
    byte[] file = written(CheckpointSamples.atFirstEpoch(model, trained), trained);

    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file), true);
    Checkpoint read = read(file);

    assertThat(read.state().parameters())
        .isEqualTo(FlatArrays.copy(graph.params()))
        .isEqualTo(trained.parameters());
    assertThat(read.state().updaterStates().get(0))
        .isEqualTo(FlatArrays.copy(graph.getUpdater().getStateViewArray()))
        .isEqualTo(trained.updaterState());
    ByteArrayOutputStream own = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, own, true);
    ZipBytes zip = ZipBytes.of(file);
    ZipBytes anew = ZipBytes.of(own.toByteArray());
    for (String entry : List.of(ModelSerializer.COEFFICIENTS_BIN, ModelSerializer.UPDATER_BIN)) {
      assertThat(anew.get(entry)).isEqualTo(zip.get(entry));
    }
  }

  @Test
  void theSameCheckpointIsTheSameFileWheneverAndWhereverItIsWritten() throws IOException {
    byte[] file = written(checkpoint, replica);
    Replica trained = CheckpointSamples.replica();
    trained
        .graph()
        .fit(
            new INDArray[] {Nd4j.rand(DataType.FLOAT, 2, 3, 8, 8)},
            new INDArray[] {Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}})});
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(written(checkpoint, trained)).isEqualTo(file);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 0.999999})
  void aFileThatWasCutShortIsRefused(double kept) throws IOException {
    byte[] file = written(checkpoint, replica);

    assertRefused(Arrays.copyOf(file, (int) (kept * file.length)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 0.9})
  void aFileWithABadByteIsRefused(double place) throws IOException {
    byte[] file = written(checkpoint, replica);
    file[(int) (place * file.length)] ^= 0x40;

    assertRefused(file);
  }

  /**
   * The first byte is no UTF-8, for which Java's zip reader has an error of its own. Without its
   * updater's state a network would train on from zeros, and nobody would know.
   */
  @ParameterizedTest
  @CsvSource({"coefficients.bin, 255", "coefficients.bin, 120", "updaterState.bin, 116"})
  void aFileWithABadNameInItIsRefused(String name, int bad) throws IOException {
    byte[] file = written(checkpoint, replica);
    file[new String(file, StandardCharsets.ISO_8859_1).indexOf(name)] = (byte) bad;

    assertRefused(file);
  }

  @Test
  void deeplearning4jsOwnFileIsRefused() throws IOException {
    ByteArrayOutputStream foreign = new ByteArrayOutputStream();
    ModelSerializer.writeModel(replica.graph(), foreign, true);

    assertRefused(foreign.toByteArray());
  }

  @Test
  void anotherZipIsRefused() throws IOException {
    ByteArrayOutputStream foreign = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(foreign)) {
      zip.putNextEntry(new ZipEntry("holiday.txt"));
    }

    assertRefused(foreign.toByteArray());
  }

  @Test
  void aLaterVersionIsRefusedByItsNumber() throws IOException {
    CheckpointInfo info = checkpoint.info();
    CheckpointInfo later =
        new CheckpointInfo(
            CheckpointInfo.VERSION + 1,
            info.model(),
            info.preprocess(),
            info.data(),
            info.seed(),
            info.updaterState(),
            info.averages(),
            info.progress(),
            info.validationAccuracy());
    byte[] file = written(new Checkpoint(later, checkpoint.state()), replica);

    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> read(file))
        .withMessageContaining("version 3; this Convoy reads version 2");
  }
}
