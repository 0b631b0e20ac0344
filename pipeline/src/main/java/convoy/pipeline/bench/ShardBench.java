// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.preprocessing.shard.Manifest;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Times a sharding from source to verified manifest, and watches its memory. */
public final class ShardBench {
  private static final double MEGABYTE = 1e6;

  private ShardBench() {}

  /** What writes shards into a folder. */
  @FunctionalInterface
  public interface Sharding {
    Manifest run() throws IOException;
  }

  /**
   * What was found.
   *
   * @param examples written, of all splits
   * @param megabytes of the shards' files, millions of bytes
   * @param shards in all splits
   * @param seconds from source to manifest; the source is read twice in that time
   * @param cores that worked
   * @param peaks of memory
   */
  public record Findings(
      long examples, double megabytes, long shards, double seconds, int cores, MemoryPeaks peaks) {
    /** Examples a second and core. */
    public double examplesPerSecondAndCore() {
      return examples / seconds / cores;
    }

    /** Millions of bytes a second and core. */
    public double megabytesPerSecondAndCore() {
      return megabytes / seconds / cores;
    }
  }

  /**
   * Measures one sharding.
   *
   * @param output folder that it creates
   */
  public static Findings run(Sharding sharding, FileSystem files, Path output, int cores)
      throws IOException {
    try (MemoryWatch memory = new MemoryWatch()) {
      long begin = System.nanoTime();
      Manifest manifest = sharding.run();
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Findings(
          manifest.splits().values().stream().mapToLong(Manifest.SplitEntry::count).sum(),
          files.getContentSummary(output).getLength() / MEGABYTE,
          manifest.splits().values().stream().mapToLong(split -> split.shards().size()).sum(),
          seconds,
          cores,
          memory.peaks());
    }
  }
}
