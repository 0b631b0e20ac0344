// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.teacher.SoftLabelsFile.Extent;
import convoy.preprocessing.job.AwaitedJob;
import convoy.preprocessing.storage.AttemptedFile;
import convoy.preprocessing.storage.StagedWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
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
   * @param examples how many each worker has
   */
  public record Request(
      Path folder, Member member, SoftLabels.Teacher teacher, List<Long> examples) {}

  /**
   * Writes soft labels.
   *
   * @param predictions of the training split, in partitions as the students' workers have them
   * @throws convoy.preprocessing.BadInputException if the folder is there, a worker has more
   *     probabilities than an array holds, or one is not a number
   */
  public static void run(JavaSparkContext spark, Predictions predictions, Request request)
      throws IOException {
    List<Extent> extents = new ArrayList<>();
    for (long examples : request.examples()) {
      extents.add(Extent.of(extents.size(), examples, predictions.classes()));
    }
    Configuration conf = spark.hadoopConfiguration();
    FileSystem files = request.folder().getFileSystem(conf);
    StagedWrite.folder(
        new StagedWrite.Folder(files, request.folder(), SoftLabelsManifest.FILE, false),
        staged -> {
          List<SoftLabelsManifest.Part> parts =
              parts(spark, predictions.of(request.member()), extents, staged);
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
      JavaSparkContext spark, JavaRDD<float[]> answers, List<Extent> extents, Path staged) {
    var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String place = staged.toString();
    JavaRDD<SoftLabelsManifest.Part> written =
        answers.mapPartitionsWithIndex(
            (worker, rows) ->
                List.of(
                        SoftLabelsFile.write(
                            new Path(place), extents.get(worker), rows, hadoop.value()))
                    .iterator(),
            true);
    return AwaitedJob.run(spark, written::collect);
  }
}
