// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MetricsFile;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a run has to beat: linear classifiers of the pixels, trained for a short time on its shards
 * and statistics (course notes, Linear Classification). Each is a run folder of its own, and both
 * are in {@code baselines.json}, whose rows are those of {@code metrics.json}. The test split is
 * not read.
 *
 * <p>A row is the parameters at the end of the training: no choice was made by the split that they
 * are measured on.
 */
public final class BaselinesPhase {
  /** The member of an evaluation that is nobody's choice. */
  private static final String MEMBER = "last";

  private static final List<Baseline> ALL =
      List.of(new Baseline("linear softmax", "softmax", 9), new Baseline("linear SVM", "svm", 1.5));

  /** Above it single steps of images of a few values would overshoot. */
  private static final double HIGHEST_RATE = 0.1;

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final Function<List<String>, ConvoyConfig> settings;

  /**
   * A linear classifier.
   *
   * @param name of its row
   * @param model by which it is trained
   * @param rate the learning rate times the values of an image. The curvature of a linear
   *     classifier's loss grows with the squared length of its input, which is their number where
   *     each is standardized. Tried on CIFAR-10, minibatches of 64, 3 epochs.
   */
  private record Baseline(String name, String model, double rate) {}

  /**
   * The baselines of a run that has been trained.
   *
   * @param settings what the user sets over defaults that are assigned as {@code key=value}
   */
  public BaselinesPhase(
      JavaSparkContext spark, RunFolder run, Function<List<String>, ConvoyConfig> settings) {
    this.spark = spark;
    this.run = run;
    this.settings = settings;
  }

  /**
   * Trains and measures them, in the place of any that are there.
   *
   * @return a row each
   * @throws BadInputException if the run has not been trained, its shards do not have the split to
   *     be measured on, or a setting makes another model of a baseline
   */
  public List<MemberMetrics> run() throws IOException {
    Inputs inputs = Inputs.of(run);
    Map<Baseline, ConvoyConfig> configs = new LinkedHashMap<>();
    for (Baseline baseline : ALL) {
      configs.put(baseline, config(baseline, inputs));
    }
    run.remove(run.baselines()); // it speaks of folders that are about to be replaced
    List<MemberMetrics> rows = new ArrayList<>();
    for (Map.Entry<Baseline, ConvoyConfig> next : configs.entrySet()) {
      rows.add(measure(next.getKey(), next.getValue(), inputs));
    }
    run.write(run.baselines(), MetricsFile.toJson(rows));
    return rows;
  }

  private ConvoyConfig config(Baseline baseline, Inputs inputs) throws IOException {
    ConvoyConfig begun = run.readConfig();
    double rate = baseline.rate() / inputs.statistics().shape().size();
    ConvoyConfig config =
        settings.apply(
            List.of(
                "seed=" + begun.seed(),
                "train.workers=" + begun.train().workers(),
                "train.allowCpuFallback=" + begun.train().allowCpuFallback(),
                "model.name=" + baseline.model(),
                "model.l2=0.01",
                "train.epochs=3",
                "train.learningRate.initial=" + Math.min(rate, HIGHEST_RATE),
                "train.learningRate.schedule=cosine",
                // Its last parameters are the baseline, and nothing else of it is asked for.
                "evaluate.ensemble=1",
                "evaluate.greedySteps=0",
                "evaluate.mistakes=0"));
    if (!config.model().name().equals(baseline.model())) {
      throw new BadInputException(
          "model.name = %s, but a baseline is a linear classifier: leave that setting out"
              .formatted(config.model().name()));
    }
    if (!inputs.shards().manifest().has(config.evaluate().split())) {
      throw new BadInputException(
          "the shards %s have no %s split to measure baselines on; give --set evaluate.on=train, or"
                  .formatted(inputs.shardPath(), config.evaluate().on())
              + " write them with a share for shard.validation");
    }
    return config
        .withShards(inputs.shards().manifest().origin())
        .withStatistics(inputs.imageSize(), inputs.statisticsConfig());
  }

  private MemberMetrics measure(Baseline baseline, ConvoyConfig config, Inputs inputs)
      throws IOException {
    RunFolder folder =
        RunFolder.begin(
            run.baseline(baseline.model()).toString(), RunFolder.IfExists.OVERWRITE, run.hadoop());
    Pipeline pipeline = new Pipeline(spark, folder, config);
    pipeline.train(inputs);
    MemberMetrics end =
        pipeline.evaluate(inputs).stream()
            .filter(member -> member.name().equals(MEMBER))
            .findFirst()
            .orElseThrow();
    return end.named(baseline.name());
  }
}
