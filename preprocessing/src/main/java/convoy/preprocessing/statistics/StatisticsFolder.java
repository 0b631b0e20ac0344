// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.statistics.StatisticsLayout.ArrayFile;
import convoy.preprocessing.storage.HeapLimit;
import convoy.preprocessing.storage.JsonProblem;
import convoy.preprocessing.storage.StagedWrite;
import convoy.preprocessing.storage.StrictJson;
import convoy.preprocessing.storage.TextFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder, on any Hadoop file system, that keeps {@link Statistics}: NumPy files of float64
 * arrays, and {@code statistics.json} with the shape, the count, the digest of the split, what they
 * were made by and the SHA-256 of every other file.
 *
 * <table>
 * <caption>The arrays, for images of c x h x w = d values and m principal components</caption>
 * <tr><td>{@code mean-image.npy}, {@code std-image.npy}, {@code minimum.npy}, {@code maximum.npy}
 * <td>{@code [c, h, w]}
 * <tr><td>{@code channel-mean.npy}, {@code channel-std.npy}<td>{@code [c]}
 * <tr><td>{@code channel-covariance.npy}<td>{@code [c, c]}
 * <tr><td>{@code eigenvalues.npy}<td>{@code [m]}, descending; m = d, or fewer if randomized;
 * missing, like the next two, from statistics without components
 * <tr><td>{@code eigenvectors.npy}<td>{@code [m, d]}: row k is the vector of eigenvalue k
 * <tr><td>{@code covariance.npy}<td>{@code [d, d]}; missing if randomized
 * <tr><td>{@code patch-KxK-mean.npy}<td>{@code [c, K, K]}; like the next ones if asked for
 * <tr><td>{@code patch-KxK-covariance.npy}, {@code patch-KxK-eigenvectors.npy}
 * <td>{@code [p, p]} for p = c x K x K
 * <tr><td>{@code patch-KxK-eigenvalues.npy}<td>{@code [p]}
 * </table>
 */
public final class StatisticsFolder {
  private static final String MANIFEST = "statistics.json";
  private static final ObjectMapper JSON = StrictJson.mapper();

  private final Path folder;
  private final FileSystem files;

  /**
   * Names the folder; nothing is read or written yet.
   *
   * @throws IOException if its file system cannot be reached
   */
  public StatisticsFolder(Path folder, Configuration hadoop) throws IOException {
    this.files = folder.getFileSystem(hadoop);
    this.folder = files.makeQualified(folder);
  }

  /**
   * Refuses a folder that is taken, so that a command can say so before it works.
   *
   * @throws BadInputException if it stands there and is not to be replaced
   */
  public void refuseExisting(boolean overwrite) throws IOException {
    target(overwrite).refuseExisting();
  }

  private StagedWrite.Folder target(boolean overwrite) {
    return new StagedWrite.Folder(files, folder, MANIFEST, overwrite);
  }

  /**
   * Writes the folder: beside its place first, then renamed, so that it is never seen half written
   * where the file system renames at once; where it does not (object stores), {@link #read} refuses
   * what is incomplete.
   *
   * @param made by what: command and versions, by name; no digest depends on it
   * @param overwrite whether statistics that stand there already are replaced
   * @throws BadInputException if the folder stands there and is not to be replaced
   */
  public void write(Statistics statistics, Map<String, String> made, boolean overwrite)
      throws IOException {
    StagedWrite.folder(
        target(overwrite),
        staged -> {
          SortedMap<String, String> digests = new TreeMap<>();
          for (ArrayFile file : StatisticsLayout.of(statistics).files()) {
            digests.put(file.name(), writeArray(staged, file, statistics));
          }
          try (OutputStream out = files.create(new Path(staged, MANIFEST), false)) {
            JSON.writeValue(out, StatisticsManifest.of(statistics, made, digests));
          }
        });
  }

