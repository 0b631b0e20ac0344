// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.pipeline.config.ConfigLoader;
import convoy.pipeline.config.ConfigRenderer;
import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.storage.StagedWrite;
import convoy.preprocessing.storage.TextFile;
import convoy.preprocessing.storage.Uninterrupted;
import convoy.training.checkpoint.Checkpoints;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder that a run leaves, on any Hadoop file system: where everything is in it. */
public final class RunFolder {
  private final Path folder;
  private final Configuration hadoop;
  private final FileSystem files;
  private final IfExists ifExists;
  private final ReplacedRun replaced;

  /** Whether the folder holds the run of this process, not the one that it was to replace. */
  private boolean begun;

  /** What to do with a folder that stands there already. */
  public enum IfExists {
    REFUSE,
    OVERWRITE,
    RESUME
  }

  private RunFolder(Path folder, Configuration hadoop, IfExists ifExists) throws IOException {
    this.ifExists = ifExists;
    this.files = folder.getFileSystem(hadoop);
    this.folder = files.makeQualified(folder);
    this.hadoop = hadoop;
    this.replaced = new ReplacedRun(files, this.folder);
  }

  /**
   * Names the folder of a run that is to begin, or to go on. Nothing is written or deleted yet:
   * that waits until {@link #create}, when everything else was found in order.
   *
   * @throws BadInputException if the folder stands there and is to be refused; or if it is to be
   *     replaced or resumed and is not a run; or if no run can be written on its file system
   */
  public static RunFolder begin(String path, IfExists ifExists, Configuration hadoop)
      throws IOException {
    RunFolder run = new RunFolder(new Path(path), hadoop, ifExists);
    StagedWrite.requireReplacing(run.files);
    run.replaced.bringBack();
    boolean exists = run.files.exists(run.folder);
    if (exists && ifExists == IfExists.REFUSE) {
      throw new BadInputException(
          "run folder %s exists already; give --resume to go on with it, --overwrite to replace"
                  .formatted(run.folder)
              + " it, or another folder");
    }
    if (ifExists == IfExists.RESUME || exists) {
      run.requireRun();
    }
    return run;
  }

  /**
   * Opens a run that was begun before.
   *
   * @throws BadInputException if there is none
   */
  public static RunFolder open(String path, Configuration hadoop) throws IOException {
    RunFolder run = new RunFolder(new Path(path), hadoop, IfExists.RESUME);
    run.requireRun();
    return run;
  }

  /**
   * Creates the folder with its configuration; replaces the run that stands there, or goes on with
   * it, as {@link #begin} was told.
   *
   * @throws BadInputException if a run is to go on with settings that {@link ResumedSettings} does
   *     not let it change: before its training began, those of its shards
   */
  public void create(ConvoyConfig config) throws IOException {
    if (resumes()) {
      requireResumable(config);
    } else if (files.exists(folder)) {
      if (ifExists == IfExists.REFUSE) {
        throw new BadInputException(folder + " was begun by another run meanwhile");
      }
      replaced.setAside();
    }
    write(config(), ConfigRenderer.render(config));
    begun = true;
  }

  private void requireResumable(ConvoyConfig config) throws IOException {
    if (has(provenance()) || has(teacher())) {
      int trained =
          checkpoints().list().stream().mapToInt(Checkpoints.Entry::epoch).max().orElse(0);
      ResumedSettings.require(readConfig(), config, trained, config());
    } else {
      ResumedSettings.requireSameShards(readConfig(), config, config());
    }
  }

  /** Lets go of the run that was replaced. */
  public void forgetReplaced() throws IOException {
    replaced.forget();
  }

  /**
   * Gives up a run that could not be begun; the one that it was to replace is there again. Where
   * there was none, shards that are finished stay.
   *
   * @return whether there is something to go on with
   */
  public boolean giveUp() throws IOException {
    return Uninterrupted.call(
        () -> {
          boolean keeps = resumes() || (!replaced.isKept() && has(shards()));
          if (!keeps) {
            replaced.restore();
            begun = false;
          }
          return keeps;
        });
  }

  /** Whether a place lies in this run's folder. */
  public boolean contains(Path place) throws IOException {
    String full = place.getFileSystem(hadoop).makeQualified(place) + "/";
    return full.startsWith(folder + "/");
  }

  /** Whether the folder holds a run of this process: one that it began, or goes on with. */
  public boolean isOwn() {
    return begun || resumes();
  }

  /** Whether the run goes on with what is in the folder. */
  public boolean resumes() {
    return ifExists == IfExists.RESUME;
  }

  /** A folder that is not a run is never deleted or written to. */
  private void requireRun() throws IOException {
    if (!files.exists(config())) {
      throw new BadInputException(
          "%s is not a run folder: it has no %s".formatted(folder, config().getName()));
    }
  }

