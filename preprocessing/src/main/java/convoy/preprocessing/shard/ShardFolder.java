// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.job.TaskScope;
import convoy.preprocessing.storage.TextFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** A folder of shards, seen from the driver: its manifest, and its splits as partitions. */
public final class ShardFolder {
  private final Path folder;
  private final Manifest manifest;

  private ShardFolder(Path folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens a folder that {@code convoy shard} wrote.
   *
   * @throws BadInputException if there is no readable manifest
   */
  public static ShardFolder open(Path folder, Configuration hadoop) {
    Path file = new Path(folder, Manifest.FILE);
    try {
      String json = TextFile.read(file.getFileSystem(hadoop), file);
      return new ShardFolder(folder, Manifest.parse(json, file.toString()));
    } catch (FileNotFoundException e) {
      throw new BadInputException(
          "%s holds no shards (no %s); write them with: convoy shard"
              .formatted(folder, Manifest.FILE),
          e);
    } catch (IOException e) {
      throw new BadInputException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Whether a place is a folder of shards, by the manifest in it. */
  public static boolean isAt(Path folder, Configuration hadoop) throws IOException {
    return folder.getFileSystem(hadoop).exists(new Path(folder, Manifest.FILE));
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  public Manifest manifest() {
    return manifest;
  }

  /**
   * Cuts a split into ranges of equal size, give or take one example. Which examples a range holds
   * does not depend on how many shards there are.
   *
   * @throws BadInputException if the split has no examples
   */
  public List<ShardRange> ranges(Split split, int parts) {
    return ranges(split, parts, 1);
  }

  /** The same in ranges that begin at a multiple of some number of examples. */
  private List<ShardRange> ranges(Split split, int parts, int multiple) {
    Manifest.SplitEntry entry = manifest.split(split);
    long whole = (entry.count() + multiple - 1) / multiple;
    List<ShardRange> ranges = new ArrayList<>();
    for (long part = 0; part < parts; part++) {
      long from = part * whole / parts * multiple;
      long to = Math.min(entry.count(), (part + 1) * whole / parts * multiple);
      ranges.add(range(entry, from, to));
    }
    return ranges;
  }

  private ShardRange range(Manifest.SplitEntry split, long from, long to) {
    List<ShardRange.Piece> pieces = new ArrayList<>();
    long first = 0;
    for (Manifest.ShardEntry shard : split.shards()) {
      long begin = Math.max(from, first) - first;
      long end = Math.min(to, first + shard.count()) - first;
      if (begin < end) {
        String file = new Path(folder, shard.file()).toString();
        pieces.add(new ShardRange.Piece(file, begin, end, shard.count()));
      }
      first += shard.count();
    }
    return new ShardRange(pieces);
  }

  /**
   * The shape in which images are seen.
   *
   * @param size side of the square in pixels that statistics and networks take; 0 for images as
   *     they are
   * @throws BadInputException if images differ in size and none is given, or one is given for
   *     features
   */
  public ImageShape shape(int size) {
    ImageShape own = manifest.shape();
    if (size > 0 && manifest.elements() != ElementType.UINT8) {
      throw new BadInputException(
          "imageSize = %s (--image-size) is for images, but the examples of %s are %s; leave it out"
              .formatted(size, folder, manifest.elements().examples()));
    }
    if (size > 0) {
      return new ImageShape(own == null ? Encoding.RGB8.channels() : own.channels(), size, size);
    }
    if (own == null) {
      throw new BadInputException(
          "the images of %s differ in size; say with imageSize (--image-size) what to make of them"
              .formatted(folder));
    }
    return own;
  }

  /**
   * The images of a split, in parts; executors decode them one by one as they are asked for.
   *
   * @param shape in which they are seen
   * @throws BadInputException if the split has no examples
   */
  public JavaRDD<LabelledImage> images(
      JavaSparkContext spark, Split split, int parts, ImageShape shape) {
    return images(spark, ranges(split, parts), shape);
  }

  private JavaRDD<LabelledImage> images(
      JavaSparkContext spark, List<ShardRange> ranges, ImageShape shape) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    ExampleView view = ExampleView.of(shape, manifest.elements());
    int classes = manifest.classNames().size();
    return spark
        .parallelize(ranges, ranges.size())
        .flatMap(
            range ->
                TaskScope.closedWithItsTask(new ShardReader(range, view, classes, hadoop.value())));
  }

  /**
   * Some images of a split; all of it is read, but only these are decoded.
   *
   * @param shape in which they are seen
   * @return those that are there, in the order of the keys
   * @throws BadInputException if the split has no examples
   */
  public List<LabelledImage> images(
      JavaSparkContext spark, Split split, ImageShape shape, List<Long> keys) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    ExampleView view = ExampleView.of(shape, manifest.elements());
    int classes = manifest.classNames().size();
    Set<Long> wanted = Set.copyOf(keys);
    int parts = manifest.split(split).shards().size();
    List<LabelledImage> found =
        spark
            .parallelize(ranges(split, parts), parts)
            .flatMap(range -> wanted(new ShardReader(range, view, classes, hadoop.value()), wanted))
            .collect();
    return found.stream()
        .sorted(Comparator.comparingInt(image -> keys.indexOf(image.key())))
        .toList();
  }

  private static Iterator<LabelledImage> wanted(ShardReader reader, Set<Long> keys) {
    List<LabelledImage> found = new ArrayList<>();
    try (reader) {
      while (reader.hasNext()) {
        reader.nextIfIn(keys).ifPresent(found::add);
      }
    }
    return found.iterator();
  }

  /**
   * The images of a split, one block a partition, which is in memory while it is used.
   *
   * @param shape in which they are seen
   * @throws BadInputException if the split has no examples
   */
  public JavaRDD<ImageBlock> blocks(
      JavaSparkContext spark, Split split, int parts, ImageShape shape) {
    ElementType elements = manifest.elements();
    return images(spark, split, parts, shape)
        .mapPartitions(images -> List.of(ImageBlock.of(shape, elements, images)).iterator());
  }

  /**
   * The images of a split in blocks that are decoded one after the other as they are asked for.
   *
   * @param shape in which they are seen
   * @param cut how the split is cut into parts and blocks
   * @throws BadInputException if the split has no examples
   */
  public JavaRDD<ImageBlock> blocks(
      JavaSparkContext spark, Split split, ImageShape shape, MinibatchCut cut) {
    ElementType elements = manifest.elements();
    int most = cut.most();
    return images(spark, ranges(split, cut.parts(), cut.batch()), shape)
        .mapPartitions(images -> ImageBlock.each(most, shape, elements, images));
  }

  /**
   * The images of a split with their ids, in parts; executors decode them one by one as they are
   * asked for. One that cannot be brought into view has its place among them.
   *
   * @param shape in which they are seen
   * @param cut how the split is cut into parts
   * @throws BadInputException if the split has no examples, or none that could be seen so
   */
  public JavaRDD<NamedImage> namedImages(
      JavaSparkContext spark, Split split, ImageShape shape, MinibatchCut cut) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    ExampleView view = ExampleView.of(shape, manifest.elements());
    view.requireSome(manifest.shape(), folder.toString());
    int classes = manifest.classNames().size();
    List<ShardRange> ranges = ranges(split, cut.parts(), cut.batch());
    return spark
        .parallelize(ranges, ranges.size())
        .flatMap(
            range ->
                TaskScope.closedWithItsTask(new ShardReader(range, view, classes, hadoop.value()))
                    .named());
  }

  /**
   * The ids of a split's examples, in the order of the shards. The driver holds them all.
   *
   * @throws BadInputException if the split has no examples, or a file is no shard
   */
  public List<String> ids(JavaSparkContext spark, Split split) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String root = folder.toString();
    List<String> shards =
        manifest.split(split).shards().stream().map(Manifest.ShardEntry::file).toList();
    return spark
        .parallelize(shards, shards.size())
        .flatMap(file -> ShardIds.read(new Path(root, file), hadoop.value()).iterator())
        .collect();
  }

