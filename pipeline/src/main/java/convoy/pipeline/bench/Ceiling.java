// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.LocalTraining;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What averaging could reach if it cost nothing: replicas side by side, a thread each, that never
 * hear of one another or of Spark.
 */
final class Ceiling {
  private final ReplicaSpec spec;
  private final List<ImageBlock> blocks;
  private final RoundStart start;

  /**
   * Replicas to be measured.
   *
   * @param blocks one for each replica, of at least {@code steps} minibatches
   * @param steps that each replica takes
   */
  Ceiling(ReplicaSpec spec, List<ImageBlock> blocks, float[] parameters, int steps) {
    this.spec = spec;
    this.blocks = blocks;
    double[] rates = new double[steps];
    Arrays.fill(rates, BenchNetwork.LEARNING_RATE);
    this.start =
        new RoundStart(
            parameters,
            new float[0],
            0,
            0,
            Collections.nCopies(blocks.size(), 0),
            0,
            rates,
            Double.POSITIVE_INFINITY,
            false);
  }

  /** Images a second of all replicas together, from the first's begin to the last's end. */
  double imagesPerSecond() {
    List<Callable<RoundResult>> tasks = new ArrayList<>();
    for (int worker = 0; worker < blocks.size(); worker++) {
      int number = worker;
      tasks.add(() -> LocalTraining.run(spec, start, new float[0], number, blocks.get(number), 0));
    }
    ExecutorService threads = Executors.newFixedThreadPool(blocks.size());
    try {
      long begin = System.nanoTime();
      long images = 0;
      for (Future<RoundResult> done : threads.invokeAll(tasks)) {
        images += done.get().examples();
      }
      return images / ((System.nanoTime() - begin) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replicas trained", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a replica failed", e.getCause());
    } finally {
      threads.shutdown();
    }
  }
}
