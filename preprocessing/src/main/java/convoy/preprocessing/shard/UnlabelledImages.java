// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.job.TaskScope;
import convoy.preprocessing.source.PathClasses;
import convoy.preprocessing.source.Slice;
import convoy.preprocessing.source.UnlabelledFolder;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** The images of a folder that is no shards, as a network that was trained on shards sees them. */
public final class UnlabelledImages {
  private UnlabelledImages() {}

  /**
   * The images in the order of their ids; executors read and decode them one by one as they are
   * asked for. One that cannot be decoded has its place among them, so that the others share their
   * minibatches with the same ones whatever becomes of it.
   *
   * @param intake of the shards that the network was trained on
   * @param shape in which images are seen, of one channel or three
   * @param classes give an image the label of the folder that it lies in
   * @param cut how the folder is cut into parts, each of whole minibatches; {@code most} files at
   *     most
   */
  public static JavaRDD<NamedImage> of(
      JavaSparkContext spark,
      UnlabelledFolder folder,
      Intake intake,
      ImageShape shape,
      PathClasses classes,
      MinibatchCut cut) {
    List<Slice> slices = folder.slices(cut.imagesOfPart(folder.count()));
    FileView view = new FileView(intake, shape);
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return spark
        .parallelize(slices, slices.size())
        .flatMap(
            slice -> seen(TaskScope.closedWithItsTask(slice.open(hadoop.value())), view, classes));
  }

  private static Iterator<NamedImage> seen(
      Slice.Examples files, FileView view, PathClasses classes) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return files.hasNext();
      }

      @Override
      public NamedImage next() {
        TaskScope.requireWanted();
        NamedImage image = view.next(files::next);
        return image.withLabel(classes.label(image.id()));
      }
    };
  }
}