  /**
   * The first images of each part of a split, one block a partition; the others are not decoded.
   * Every stretch of a split holds each class in proportion.
   *
   * @param shape in which they are seen
   * @param most how many of each part
   * @throws BadInputException if the split has no examples
   */
  public JavaRDD<ImageBlock> firstBlocks(
      JavaSparkContext spark, Split split, int parts, ImageShape shape, int most) {
    ElementType elements = manifest.elements();
    return images(spark, split, parts, shape)
        .mapPartitions(
            images -> List.of(ImageBlock.ofFirst(most, shape, elements, images)).iterator());
  }

  /**
   * Compares the files of a split with the digests of the manifest, on the executors.
   *
   * @throws BadInputException naming the first file that is missing or differs
   */
  public void verify(JavaSparkContext spark, Split split) {
    List<Manifest.ShardEntry> shards = manifest.split(split).shards();
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String root = folder.toString();
    List<String> digests =
        spark
            .parallelize(shards.stream().map(Manifest.ShardEntry::file).toList(), shards.size())
            .map(file -> FileDigest.sha256OrReason(new Path(root, file), hadoop.value()))
            .collect();
    for (int i = 0; i < shards.size(); i++) {
      if (!digests.get(i).equals(shards.get(i).sha256())) {
        throw new BadInputException(
            "shard %s does not match its manifest: %s there, %s expected; shard the data again"
                .formatted(
                    new Path(folder, shards.get(i).file()),
                    digests.get(i),
                    shards.get(i).sha256()));
      }
    }
  }
}
