// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.storage.TextFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a teacher says of every example of a training split, unaugmented, seen from the driver: a
 * folder with a file for each worker, whose rows are in the order of the worker's examples. {@link
 * SoftLabelsJob} writes it.
 */
public final class SoftLabels {
  private final Path folder;
  private final SoftLabelsManifest manifest;

  private SoftLabels(Path folder, SoftLabelsManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Who said it, and of what.
   *
   * @param run folder of the teacher
   * @param checkpoints below its checkpoints, whose mean it is
   * @param splitDigest of the training split
   * @param orderSeed the seed of its shards, which the order of its examples follows
   */
  public record Teacher(String run, List<String> checkpoints, String splitDigest, long orderSeed) {}

  /**
   * Opens a folder that {@link SoftLabelsJob} wrote.
   *
   * @throws BadInputException if it is none, or damaged
   */
  public static SoftLabels open(Path folder, Configuration hadoop) throws IOException {
    Path file = new Path(folder, SoftLabelsManifest.FILE);
    try {
      String json = TextFile.read(file.getFileSystem(hadoop), file);
      return new SoftLabels(folder, SoftLabelsManifest.parse(json, file.toString()));
    } catch (FileNotFoundException e) {
      throw new BadInputException("%s holds no probabilities of a teacher".formatted(folder), e);
    }
  }

  /** Who said it. */
  public Teacher teacher() {
    return manifest.teacher();
  }

  /** SHA-256 of all probabilities, 64 hexadecimal digits. */
  public String digest() {
    return manifest.digest();
  }

  /**
   * Refuses another split, or another cut of it: rows would stand beside other examples.
   *
   * @param splitDigest of the training split
   * @param orderSeed the seed of its shards
   * @param classes of the split
   * @throws BadInputException if they are not of that split, in that order, for so many workers
   */
  public void requireOf(String splitDigest, long orderSeed, int classes, int workers) {
    Teacher teacher = teacher();
    if (!teacher.splitDigest().equals(splitDigest)
        || teacher.orderSeed() != orderSeed
        || manifest.parts().size() != workers) {
      throw new BadInputException(
          "the teacher's probabilities in %s are of another training split (digest %.12s..., shards of seed %s, %s workers), not of this (%.12s..., %s, %s)"
              .formatted(
                  folder,
                  teacher.splitDigest(),
                  teacher.orderSeed(),
                  manifest.parts().size(),
                  splitDigest,
                  orderSeed,
                  workers));
    }
    if (manifest.classes() != classes) {
      throw new BadInputException(
          "the teacher's probabilities in %s are of %s classes, not of %s"
              .formatted(folder, manifest.classes(), classes));
    }
  }

  /**
   * Puts beside each worker's examples what the teacher says of them. Executors read it when they
   * decode the examples, again if they lose them; the driver holds none of it.
   *
   * @param blocks of the training split, one partition a worker, one block a partition
   */
  public JavaRDD<ImageBlock> beside(JavaSparkContext spark, JavaRDD<ImageBlock> blocks) {
    var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String place = folder.toString();
    int classes = manifest.classes();
    JavaRDD<SoftLabelsManifest.Part> parts =
        spark.parallelize(manifest.parts(), manifest.parts().size());
    return blocks
        .zip(parts)
        .map(pair -> beside(pair._1(), pair._2(), new Path(place), classes, hadoop.value()));
  }

  private static ImageBlock beside(
      ImageBlock block,
      SoftLabelsManifest.Part part,
      Path folder,
      int classes,
      Configuration hadoop)
      throws IOException {
    if (part.examples() != block.count()) {
      throw new BadInputException(
          "the teacher's probabilities in %s are of %s examples, not of a worker's %s"
              .formatted(new Path(folder, part.file()), part.examples(), block.count()));
    }
    return block.withSoftLabels(SoftLabelsFile.read(folder, part, classes, hadoop));
  }
}
