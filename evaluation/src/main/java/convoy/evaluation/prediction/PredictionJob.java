// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import convoy.preprocessing.job.AwaitedJob;
import convoy.preprocessing.shard.NamedImage;
import convoy.preprocessing.storage.AttemptedFile;
import convoy.preprocessing.storage.StagedWrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The Spark job behind {@code convoy predict}: every image goes through the networks once, and the
 * rows are written sorted by id, so many a file. Neither the rows nor which file holds which depend
 * on the cluster. Executors hold a block of images at a time; what is sorted between them spills to
 * their disks. The driver holds the ids.
 */
public final class PredictionJob {
  /** The file that says what the rows are; by its name, no reader of tables takes it for some. */
  public static final String ABOUT = "_predictions.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PredictionJob() {}

  /**
   * What is asked.
   *
   * @param rows how images become rows
   * @param done counts them as tasks end; those of a task that is repeated count again
   * @param about what {@link #ABOUT} says beside the files
   */
  public record Question(
      RowMaker rows, PredictionColumns columns, LongAccumulator done, Map<String, Object> about) {}

  /**
   * Where the answers go.
   *
   * @param format of the files
   * @param rowsOfFile at least 1; the last file may have fewer
   * @param output folder to create
   * @param overwrite whether predictions that stand there already are replaced
   */
  public record Target(PredictionFormat format, int rowsOfFile, Path output, boolean overwrite) {
    /**
     * Refuses a place that is taken, so that a command can say so before it works.
     *
     * @throws convoy.preprocessing.BadInputException if something stands there and is not to be
     *     replaced
     */
    public void refuseExisting(Configuration hadoop) throws IOException {
      folder(hadoop).refuseExisting();
    }

    private StagedWrite.Folder folder(Configuration hadoop) throws IOException {
      return new StagedWrite.Folder(output.getFileSystem(hadoop), output, ABOUT, overwrite);
    }
  }

  /**
   * Writes the rows; afterwards the folder is whole or, at any error, as it was before.
   *
   * @param images in parts that begin at whole minibatches
   * @param ids of all images, each once, in any order; at least one
   * @return the files, in the order of the ids
   * @throws convoy.preprocessing.BadInputException if the folder is taken, or the images cannot be
   *     read
   */
  public static List<PredictionFile> run(
      JavaRDD<NamedImage> images, List<String> ids, Question question, Target target)
      throws IOException {
    Configuration hadoop = images.context().hadoopConfiguration();
    ByFile byFile = ByFile.of(ids, target.rowsOfFile());
    List<PredictionFile> written = new ArrayList<>();
    StagedWrite.folder(
        target.folder(hadoop),
        folder -> {
          RowFiles files =
              new RowFiles(
                  target.format(),
                  question.columns(),
                  folder.toString(),
                  new SerializableConfiguration(hadoop));
          written.addAll(write(images, byFile, question, files));
          finish(folder.getFileSystem(hadoop), folder, question.about(), written);
        });
    return List.copyOf(written);
  }

  private static List<PredictionFile> write(
      JavaRDD<NamedImage> images, ByFile byFile, Question question, RowFiles files) {
    RowMaker maker = question.rows();
    LongAccumulator done = question.done();
    JavaRDD<PredictionFile> written =
        images
            .mapPartitions(maker::rows)
            .mapToPair(
                row -> {
                  done.add(1);
                  return new Tuple2<>(row.id(), row);
                })
            .repartitionAndSortWithinPartitions(byFile)
            .values()
            .mapPartitionsWithIndex(
                (file, rows) -> List.of(files.write(file, rows)).iterator(), true);
    return AwaitedJob.run(JavaSparkContext.fromSparkContext(images.context()), written::collect);
  }

  /** Clears what killed tasks left, and says what is there. */
  private static void finish(
      FileSystem files, Path folder, Map<String, Object> about, List<PredictionFile> written)
      throws IOException {
    AttemptedFile.clearOthers(
        files, folder, written.stream().map(PredictionFile::file).collect(Collectors.toSet()));
    Map<String, Object> all = new LinkedHashMap<>(about);
    all.put("files", written);
    try (var out = files.create(new Path(folder, ABOUT), false)) {
      out.write(JSON.writeValueAsBytes(all));
    }
  }

  /** Sends each row to the file that its id belongs to. */
  private static final class ByFile extends Partitioner {
    private static final long serialVersionUID = 1L;

    /** The first id of each file. */
    private final String[] first;

    private ByFile(List<String> first) {
      this.first = first.toArray(String[]::new);
    }

    static ByFile of(List<String> ids, int rowsOfFile) {
      List<String> sorted = ids.stream().sorted().toList();
      List<String> first = new ArrayList<>();
      for (long row = 0; row < sorted.size(); row += rowsOfFile) {
        first.add(sorted.get((int) row));
      }
      return new ByFile(first);
    }

    @Override
    public int numPartitions() {
      return first.length;
    }

    @Override
    public int getPartition(Object key) {
      int found = Arrays.binarySearch(first, (String) key);
      return found >= 0 ? found : -found - 2;
    }
  }
}
