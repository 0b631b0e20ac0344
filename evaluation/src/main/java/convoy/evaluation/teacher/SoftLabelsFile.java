// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.statistics.NpyFile;
import convoy.preprocessing.storage.AttemptedFile;
import convoy.preprocessing.storage.HeapLimit;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes and reads the soft labels of one worker on an executor. */
final class SoftLabelsFile {
  /** Values of the largest array that every JVM makes. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private SoftLabelsFile() {}

  /**
   * What is written.
   *
   * @param worker whose examples they are of
   */
  record Extent(int worker, int examples, int classes) implements Serializable {
    /**
     * The extent of a worker's soft labels.
     *
     * @throws BadInputException if they are more than an array holds, in which a student has them
     */
    static Extent of(int worker, long examples, int classes) {
      if (examples * classes > LARGEST) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "a teacher's probabilities of %,d examples and %,d classes are more than the %,d that a worker can hold; train on more workers (--workers)",
                examples,
                classes,
                LARGEST));
      }
      return new Extent(worker, (int) examples, classes);
    }
  }

  /**
   * Writes them, row by row. Two attempts at the same file do not disturb each other, and write the
   * same.
   *
   * @param rows probabilities of some examples each, {@code [n, classes]} row by row
   * @throws BadInputException if one is not a number
   */
  static SoftLabelsManifest.Part write(
      Path folder, Extent extent, Iterator<float[]> rows, Configuration hadoop) throws IOException {
    Path file = new Path(folder, String.format(Locale.ROOT, "part-%05d.npy", extent.worker()));
    var digest = DigestUtils.getSha256Digest();
    return AttemptedFile.write(
        file.getFileSystem(hadoop),
        file,
        attempt -> {
          try (var out = new DigestOutputStream(attempt.create(), digest)) {
            NpyFile.write(out, finite(rows), extent.examples(), extent.classes());
          }
          return new SoftLabelsManifest.Part(
              file.getName(), extent.examples(), HexFormat.of().formatHex(digest.digest()));
        });
  }

  private static Iterator<float[]> finite(Iterator<float[]> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public float[] next() {
        float[] values = rows.next();
        requireFinite(values);
        return values;
      }
    };
  }

  private static void requireFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "the teacher gives %s for the probability of an example; nothing can be learned from it"
                .formatted(value));
      }
    }
  }

  /**
   * Reads them.
   *
   * @return {@code [examples, classes]}, row by row
   * @throws BadInputException if the file is missing, or not what was written
   */
  static float[] read(Path folder, SoftLabelsManifest.Part part, int classes, Configuration hadoop)
      throws IOException {
    Path file = new Path(folder, part.file());
    FileSystem files = file.getFileSystem(hadoop);
    try (InputStream in = files.open(file);
        var digested = new DigestInputStream(in, DigestUtils.getSha256Digest())) {
      long length = files.getFileStatus(file).getLen();
      HeapLimit.require(length, file.toString());
      float[] values = NpyFile.readFloat32(digested, length, part.examples(), classes);
      String sha256 = HexFormat.of().formatHex(digested.getMessageDigest().digest());
      if (!sha256.equals(part.sha256())) {
        throw new BadInputException("its digest is %s, not %s".formatted(sha256, part.sha256()));
      }
      requireFinite(values);
      return values;
    } catch (FileNotFoundException | BadInputException e) {
      throw new BadInputException(
          "the teacher's probabilities in %s cannot be read (%s); train again, with --teacher and"
                  .formatted(file, e.getMessage())
              + " --overwrite",
          e);
    }
  }
}
