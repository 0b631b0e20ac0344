// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What one data set of the CIFAR family says of its binary files. A record is one byte for each of
 * its labels, then 3,072 pixel bytes, the planes R, G and B row by row.
 *
 * @param name of the data set, for errors
 * @param classes for each label byte of a record, how many classes it may name
 * @param label which of the label bytes is the example's label, from 0
 * @param trainingFiles names of the training files
 * @param testFile name of the test file
 * @param mostRecords no file of the data set holds more
 */
record CifarLayout(
    String name,
    List<Integer> classes,
    int label,
    List<String> trainingFiles,
    String testFile,
    int mostRecords)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  /** Bytes of a record: labels and pixels. */
  int recordBytes() {
    return classes.size() + SHAPE.size();
  }

  boolean isBatch(String file) {
    return trainingFiles.contains(file) || testFile.equals(file);
  }

  /** Whether a file is the pickled or MATLAB form of one of these, which has the same name. */
  boolean isOtherVersion(String file) {
    String plain = file.replaceFirst("\\.mat$", "") + ".bin";
    return !isBatch(file) && isBatch(plain);
  }

  /**
   * How many records a file of that size holds.
   *
   * @throws BadInputException if the data set has no file of that size
   */
  int records(String file, long bytes) {
    if (bytes == 0 || bytes % recordBytes() != 0 || bytes > (long) mostRecords * recordBytes()) {
      throw new BadInputException(
          String.format(
                  Locale.ROOT,
                  "%s has %,d bytes; expected a multiple of %,d (%s and 3,072 pixels), at most %,d: it is",
                  file,
                  bytes,
                  recordBytes(),
                  classes.size() == 1 ? "a label" : classes.size() + " labels",
                  (long) mostRecords * recordBytes())
              + " truncated, oversized or not "
              + name);
    }
    return (int) (bytes / recordBytes());
  }

  /**
   * The example's label.
   *
   * @param record the bytes of record {@code index}, of which the first are its labels
   * @throws BadInputException if one of the labels is out of its range
   */
  int label(byte[] record, String file, int index) {
    for (int i = 0; i < classes.size(); i++) {
      if ((record[i] & 0xff) >= classes.get(i)) {
        throw new BadInputException(
            "%s: record %s has label %s, out of range 0 to %s; is it %s's binary layout?"
                .formatted(file, index, record[i] & 0xff, classes.get(i) - 1, name));
      }
    }
    return record[label];
  }
}
