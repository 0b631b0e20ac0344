// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.StagedWrite;
import convoy.training.averaging.Position;
import convoy.training.model.NetworkSize;
import convoy.training.replica.Replica;
import convoy.training.schedule.Snapshots;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: {@code epoch-0003-val-0.9123.zip}, the validation accuracy in the name
 * ({@code -val-none} where it was not measured), or {@code epoch-0003-step-000140-val-none.zip}
 * within the epoch that follows three completed ones.
 */
public final class Checkpoints {
  private static final Pattern NAME =
      Pattern.compile("epoch-(\\d{1,9})(?:-step-(\\d{1,9}))?-val-(0\\.\\d+|1\\.0+|none)\\.zip");

  /**
   * Each entry passes through one array of bytes: a number in fp64 of every parameter, or all
   * parameters and their momentum in fp32. A mebibyte is left for what stands before them.
   */
  private static final long MOST_PARAMETERS = (Integer.MAX_VALUE - (1 << 20)) / Double.BYTES;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final Path folder;
  private final FileSystem files;

  /**
   * One file of the folder.
   *
   * @param epoch completed
   * @param step local steps completed in the epoch after it
   * @param validationAccuracy as its name says it, to the nearest millionth; NaN where it was not
   *     measured
   */
  public record Entry(Path file, int epoch, int step, double validationAccuracy) {
    private static final Comparator<Entry> BY_TIME =
        Comparator.comparingInt(Entry::epoch).thenComparingInt(Entry::step);

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