  public Path path() {
    return folder;
  }

  /**
   * The folder of a member other than the run itself, to be begun or, where it was, gone on with.
   *
   * @param number from 2
   */
  public RunFolder member(int number) throws IOException {
    Path place = MemberFolders.of(folder, number);
    RunFolder member = new RunFolder(place, hadoop, IfExists.RESUME);
    // Without a configuration it was killed before it was begun.
    return member.has(member.config()) ? member : new RunFolder(place, hadoop, IfExists.OVERWRITE);
  }

  /**
   * The members that were trained, each a run folder of its own, in their order: this run, which is
   * the first, and those in {@code members/02}, {@code members/03} and so on, on the same shards
   * and statistics. A member without a checkpoint is left out; one whose training was broken off,
   * or that the run went on without, counts with the checkpoints that it has.
   */
  public List<RunFolder> members() throws IOException {
    List<RunFolder> trained = new ArrayList<>();
    if (!checkpoints().list().isEmpty()) {
      trained.add(this);
    }
    for (Path place : MemberFolders.list(files, folder)) {
      RunFolder member = new RunFolder(place, hadoop, IfExists.RESUME);
      if (member.has(member.config()) && !member.checkpoints().list().isEmpty()) {
        trained.add(member);
      }
    }
    return trained;
  }

  /** The number of the last member that was begun; 1 where there is the run itself alone. */
  public int lastMember() throws IOException {
    List<Path> others = MemberFolders.list(files, folder);
    return others.isEmpty() ? 1 : MemberFolders.number(others.get(others.size() - 1));
  }

  /** The configuration as it was resolved, all defaults included. */
  public Path config() {
    return new Path(folder, "config.conf");
  }

  public Path provenance() {
    return new Path(folder, "provenance.json");
  }

  /** Where the run's own shards are, unless it was given others. */
  public Path shards() {
    return new Path(folder, "shards");
  }

  /** Where the run's own statistics are, unless it was given others. */
  public Path statistics() {
    return new Path(folder, "statistics");
  }

  /** What the run's teacher says of the training split, where it has one. */
  public Path teacher() {
    return new Path(folder, "teacher");
  }

  public Checkpoints checkpoints() throws IOException {
    return new Checkpoints(new Path(folder, "checkpoints"), hadoop);
  }

  public Path history() {
    return new Path(folder, "history.csv");
  }

  /** What the workers did in the rounds that were sampled. */
  public Path workers() {
    return new Path(folder, "workers.csv");
  }

  /** What the layers were like in the rounds that were sampled. */
  public Path layers() {
    return new Path(folder, "layers.csv");
  }

  /** What went wrong and did not end the training. */
  public Path faults() {
    return new Path(folder, "faults.csv");
  }

  /** Is there while a training is under way, and stays where it is broken off. */
  public Path underway() {
    return new Path(folder, "underway");
  }

  public Path phases() {
    return new Path(folder, "phases.json");
  }

  public Path metrics() {
    return new Path(folder, "metrics.json");
  }

  /** The most confident mistakes of the best checkpoint, with their images. */
  public Path mistakes() {
    return new Path(folder, "mistakes.json");
  }

  /** What was measured of the baselines, in the form of {@link #metrics}. */
  public Path baselines() {
    return new Path(folder, "baselines.json");
  }

  /** Where a baseline is a run of its own. */
  public Path baseline(String model) {
    return new Path(folder, "baselines/" + model);
  }

  public Path testReadings() {
    return new Path(folder, "test-readings.csv");
  }

  /** The page for people. */
  public Path report() {
    return new Path(folder, "report.html");
  }

  /** The same for machines. */
  public Path reportJson() {
    return new Path(folder, "report.json");
  }

  public Configuration hadoop() {
    return hadoop;
  }

  /** The configuration that the run was begun with. */
  public ConvoyConfig readConfig() throws IOException {
    return ConfigLoader.load(hadoop, List.of(config().toString()), List.of());
  }

  /** Writes a text file of the run beside its place and renames it; credentials are hidden. */
  public void write(Path file, String text) throws IOException {
    StagedWrite.file(
        files, file, out -> out.write(Credentials.hidden(text).getBytes(StandardCharsets.UTF_8)));
  }

  /** Removes a part of the run that no longer holds. */
  public void remove(Path part) throws IOException {
    files.delete(part, true);
  }

  /** Whether a part of the run is there. */
  public boolean has(Path part) throws IOException {
    return files.exists(part);
  }

  /**
   * A text file of the run; empty if it is not there.
   *
   * @throws BadInputException if its bytes are not those that were written
   */
  public Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(TextFile.read(files, file));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (ChecksumException e) {
      throw new BadInputException("%s does not match its checksum".formatted(file), e);
    }
  }
}
