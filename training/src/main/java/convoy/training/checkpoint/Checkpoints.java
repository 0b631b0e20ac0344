// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.StagedWrite;
import convoy.training.replica.Replica;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a run: {@code epoch-0003-val-0.9123.zip}, the validation accuracy in the name
 * ({@code -val-none} where there is no validation split).
 */
public final class Checkpoints {
  private static final Pattern NAME =
      Pattern.compile("epoch-(\\d+)-val-(0\\.\\d+|1\\.0+|none)\\.zip");

  private final Path folder;
  private final FileSystem files;

  /**
   * One file of the folder.
   *
   * @param validationAccuracy as its name says it, to four digits; NaN where it was not measured
   */
  public record Entry(Path file, int epoch, double validationAccuracy) {
    /** The file's name without its ending. */
    public String name() {
      return file.getName().replace(".zip", "");
    }
  }

  /** The checkpoints in a folder, which need not exist yet. */
  public Checkpoints(Path folder, Configuration hadoop) throws IOException {
    this.folder = folder;
    this.files = folder.getFileSystem(hadoop);
  }

  /** All checkpoints, by epoch. */
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(folder)) {
        Matcher name = NAME.matcher(file.getPath().getName());
        if (name.matches()) {
          String accuracy = name.group(2);
          entries.add(
              new Entry(
                  file.getPath(),
                  Integer.parseInt(name.group(1)),
                  accuracy.equals("none") ? Double.NaN : Double.parseDouble(accuracy)));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    entries.sort(Comparator.comparingInt(Entry::epoch));
    return entries;
  }

  /**
   * The last checkpoint.
   *
   * @throws BadInputException if there is none
   */
  public Entry last() throws IOException {
    List<Entry> entries = list();
    if (entries.isEmpty()) {
      throw new BadInputException(
          "%s holds no checkpoint; train first with: convoy train".formatted(folder));
    }
    return entries.get(entries.size() - 1);
  }

  /** The checkpoints from the best on validation down; of equally good ones the later first. */
  public List<Entry> best() throws IOException {
    List<Entry> entries = new ArrayList<>(list());
    entries.sort(
        Comparator.comparingDouble(
                (Entry entry) ->
                    Double.isNaN(entry.validationAccuracy()) ? -1 : entry.validationAccuracy())
            .thenComparingInt(Entry::epoch)
            .reversed());
    return entries;
  }

  /** Reads a checkpoint. */
  public Checkpoint read(Entry entry) throws IOException {
    try (InputStream in = files.open(entry.file())) {
      return CheckpointFile.read(in, entry.file().toString());
    }
  }

  /** Writes a checkpoint beside its place and renames it. */
  public void write(Checkpoint checkpoint, Replica replica) throws IOException {
    Double accuracy = checkpoint.info().validationAccuracy();
    String worth = accuracy == null ? "none" : String.format(Locale.ROOT, "%.4f", accuracy);
    String name =
        String.format(Locale.ROOT, "epoch-%04d-val-%s.zip", checkpoint.info().epochs(), worth);
    StagedWrite.file(
        files, new Path(folder, name), out -> CheckpointFile.write(checkpoint, replica, out));
  }

  /** Deletes all but the last {@code keep} checkpoints and the {@code keep} best ones. */
  public void prune(int keep) throws IOException {
    List<Entry> byEpoch = list();
    List<Entry> kept = new ArrayList<>(best().subList(0, Math.min(keep, byEpoch.size())));
    kept.addAll(byEpoch.subList(Math.max(0, byEpoch.size() - keep), byEpoch.size()));
    for (Entry entry : byEpoch) {
      if (!kept.contains(entry)) {
        files.delete(entry.file(), false);
      }
    }
  }
}