  /**
   * Refuses a network whose checkpoints could not be written.
   *
   * @throws BadInputException if it has more parameters than a checkpoint holds
   */
  public static void requireHeld(NetworkSize network) {
    if (network.parameters() > MOST_PARAMETERS) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "a network of %,d parameters; a checkpoint holds at most %,d: take a smaller model",
              network.parameters(),
              MOST_PARAMETERS));
    }
  }

  /** All checkpoints, from the first to the last. */
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(folder)) {
        Matcher name = NAME.matcher(file.getPath().getName());
        if (file.isFile() && name.matches()) {
          String accuracy = name.group(3);
          entries.add(
              new Entry(
                  file.getPath(),
                  Integer.parseInt(name.group(1)),
                  name.group(2) == null ? 0 : Integer.parseInt(name.group(2)),
                  accuracy.equals("none") ? Double.NaN : Double.parseDouble(accuracy)));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    entries.sort(Entry.BY_TIME);
    return entries;
  }

  /**
   * The last checkpoint.
   *
   * @throws BadInputException if there is none
   */
  public Entry last() throws IOException {
    List<Entry> entries = some();
    return entries.get(entries.size() - 1);
  }

  private List<Entry> some() throws IOException {
    List<Entry> entries = list();
    if (entries.isEmpty()) {
      throw new BadInputException(
          "%s holds no checkpoint; train first with: convoy train".formatted(folder));
    }
    return entries;
  }

  /**
   * The last checkpoint that can be read. Later ones, which are damaged, are named in the log and
   * put aside with {@code .damaged} behind their names, so that none is ever the best or the last.
   *
   * @throws BadInputException if there is none
   */
  public Checkpoint lastReadable() throws IOException {
    Entry entry = last();
    List<Entry> earlier = new ArrayList<>(list());
    List<Entry> damaged = new ArrayList<>();
    while (!earlier.isEmpty()) {
      entry = earlier.remove(earlier.size() - 1);
      try {
        Checkpoint checkpoint = read(entry);
        for (Entry later : damaged) {
          putAside(later);
        }
        return checkpoint;
      } catch (DamagedCheckpointException e) {
        LOG.warn(e.getMessage());
        damaged.add(entry);
      }
    }
    throw new BadInputException(
        "no checkpoint in %s can be read, from %s on; begin the run again with --overwrite"
            .formatted(folder, entry.file().getName()));
  }

  private void putAside(Entry damaged) throws IOException {
    Path aside = damaged.file().suffix(".damaged");
    files.delete(aside, false);
    if (!files.rename(damaged.file(), aside)) {
      throw new IOException("cannot rename " + damaged.file() + " to " + aside);
    }
    LOG.warn("going on from the checkpoint before; the damaged one is now {}", aside);
  }

  /**
   * The checkpoints from the best on validation down; of equally good ones the later first. Those
   * that were not measured are left out, unless none was.
   *
   * @throws BadInputException if there is none
   */
  public List<Entry> best() throws IOException {
    return ranked(some());
  }

  private static List<Entry> ranked(List<Entry> all) {
    List<Entry> measured =
        all.stream().filter(entry -> !Double.isNaN(entry.validationAccuracy())).toList();
    List<Entry> entries = new ArrayList<>(measured.isEmpty() ? all : measured);
    entries.sort(
        Comparator.comparingDouble(Entry::validationAccuracy)
            .thenComparing(Entry.BY_TIME)
            .reversed());
    return entries;
  }

  /** A file that Hadoop has opened. */
  private record OpenFile(String name, long length, FSDataInputStream in) implements FileBytes {
    @Override
    public InputStream from(long position) throws IOException {
      in.seek(position);
      return in;
    }
  }

  /**
   * Reads a checkpoint. Hadoop's own checksums of local files are passed over: they move a damaged
   * file to another folder while it is read, and a zip has checksums of its own.
   *
   * @throws DamagedCheckpointException if it is damaged
   * @throws BadInputException if it is of another version, or does not fit in the heap
   * @throws IOException if it cannot be reached, which says nothing of what is in it
   */
  public Checkpoint read(Entry entry) throws IOException {
    Path file = entry.file();
    FileSystem plain = files instanceof LocalFileSystem local ? local.getRaw() : files;
    long length = plain.getFileStatus(file).getLen();
    try (FSDataInputStream in = plain.open(file)) {
      return CheckpointFile.read(new OpenFile(file.toString(), length, in));
    } catch (ChecksumException e) {
      throw new DamagedCheckpointException(file.toString(), e.getMessage(), e);
    }
  }

  /** Writes a checkpoint beside its place and renames it. */
  public void write(Checkpoint checkpoint, Replica replica) throws IOException {
    StagedWrite.file(
        files,
        new Path(folder, name(checkpoint)),
        out -> CheckpointFile.write(checkpoint, replica, out));
  }

  private static String name(Checkpoint checkpoint) {
    Position position = checkpoint.state().position();
    int step = Collections.max(position.steps());
    Double accuracy = checkpoint.info().validationAccuracy();
    return String.format(Locale.ROOT, "epoch-%04d", position.epochs())
        + (step == 0 ? "" : String.format(Locale.ROOT, "-step-%06d", step))
        + "-val-"
        + (accuracy == null ? "none" : digits(accuracy))
        + ".zip";
  }

  /** Four digits where they say it exactly, else six, which tell a million images apart. */
  private static String digits(double accuracy) {
    String four = String.format(Locale.ROOT, "%.4f", accuracy);
    return Double.parseDouble(four) == accuracy
        ? four
        : String.format(Locale.ROOT, "%.6f", accuracy);
  }

  /**
   * The checkpoints that are kept for good, from the first to the last: those at the ends of epochs
   * that are taken, and that training has come to.
   */
  public List<Entry> snapshots(Snapshots taken) throws IOException {
    return list().stream()
        .filter(entry -> entry.step() == 0 && taken.takes(entry.epoch()))
        .toList();
  }

  /**
   * Deletes all but the last {@code keep} checkpoints, the {@code keep} best ones and the
   * snapshots. A snapshot counts among the last and the best as any other.
   */
  public void prune(int keep, Snapshots taken) throws IOException {
    List<Entry> all = list();
    List<Entry> best = ranked(all);
    List<Entry> kept = new ArrayList<>(best.subList(0, Math.min(keep, best.size())));
    kept.addAll(all.subList(Math.max(0, all.size() - keep), all.size()));
    kept.addAll(snapshots(taken));
    for (Entry entry : all) {
      if (!kept.contains(entry)) {
        files.delete(entry.file(), false);
      }
    }
  }
}
