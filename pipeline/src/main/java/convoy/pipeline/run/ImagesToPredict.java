// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.Predictions;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.Intake;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.preprocessing.shard.NamedImage;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.shard.UnlabelledImages;
import convoy.preprocessing.source.PathClasses;
import convoy.preprocessing.source.UnlabelledFolder;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import convoy.preprocessing.statistics.Statistics;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds the images that a run is to say something of, in a folder of image files or of shards, and
 * makes them what the run's statistics saw of its training split.
 *
 * @param statistics of the run
 * @param intake what sharding did to the run's image files
 * @param spec of the network
 * @param classNames of the run, in the order of their labels
 */
record ImagesToPredict(
    JavaSparkContext spark,
    Statistics statistics,
    Intake intake,
    ReplicaSpec spec,
    List<String> classNames) {
  /**
   * Images.
   *
   * @param images in parts that begin at whole minibatches
   * @param elements what the values of every image are
   * @param ids of all of them, each once
   * @param split of shards; empty where there are none
   * @param labels the names of the classes that they have; none where they have none
   * @param unused what beside them is there and has no rows
   */
  record Found(
      JavaRDD<NamedImage> images,
      ElementType elements,
      List<String> ids,
      String split,
      List<String> labels,
      UnusedEntries unused) {}

  /**
   * Looks at a place.
   *
   * @param place URI of a folder or of an image file
   * @param split of shards; null for validation
   * @param followLinks whether links that lead out of a folder of image files are followed
   * @throws BadInputException if no images are there, or none that the run could see; if a split is
   *     named that the shards do not have, or where there are no shards; or if a shard does not
   *     match its manifest
   * @throws IllegalArgumentException for the test split
   */
  Found find(String place, Split split, boolean followLinks) throws IOException {
    if (split == Split.TEST) {
      throw new IllegalArgumentException("the test split is read once that is on record");
    }
    Path folder = new Path(place);
    FileSystem files = SourceFolder.fileSystem(folder, spark.hadoopConfiguration());
    // HDFS throws where a name is looked up below a file.
    if (!SourceFolder.isFile(files, folder)
        && ShardFolder.isAt(folder, spark.hadoopConfiguration())) {
      return ofShards(folder, split == null ? Split.VALIDATION : split);
    }
    if (split != null) {
      throw new BadInputException(
          "--split %s is for shards, and %s has no manifest of any: leave it out"
              .formatted(split.code(), place));
    }
    return ofFiles(place, followLinks);
  }

  private Found ofShards(Path folder, Split split) {
    ShardFolder shards = ShardFolder.open(folder, spark.hadoopConfiguration());
    ElementType elements = shards.manifest().elements();
    if (elements != statistics.elements()) {
      throw new BadInputException(
          "the run was trained on %s, and the shards %s hold %s"
              .formatted(statistics.elements().examples(), folder, elements.examples()));
    }
    MinibatchCut cut = cut(shards.manifest().split(split).count());
    JavaRDD<NamedImage> images = shards.namedImages(spark, split, statistics.shape(), cut);
    shards.verify(spark, split);
    return new Found(
        images,
        elements,
        shards.ids(spark, split),
        split.code(),
        shards.manifest().classNames(),
        new UnusedEntries());
  }

  private Found ofFiles(String place, boolean followLinks) {
    if (statistics.elements() != ElementType.UINT8) {
      throw new BadInputException(
          "the run was trained on %s: it can say nothing of image files, but of shards such as its own"
              .formatted(statistics.elements().examples()));
    }
    UnlabelledFolder folder =
        UnlabelledFolder.open(place, followLinks, spark.hadoopConfiguration());
    MinibatchCut cut = cut(folder.count());
    List<String> labels = labels(folder.ids());
    return new Found(
        UnlabelledImages.of(
            spark, folder, intake, statistics.shape(), new PathClasses(labels), cut),
        ElementType.UINT8,
        folder.ids(),
        "",
        labels,
        folder.unused());
  }

  /** The run's classes where every image lies in a folder that is called like one; else none. */
  private List<String> labels(List<String> ids) {
    PathClasses classes = new PathClasses(classNames);
    boolean all = ids.stream().allMatch(id -> classes.label(id) != PathClasses.NONE);
    return all ? classNames : List.of();
  }

  /** No less parts than tasks at a time, and none of more images than are in memory at once. */
  private MinibatchCut cut(long count) {
    int most = Predictions.imagesAtOnce(spec);
    long parts = Math.max(ClusterSession.taskSlots(spark), (count + most - 1) / most);
    return new MinibatchCut(Math.toIntExact(parts), spec.batch(), most);
  }
}
