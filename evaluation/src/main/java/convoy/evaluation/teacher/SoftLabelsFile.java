// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.statistics.NpyFile;
import convoy.preprocessing.storage.StagedWrite;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes and reads the soft labels of one worker on an executor. */
final class SoftLabelsFile {
  private SoftLabelsFile() {}

  /**
   * Writes them. Two attempts at the same file do not disturb each other, and write the same.
   *
   * @param worker whose examples they are of
   * @param rows probabilities of some examples each, {@code [n, classes]} row by row
   * @throws BadInputException if one is not a number
   */
  static SoftLabelsManifest.Part write(
      Path folder, int worker, int classes, Iterator<float[]> rows, Configuration hadoop)
      throws IOException {
    float[] values = joined(rows);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "the teacher gives %s for the probability of an example; nothing can be learned from it"
                .formatted(value));
      }
    }
    Path file = new Path(folder, String.format(Locale.ROOT, "part-%05d.npy", worker));
    int examples = values.length / classes;
    var digest = DigestUtils.getSha256Digest();
    StagedWrite.file(
        file.getFileSystem(hadoop),
        file,
        out -> {
          OutputStream digested = new DigestOutputStream(out, digest);
          NpyFile.write(digested, values, examples, classes);
        });
    return new SoftLabelsManifest.Part(
        file.getName(), examples, HexFormat.of().formatHex(digest.digest()));
  }

  private static float[] joined(Iterator<float[]> rows) {
    List<float[]> all = new ArrayList<>();
    rows.forEachRemaining(all::add);
    FloatBuffer joined = FloatBuffer.allocate(all.stream().mapToInt(row -> row.length).sum());
    all.forEach(joined::put);
    return joined.array();
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
    try (InputStream in = file.getFileSystem(hadoop).open(file);
        var digested = new DigestInputStream(in, DigestUtils.getSha256Digest())) {
      float[] values = NpyFile.readFloat32(digested, part.examples(), classes);
      String sha256 = HexFormat.of().formatHex(digested.getMessageDigest().digest());
      if (!sha256.equals(part.sha256())) {
        throw new BadInputException("its digest is %s, not %s".formatted(sha256, part.sha256()));
      }
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
