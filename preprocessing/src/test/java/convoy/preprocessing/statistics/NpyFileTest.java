// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NpyFileTest {
  /** What {@code numpy.save} writes for {@code numpy.array([[1., -2.]])}: 128 bytes, then data. */
  private static final byte[] ONE_BY_TWO =
      file(
          "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }" + " ".repeat(58) + "\n",
          "000000000000f03f 00000000000000c0");

  private static final byte[] FLOATS =
      file(
          "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }" + " ".repeat(60) + "\n",
          "0000803f 000000c0 00000000");

  @Test
  void writesTheBytesThatNumPyWrites() throws IOException {
    ByteArrayOutputStream doubles = new ByteArrayOutputStream();
    NpyFile.write(doubles, new double[] {1, -2}, 1, 2);
    assertThat(doubles.toByteArray()).isEqualTo(ONE_BY_TWO);
    ByteArrayOutputStream floats = new ByteArrayOutputStream();
    NpyFile.write(floats, new float[] {1, -2, 0}, 3);
    assertThat(floats.toByteArray()).isEqualTo(FLOATS);
  }

  @Test
  void readsTheBytesThatNumPyWrites() throws IOException {
    assertThat(NpyFile.readFloat64(stream(ONE_BY_TWO), ONE_BY_TWO.length, 1, 2))
        .containsExactly(1, -2);
    assertThat(NpyFile.readFloat32(stream(FLOATS), FLOATS.length, 3)).containsExactly(1, -2, 0);
  }

  @Test
  void stretchesAreWrittenAsTheWholeIs() throws IOException {
    float[] whole = {1, 2, 3, 4, 5, 6};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, whole, 3, 2);
    ByteArrayOutputStream stretches = new ByteArrayOutputStream();
    NpyFile.write(
        stretches, List.of(new float[] {1, 2, 3, 4}, new float[] {5, 6}).iterator(), 3, 2);

    assertThat(stretches.toByteArray()).isEqualTo(out.toByteArray());
    assertThatThrownBy(() -> NpyFile.write(stretches, List.of(new float[] {1, 2}).iterator(), 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 values, not 2");
  }

  @Test
  void readsBackMoreThanOneChunkToTheLastBit() throws IOException {
    double[] doubles = new Random(1).doubles(20_000).toArray();
    doubles[7] = Double.NaN;
    doubles[8] = Double.NEGATIVE_INFINITY;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, doubles, 2, 100, 100);
    byte[] file = out.toByteArray();
    assertThat(NpyFile.readFloat64(stream(file), file.length, 2, 100, 100)).isEqualTo(doubles);
  }

  @Test
  void keepsEmptyArraysAndSingleValues() throws IOException {
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    NpyFile.write(empty, new double[0], 0, 3);
    byte[] none = empty.toByteArray();
    assertThat(NpyFile.readFloat64(stream(none), none.length, 0, 3)).isEmpty();
    ByteArrayOutputStream single = new ByteArrayOutputStream();
    NpyFile.write(single, new double[] {5});
    byte[] five = single.toByteArray();
    assertThat(NpyFile.readFloat64(stream(five), five.length)).containsExactly(5);
  }

  @Test
  void startsTheDataAtAMultipleOf64Bytes() throws IOException {
    for (int digits = 1; digits < 1_000_000_000; digits *= 10) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      NpyFile.write(out, new double[0], 0, digits);
      assertThat(out.size() % 64).isZero();
    }
  }

  @Test
  void refusesAnotherShapeOrTypeOrOrder() {
    assertThatThrownBy(() -> NpyFile.readFloat64(stream(ONE_BY_TWO), ONE_BY_TWO.length, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a NumPy array <f8 (2,) in C order is wanted, not <f8 (1, 2) in C order");
    assertThatThrownBy(() -> NpyFile.readFloat64(stream(FLOATS), FLOATS.length, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not <f4 (3,)");
    byte[] fortran =
        bytes(
            new String(ONE_BY_TWO, StandardCharsets.ISO_8859_1)
                .replace("False", "True ")
                .replace("True ,", "True, "));
    assertThatThrownBy(() -> NpyFile.readFloat64(stream(fortran), fortran.length, 1, 2))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void refusesWhatIsNotANumPyFileOrEndsEarly() {
    byte[] text = bytes("mean,deviation\n1,2\n");
    assertThatThrownBy(() -> NpyFile.readFloat64(stream(text), text.length, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("not a NumPy file of version 1.0");
    for (int length : new int[] {0, 5, 9, 50, 127, 128, 143}) {
      byte[] start = Arrays.copyOf(ONE_BY_TWO, length);
      assertThatThrownBy(() -> NpyFile.readFloat64(stream(start), ONE_BY_TWO.length, 1, 2))
          .isInstanceOf(BadInputException.class)
          .hasMessage("the NumPy file ends too early");
    }
    for (int length : new int[] {143, 145}) {
      assertThatThrownBy(() -> NpyFile.readFloat64(stream(ONE_BY_TWO), length, 1, 2))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "the NumPy file has %s bytes, not the 144 of an array of shape (1, 2)"
                  .formatted(length));
    }
    byte[] damaged = ONE_BY_TWO.clone();
    damaged[12] = '?';
    assertThatThrownBy(() -> NpyFile.readFloat64(stream(damaged), damaged.length, 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("the header of the NumPy file cannot be read");
  }

  /** 6 GB of float64 would be taken before the first was missing. */
  @Test
  void takesNoMemoryForWhatAHeaderAnnounces() {
    String shape = "(3, 16000, 16000)";
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
    byte[] announced = file(header + " ".repeat(117 - header.length()) + "\n", "00".repeat(16));

    assertThatThrownBy(
            () -> NpyFile.readFloat64(stream(announced), announced.length, 3, 16000, 16000))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 144 bytes, not the 6,144,000,128 of an array of shape " + shape);
  }

  @Test
  void refusesWhatNumPyWritesOtherwise() {
    for (String type : List.of(">f8", "|O", "<f4", "<i8", "<f8\u001b[2J")) {
      String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1, 2), }";
      byte[] other = file(header + " ".repeat(117 - header.length()) + "\n", "00".repeat(16));
      assertThatThrownBy(() -> NpyFile.readFloat64(stream(other), other.length, 1, 2))
          .as(type)
          .isInstanceOf(BadInputException.class)
          .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\u001b"));
    }
    byte[] version2 = ONE_BY_TWO.clone();
    version2[6] = 2;
    Arrays.fill(version2, 8, 12, (byte) 0xff); // a header of 4 GB
    assertThatThrownBy(() -> NpyFile.readFloat64(stream(version2), version2.length, 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("not a NumPy file of version 1.0");
  }

  @Test
  void refusesToWriteMoreOrLessThanTheShapeHolds() {
    assertThatThrownBy(() -> NpyFile.write(new ByteArrayOutputStream(), new double[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of shape (2, 3) has 6 values, not 5");
  }

  /** Magic bytes, version 1.0, 118 bytes of header, the data. */
  private static byte[] file(String header, String data) {
    String hexadecimal = "934e554d5059 0100 7600" + HexFormat.of().formatHex(bytes(header)) + data;
    return HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