  /**
   * The SHA-256, in hexadecimal, of what transforms are fitted on: every array but those of
   * patches. Statistics of the same split that were computed again have the same digest.
   *
   * @throws BadInputException if there are no statistics in the folder
   */
  public String digest() throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    readManifest()
        .sha256()
        .forEach(
            (name, sha256) -> {
              if (!name.startsWith(StatisticsLayout.PATCH)) {
                digest.update((name + "=" + sha256 + "\n").getBytes(StandardCharsets.UTF_8));
              }
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Reads the folder and checks every file against its digest.
   *
   * @throws BadInputException if there are no statistics in it, or they are damaged or of another
   *     version
   */
  public Statistics read() throws IOException {
    StatisticsManifest manifest = readManifest();
    StatisticsLayout layout = manifest.layout();
    HeapLimit.require(
        layout.files().stream().mapToLong(ArrayFile::bytes).sum(), "statistics " + folder);
    Map<String, double[]> arrays = new HashMap<>();
    for (ArrayFile file : layout.files()) {
      String written = manifest.writtenName(file.name());
      arrays.put(file.name(), readArray(file, written, manifest.sha256().get(written)));
    }
    return layout.assemble(manifest, arrays);
  }

  private String writeArray(Path parent, ArrayFile file, Statistics statistics) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (OutputStream out =
        new DigestOutputStream(files.create(new Path(parent, file.name()), false), digest)) {
      NpyFile.write(out, file.values().apply(statistics), file.shape());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private double[] readArray(ArrayFile file, String name, String sha256) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    Path path = new Path(folder, name);
    double[] values;
    try (InputStream in = new DigestInputStream(files.open(path), digest)) {
      values = NpyFile.readFloat64(in, files.getFileStatus(path).getLen(), file.shape());
    } catch (FileNotFoundException e) {
      throw damaged(name, "it is missing", e);
    } catch (ChecksumException | BadInputException e) {
      throw damaged(name, e.getMessage(), e);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw damaged(name, "its SHA-256 is not the one in " + MANIFEST, null);
    }
    if (!Arrays.stream(values).allMatch(Double::isFinite)) {
      throw damaged(name, "it holds what is no number", null);
    }
    return values;
  }

  private StatisticsManifest readManifest() throws IOException {
    Path path = new Path(folder, MANIFEST);
    try {
      return parse(TextFile.read(files, path));
    } catch (FileNotFoundException e) {
      throw new BadInputException(
          "there are no statistics in %s: %s is missing; run 'convoy stats' first"
              .formatted(folder, MANIFEST),
          e);
    } catch (ChecksumException e) {
      throw damaged(MANIFEST, e.getMessage(), e);
    }
  }

  /** The manifest of its text. */
  StatisticsManifest parse(String text) {
    try {
      JsonNode json = StrictJson.tree(text, folder + "/" + MANIFEST);
      if (!json.path("format").asText().equals(StatisticsManifest.FORMAT)) {
        throw damaged(MANIFEST, "it does not describe " + StatisticsManifest.FORMAT, null);
      }
      if (json.path("version").asInt() != StatisticsManifest.VERSION) {
        throw new BadInputException(
            ("the statistics in %s have version %s, but this Convoy reads version %s; run"
                    + " 'convoy stats' again")
                .formatted(folder, json.path("version").asText(), StatisticsManifest.VERSION));
      }
      if (json instanceof ObjectNode manifest) {
        addMissing(manifest);
      }
      return JSON.treeToValue(json, StatisticsManifest.class);
    } catch (JsonProcessingException e) {
      throw damaged(MANIFEST, JsonProblem.of(e), e);
    }
  }

  /** What folders of before it was said do not say. */
  private static void addMissing(ObjectNode manifest) {
    if (!manifest.has(StatisticsManifest.ELEMENTS)) {
      manifest.put(StatisticsManifest.ELEMENTS, ElementType.UINT8.code());
    }
    if (!manifest.has(StatisticsManifest.MADE)) {
      manifest.putObject(StatisticsManifest.MADE);
    }
  }

  private BadInputException damaged(String file, String how, Exception cause) {
    return new BadInputException(
        "the statistics in %s are damaged: %s: %s; delete the folder and run 'convoy stats' again"
            .formatted(folder, file, how.replaceAll("\\s+", " ")),
        cause);
  }
}
