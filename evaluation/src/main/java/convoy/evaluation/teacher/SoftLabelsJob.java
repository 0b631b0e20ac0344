// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.Predictions;
import convoy.preprocessing.storage.AttemptedFile;
import convoy.preprocessing.storage.StagedWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Spark job that writes down what a teacher says of every training example (Hinton, Vinyals and
 * Dean, Distilling the Knowledge in a Neural Network, 2015): once, so that no student has to ask
 * again in every epoch. Executors write their own part; the driver holds none of it.
 */
public final class SoftLabelsJob {
  private SoftLabelsJob() {}

  /**
   * What is to be written.
   *
   * @param folder that must not exist yet; it appears when it is whole
   * @param member the teacher among the predictions
   */
  public record Request(Path folder, Member member, SoftLabels.Teacher teacher) {}

  /**
   * Writes soft labels.
   *
   * @param predictions of the training split, in partitions as the students' workers have them
   * @throws convoy.preprocessing.BadInputException if the folder is there, or a probability is not
   *     a number
   */
  public static void run(JavaSparkContext spark, Predictions predictions, Request request)
      throws IOException {
    Configuration conf = spark.hadoopConfiguration();
    FileSystem files = request.folder().getFileSystem(conf);
    StagedWrite.folder(
        new StagedWrite.Folder(files, request.folder(), SoftLabelsManifest.FILE, false),
        staged -> {
          List<SoftLabelsManifest.Part> parts = parts(spark, predictions, request, staged);
          AttemptedFile.clearOthers(
              files,
              staged,
              parts.stream().map(SoftLabelsManifest.Part::file).collect(Collectors.toSet()));
          SoftLabelsManifest manifest =
              new SoftLabelsManifest(
                  SoftLabelsManifest.VERSION, request.teacher(), predictions.classes(), parts);
          try (var out = files.create(new Path(staged, SoftLabelsManifest.FILE))) {
            out.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  private static List<SoftLabelsManifest.Part> parts(
      JavaSparkContext spark, Predictions predictions, Request request, Path staged) {
    var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String place = staged.toString();
    int classes = predictions.classes();
    return predictions
        .of(request.member())
        .mapPartitionsWithIndex(
            (worker, rows) ->
                List.of(
                        SoftLabelsFile.write(
                            new Path(place), worker, classes, rows, hadoop.value()))
                    .iterator(),
            true)
        .collect();
  }
}
