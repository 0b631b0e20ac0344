// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.evaluation.ensemble.EvaluationJob;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.ParameterSets;
import convoy.evaluation.ensemble.Predictions;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluation of many members, with everything that is counted of them and of each pair, against
 * the forward passes alone: the same replicas on images that are preprocessed already, a thread
 * each, without Spark. The two are measured in turn, several times over.
 */
public final class EvaluationBench {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationBench.class);
  private static final int BATCH = 128;

  private final JavaSparkContext spark;
  private final ReplicaSpec spec;
  private final List<float[]> sets = new ArrayList<>();

  /** How many images each task has: whole minibatches, but for the last task. */
  private final List<Integer> counts = new ArrayList<>();

  /**
   * How much is measured.
   *
   * @param members at least 1
   * @param images at least 1
   * @param repeats at least 1, after one warm-up
   */
  public record Options(int members, int images, int repeats) {}

  /**
   * What was found.
   *
   * @param seconds of the evaluation; median
   * @param forwardSeconds of the forward passes alone; median
   * @param ratio of the two; median
   * @param imagesRead how many images one evaluation drew, however many members it has
   */
  public record Findings(double seconds, double forwardSeconds, double ratio, long imagesRead) {}

  private EvaluationBench(JavaSparkContext spark, Options options) {
    this.spark = spark;
    this.spec =
        new ReplicaSpec(
            UUID.randomUUID().toString(),
            BenchNetwork.configuration(256, 0).toJson(),
            BenchNetwork.preprocessor(),
            BenchNetwork.INPUT,
            BenchNetwork.CLASSES,
            BATCH,
            0);
    try (Replica replica = new Replica(spec)) {
      float[] parameters = replica.parameters();
      for (int member = 0; member < options.members(); member++) {
        float[] scaled = new float[parameters.length];
        for (int i = 0; i < scaled.length; i++) {
          scaled[i] = parameters[i] * (1 + 0.01f * member);
        }
        sets.add(scaled);
      }
    }
    int minibatches = (options.images() + BATCH - 1) / BATCH;
    int tasks = Math.min(minibatches, ClusterSession.taskSlots(spark));
    for (int task = 0; task < tasks; task++) {
      int from = task * minibatches / tasks * BATCH;
      int to = Math.min(options.images(), (task + 1) * minibatches / tasks * BATCH);
      counts.add(to - from);
    }
  }

  /** Measures. */
  public static Findings run(JavaSparkContext spark, Options options) {
    EvaluationBench bench = new EvaluationBench(spark, options);
    List<Double> evaluations = new ArrayList<>();
    List<Double> forwards = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    LongAccumulator read = spark.sc().longAccumulator();
    for (int repeat = 0; repeat <= options.repeats(); repeat++) {
      read.reset();
      double forward = bench.forwardSeconds();
      double evaluation = Stopwatch.seconds(() -> bench.evaluate(read));
      LOG.info(
          "{}: evaluation {} s, forward passes alone {} s",
          repeat == 0 ? "warm-up" : "measurement " + repeat,
          evaluation,
          forward);
      if (repeat > 0) {
        evaluations.add(evaluation);
        forwards.add(forward);
        ratios.add(evaluation / forward);
      }
    }
    return new Findings(
        Stopwatch.median(evaluations),
        Stopwatch.median(forwards),
        Stopwatch.median(ratios),
        read.value());
  }

  private void evaluate(LongAccumulator read) {
    JavaRDD<ImageBlock> images =
        spark
            .parallelize(IntStream.range(0, counts.size()).boxed().toList(), counts.size())
            .map(new Drawing(List.copyOf(counts), read)::draw);
    List<Member> members = new ArrayList<>();
    for (int set = 0; set < sets.size(); set++) {
      members.add(Member.alone("member " + set, set));
    }
    members.add(Member.mean("ensemble", IntStream.range(0, sets.size()).boxed().toList()));
    try (Predictions predictions =
        Predictions.of(
            spark, images, List.of(new ParameterSets(spec, sets)), List.of(View.AS_IT_IS))) {
      EvaluationJob.run(predictions, members, 0);
    }
  }

  /** Draws the images of a task, and counts them. */
  private record Drawing(List<Integer> counts, LongAccumulator read) implements Serializable {
    ImageBlock draw(int task) {
      read.add(counts.get(task));
      return BenchNetwork.noise(task, counts.get(task));
    }
  }

  /** Seconds of all sets' forward passes, each on all images. */
  private double forwardSeconds() {
    ExecutorService threads = Executors.newFixedThreadPool(counts.size());
    List<Replica> replicas = new ArrayList<>();
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int task = 0; task < counts.size(); task++) {
        Replica replica = new Replica(spec);
        replicas.add(replica);
        List<float[]> seen =
            replica.seen(BenchNetwork.noise(task, counts.get(task)), View.AS_IT_IS);
        tasks.add(() -> forward(replica, seen));
      }
      long begin = System.nanoTime();
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        done.get();
      }
      return (System.nanoTime() - begin) / 1e9;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in forward passes", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a forward pass failed", e.getCause());
    } finally {
      threads.shutdown();
      replicas.forEach(Replica::close);
    }
  }

  private int forward(Replica replica, List<float[]> seen) {
    int answers = 0;
    for (float[] set : sets) {
      replica.load(set);
      answers += replica.probabilities(seen).length;
    }
    return answers;
  }
}
