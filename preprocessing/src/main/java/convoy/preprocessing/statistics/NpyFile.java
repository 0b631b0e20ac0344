// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes and reads NumPy's {@code .npy} files, version 1.0, of float64 and float32 arrays: little
 * endian, C order (the last index runs fastest). The format is that of {@code numpy.lib.format}.
 * The streams are not closed.
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final String FLOAT64 = "<f8";
  private static final String FLOAT32 = "<f4";
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 1 << 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(?<type>[!-&(-~]*)', 'fortran_order': (?<fortran>True|False),"
              + " 'shape': \\((?<shape>[0-9, ]*)\\), \\} *\n");

  private NpyFile() {}

  /**
   * Writes a float64 array.
   *
   * @param values in C order, as many as the product of the shape (1 for the empty shape)
   */
  public static void write(OutputStream out, double[] values, int... shape) throws IOException {
    out.write(header(FLOAT64, shape, values.length));
    byte[] bytes = new byte[CHUNK];
    DoubleBuffer chunk = littleEndian(bytes).asDoubleBuffer();
    for (int begin = 0; begin < values.length; begin += chunk.capacity()) {
      int length = Math.min(chunk.capacity(), values.length - begin);
      chunk.put(0, values, begin, length);
      out.write(bytes, 0, length * Double.BYTES);
    }
  }

  /**
   * Writes a float32 array.
   *
   * @param values in C order, as many as the product of the shape (1 for the empty shape)
   */
  public static void write(OutputStream out, float[] values, int... shape) throws IOException {
    out.write(header(FLOAT32, shape, values.length));
    writeValues(out, values);
  }

  /**
   * Writes a float32 array that comes in stretches, one of which is in memory at a time.
   *
   * @param stretches of the values in C order, together as many as the product of the shape
   * @throws IllegalArgumentException if they are more or less; something has been written then
   */
  public static void write(OutputStream out, Iterator<float[]> stretches, int... shape)
      throws IOException {
    int all = size(shape);
    out.write(header(FLOAT32, shape, all));
    long written = 0;
    while (stretches.hasNext()) {
      float[] values = stretches.next();
      writeValues(out, values);
      written += values.length;
    }
    if (written != all) {
      throw new IllegalArgumentException(
          "an array of shape %s has %s values, not %s".formatted(tuple(shape), all, written));
    }
  }

  private static void writeValues(OutputStream out, float[] values) throws IOException {
    byte[] bytes = new byte[CHUNK];
    FloatBuffer chunk = littleEndian(bytes).asFloatBuffer();
    for (int begin = 0; begin < values.length; begin += chunk.capacity()) {
      int length = Math.min(chunk.capacity(), values.length - begin);
      chunk.put(0, values, begin, length);
      out.write(bytes, 0, length * Float.BYTES);
    }
  }

  /**
   * Reads a float64 array, the only one of its stream. No memory is taken before the bytes are
   * known to be there.
   *
   * @param length bytes of the stream
   * @param shape what the array must have
   * @throws BadInputException if the stream holds something else, less or more
   */
  public static double[] readFloat64(InputStream in, long length, int... shape) throws IOException {
    readHeader(in, FLOAT64, length, shape);
    double[] values = new double[size(shape)];
    byte[] bytes = new byte[CHUNK];
    DoubleBuffer chunk = littleEndian(bytes).asDoubleBuffer();
    for (int begin = 0; begin < values.length; begin += chunk.capacity()) {
      int count = Math.min(chunk.capacity(), values.length - begin);
      readFully(in, bytes, count * Double.BYTES);
      chunk.get(0, values, begin, count);
    }
    return values;
  }

  /**
   * Reads a float32 array, the only one of its stream. No memory is taken before the bytes are
   * known to be there.
   *
   * @param length bytes of the stream
   * @param shape what the array must have
   * @throws BadInputException if the stream holds something else, less or more
   */
  public static float[] readFloat32(InputStream in, long length, int... shape) throws IOException {
    readHeader(in, FLOAT32, length, shape);
    float[] values = new float[size(shape)];
    byte[] bytes = new byte[CHUNK];
    FloatBuffer chunk = littleEndian(bytes).asFloatBuffer();
    for (int begin = 0; begin < values.length; begin += chunk.capacity()) {
      int count = Math.min(chunk.capacity(), values.length - begin);
      readFully(in, bytes, count * Float.BYTES);
      chunk.get(0, values, begin, count);
    }
    return values;
  }

  private static byte[] header(String type, int[] shape, int length) {
    if (size(shape) != length) {
      throw new IllegalArgumentException(
          "an array of shape %s has %s values, not %s"
              .formatted(tuple(shape), size(shape), length));
    }
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, tuple(shape));
    int unpadded = MAGIC.length + Short.BYTES + header.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(unpadded + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  private static void readHeader(InputStream in, String type, long length, int[] shape)
      throws IOException {
    byte[] start = new byte[MAGIC.length + Short.BYTES];
    readFully(in, start, start.length);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new BadInputException("not a NumPy file of version 1.0");
    }
    byte[] text = new byte[Short.toUnsignedInt(littleEndian(start).getShort(MAGIC.length))];
    readFully(in, text, text.length);
    Matcher header = HEADER.matcher(new String(text, StandardCharsets.ISO_8859_1));
    if (!header.matches()) {
      throw new BadInputException("the header of the NumPy file cannot be read");
    }
    String found = "(" + header.group("shape") + ")";
    if (!header.group("type").equals(type)
        || header.group("fortran").equals("True")
        || !found.equals(tuple(shape))) {
      throw new BadInputException(
          "a NumPy array %s %s in C order is wanted, not %s %s in %s order"
              .formatted(
                  type,
                  tuple(shape),
                  header.group("type"),
                  found,
                  header.group("fortran").equals("True") ? "Fortran" : "C"));
    }
    int width = type.equals(FLOAT64) ? Double.BYTES : Float.BYTES;
    long expected = start.length + text.length + (long) width * size(shape);
    if (length != expected) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "the NumPy file has %,d bytes, not the %,d of an array of shape %s",
              length,
              expected,
              found));
    }
  }

  private static void readFully(InputStream in, byte[] bytes, int length) throws IOException {
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new BadInputException("the NumPy file ends too early");
    }
  }

  /** A shape as Python writes it: {@code ()}, {@code (3,)}, {@code (3, 32, 32)}. */
  private static String tuple(int[] shape) {
    if (shape.length == 1) {
      return "(" + shape[0] + ",)";
    }
    return Arrays.stream(shape)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
