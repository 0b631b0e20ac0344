// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import convoy.training.replica.Replica;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody has changed with care: their checksums are right. */
class HostileCheckpointTest {
  private static final String COEFFICIENTS = ModelSerializer.COEFFICIENTS_BIN;
  private static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
  private static final String INFO = CheckpointLayout.INFO;

  private static byte[] file;

  @BeforeAll
  static void write() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Replica replica = CheckpointSamples.replica()) {
      CheckpointFile.write(CheckpointSamples.checkpoint(replica, 3, 0.5), replica, out);
    }
    file = out.toByteArray();
  }

  private static Checkpoint read(byte[] file) throws IOException {
    return CheckpointFile.read(new ZipBytes.InMemory(file));
  }

  private static void assertDamaged(byte[] file, String why) {
    assertThatExceptionOfType(DamagedCheckpointException.class)
        .isThrownBy(() -> read(file))
        .satisfies(
            refused ->
                assertThat(refused.getMessage())
                    .startsWith("checkpoint here.zip is damaged (")
                    .contains(why)
                    .doesNotContain("\n"));
  }

  @Test
  void aFileThatWasPutTogetherAgainIsWhole() throws IOException {
    assertThat(read(ZipBytes.of(file).bytes()).state().parameters())
        .isEqualTo(read(file).state().parameters());
  }

  /**
   * The header is six numbers of the shape, from byte 32 on, and the values' buffer behind them.
   */
  @ParameterizedTest
  @CsvSource({
    "32, 2", // rank
    "40, 1099511627776", // length
    "40, -1",
    "48, 9007199254740993", // stride
    "56, 16384", // float64
    "64, 0", // element stride
    "72, 102", // Fortran order
    "98, 1099511627776", // length of the values' buffer
    "98, 0"
  })
  void anArrayWithAnotherHeaderIsDamaged(int place, long number) {
    for (String name : new String[] {COEFFICIENTS, ModelSerializer.UPDATER_BIN}) {
      ZipBytes zip = ZipBytes.of(file);
      ByteBuffer array = ByteBuffer.wrap(zip.get(name));
      assertThat(array.getLong(place)).isNotEqualTo(number);
      array.putLong(place, number);

      assertDamaged(zip.bytes(), name + " is no vector of");
    }
  }

  @Test
  void anArrayThatIsTooShortOrTooLongForTheNetworkIsDamaged() {
    byte[] array = ZipBytes.of(file).get(COEFFICIENTS);
    for (int length : new int[] {0, 113, array.length - 4, array.length + 4}) {
      assertDamaged(
          ZipBytes.of(file).with(COEFFICIENTS, Arrays.copyOf(array, length)).bytes(),
          "coefficients.bin has %s bytes, not %s".formatted(length, array.length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exponential-average.f64", "epoch-end-0001.f32", "outer-momentum.f32"})
  void aVectorOfAnotherLengthIsDamaged(String name) {
    String full = CheckpointLayout.FOLDER + name;
    byte[] vector = ZipBytes.of(file).get(full);

    assertDamaged(
        ZipBytes.of(file).with(full, Arrays.copyOf(vector, vector.length - 4)).bytes(),
        full + " has " + (vector.length - 4) + " bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"hidden\":16 | \"hidden\":2147483647 | hidden = 2147483647 is out of range: 1 to 65536",
        "\"hidden\":16 | \"hidden\":65536 | coefficients.bin has",
        "\"hidden\":16 | \"hidden\":16.5 | hidden",
        "\"hidden\":16 | \"hidden\":null | hidden",
        "\"hidden\":16, | '' | hidden",
        "\"hidden\":16 | \"hidden\":99999999999 | hidden",
        "\"name\":\"convnet\" | \"name\":\"resnet\" | its model",
        "\"name\":\"convnet\" | \"name\":null | name",
        "\"channels\":3 | \"channels\":300000 | coefficients.bin has",
        "\"height\":8 | \"height\":1073741824 | more values than an array holds",
        "\"height\":8 | \"height\":0 | at least one",
        "\"dropout\":0.5 | \"dropout\":\"NaN\" | dropout = NaN",
        "\"classNames\":[\"cat\", | \"classNames\":[null, | classNames",
        "\"batchNorm\":false | \"batchNorm\":true | coefficients.bin has",
        "\"lastEpochs\":2 | \"lastEpochs\":2147483647 | too few entries",
        "\"lastEpochs\":2 | \"lastEpochs\":-1 | no progress",
        "\"ownUpdaterStates\":0 | \"ownUpdaterStates\":2 | updater states of 2 workers",
        "\"steps\":[0,0] | \"steps\":[] | no position",
        "\"globalStep\":51 | \"globalStep\":4294967296 | no position",
        "\"decay\":0.99 | \"decay\":1 | no running averages",
        "\"updaterState\":\"AVERAGE\" | \"updaterState\":\"ALWAYS\" | updaterState",
        "\"updaterState\":\"AVERAGE\" | \"updaterState\":0 | updaterState",
        "\"validationAccuracy\":0.5 | \"validationAccuracy\":5 | validationAccuracy is 5",
        "\"version\":2 | \"version\":null | no version"
      })
  void settingsAndProgressThatAreNotLegalAreDamage(String from, String to, String why) {
    assertDamaged(ZipBytes.of(file).replacing(INFO, from, to).bytes(), why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "3", "\"text\"", "{", "{}"})
  void jsonOfSomethingElseIsDamage(String json) {
    for (String name : new String[] {INFO, CONFIGURATION}) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertDamaged(ZipBytes.of(file).with(name, bytes).bytes(), name);
    }
  }

  @Test
  void jsonThatIsNestedDeeplyIsDamage() {
    byte[] nested = "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
    for (String name : new String[] {INFO, CONFIGURATION}) {
      assertDamaged(ZipBytes.of(file).with(name, nested).bytes(), name + " is no JSON");
    }
  }

  /** Deeplearning4j's reader would run it. */
  static final class Initialized {
    static {
      System.setProperty("convoy.test.initialized", "true");
    }
  }

  @Test
  void noClassIsLoadedThatANetworkNames() {
    String layer = "org.deeplearning4j.nn.conf.layers.ConvolutionLayer";
    String hostile = HostileCheckpointTest.class.getName() + "$Initialized";

    assertDamaged(
        ZipBytes.of(file).replacing(CONFIGURATION, layer, hostile).bytes(),
        "configuration.json has a layer of an unknown class");
    assertThat(System.getProperty("convoy.test.initialized")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"\"nout\" : 64,\"nout\" : 65", "\"conv3\",\"conv5\""})
  void aNetworkOfOtherLayersIsDamage(String from, String to) {
    assertDamaged(
        ZipBytes.of(file).replacing(CONFIGURATION, from, to).bytes(),
        "configuration.json has the layers of another network");
  }

  /** Deeplearning4j deserializes Java objects from the first two. */
  @ParameterizedTest
  @ValueSource(
      strings = {"preprocessor.bin", "normalizer.bin", "/etc/passwd", "../x", "convoy/x", ""})
  void anEntryThatConvoyDoesNotWriteIsDamage(String name) {
    assertDamaged(ZipBytes.of(file).with(name, new byte[9]).bytes(), "an entry of unknown name");
  }

  @Test
  void anEntryThatIsMissingIsDamage() {
    for (String name : new String[] {COEFFICIENTS, ModelSerializer.UPDATER_BIN, INFO}) {
      assertThatExceptionOfType(DamagedCheckpointException.class)
          .isThrownBy(() -> read(ZipBytes.of(file).without(name).bytes()));
    }
  }

  /** Names of the same length, so that they can be changed in place, in header and directory. */
  @Test
  void twoEntriesOfOneNameAreDamage() {
    byte[] other = "convoy/epoch-end-0000.f32".getBytes(StandardCharsets.US_ASCII);
    byte[] twice = file.clone();
    int record = ZipBytes.directoryRecord(file, "convoy/epoch-end-0001.f32");
    int header = ZipBytes.littleEndian(file).getInt(record + 42);
    System.arraycopy(other, 0, twice, record + 46, other.length);
    System.arraycopy(other, 0, twice, header + 30, other.length);

    assertDamaged(twice, "two entries of the same name");
  }

  /** Readers that go by the headers, and those that go by the directory, would see two files. */
  @Test
  void aDirectoryThatDisagreesWithTheEntriesIsDamage() {
    Map<Integer, Integer> places = new TreeMap<>(Map.of(8, 2, 16, 4, 20, 4, 24, 4, 42, 4, 46, 1));
    int record = ZipBytes.directoryRecord(file, COEFFICIENTS);
    places.forEach(
        (place, length) -> {
          byte[] changed = file.clone();
          changed[record + place] ^= 1;
          assertThatExceptionOfType(DamagedCheckpointException.class)
              .as("byte %d of the record", place)
              .isThrownBy(() -> read(changed));
        });
    int header = ZipBytes.littleEndian(file).getInt(record + 42);
    for (int place : new int[] {0, 6, 8, 14, 18, 22, 26, 28, 30}) {
      byte[] changed = file.clone();
      changed[header + place] ^= 1;
      assertThatExceptionOfType(DamagedCheckpointException.class)
          .as("byte %d of the header", place)
          .isThrownBy(() -> read(changed));
    }
  }

  @Test
  void anEncryptedEntryIsDamage() {
    byte[] encrypted = file.clone();
    int record = ZipBytes.directoryRecord(file, COEFFICIENTS);
    encrypted[record + 8] |= 1;
    encrypted[ZipBytes.littleEndian(file).getInt(record + 42) + 6] |= 1;

    assertDamaged(encrypted, "an entry is encrypted or has unknown flags");
  }

  @Test
  void entriesThatOverlapAreDamage() {
    byte[] overlapping = file.clone();
    int first = ZipBytes.directoryRecord(file, COEFFICIENTS);
    int second = ZipBytes.directoryRecord(file, ModelSerializer.UPDATER_BIN);
    ZipBytes.littleEndian(overlapping)
        .putInt(second + 42, ZipBytes.littleEndian(file).getInt(first + 42));

    assertDamaged(overlapping, "the entries of the zip overlap or leave gaps");
  }

  @Test
  void bytesThatBelongToNoEntryAreDamage() {
    byte[] before = new byte[file.length + 5];
    System.arraycopy(file, 0, before, 5, file.length);
    assertDamaged(before, "directory of the zip");
    assertDamaged(Arrays.copyOf(file, file.length + 5), "it does not end as a zip does");
  }

  /** Three gigabytes of zeros in three megabytes, which no entry of this network may be. */
  @Test
  void aBombIsDamageBeforeItIsInflated() throws IOException {
    byte[] zeros = new byte[1 << 20];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ZipBytes whole = ZipBytes.of(file);
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {CONFIGURATION, INFO}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(whole.get(name));
      }
      zip.putNextEntry(new ZipEntry(COEFFICIENTS));
      for (int megabyte = 0; megabyte < 32; megabyte++) {
        zip.write(zeros);
      }
    }
    byte[] bomb = bytes.toByteArray();
    int record = ZipBytes.directoryRecord(bomb, COEFFICIENTS);

    assertDamaged(bomb, "an entry of unknown name, or too few entries");
    ZipBytes.littleEndian(bomb).putInt(record + 24, 0xC000_0000);
    assertDamaged(bomb, "the entries of the zip overlap or leave gaps");
  }
}
