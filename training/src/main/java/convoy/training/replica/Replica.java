// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.monitor.LayerSample;
import convoy.training.normalization.BatchNormLayout;
import convoy.training.normalization.ChannelMoments;
import convoy.training.onednn.FastNetwork;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** One network on one worker, with arrays to feed it minibatch after minibatch. */
public final class Replica implements AutoCloseable {
  private final ReplicaSpec spec;
  private final ComputationGraph graph;
  private final Minibatch minibatch;
  private final Scores scores = new Scores();

  /** Builds the network with its initial parameters, which depend on the seed alone. */
  public Replica(ReplicaSpec spec) {
    this(spec, FastNetwork.of(spec.network()));
  }

  /** The same with Deeplearning4j's own layers throughout: for its files, and its own training. */
  public static Replica ofDeeplearning4j(ReplicaSpec spec) {
    return new Replica(spec, FastNetwork.plain(spec.network()));
  }

  private Replica(ReplicaSpec spec, ComputationGraph graph) {
    this.spec = spec;
    this.graph = graph;
    NativeThreads.useOne();
    graph.setListeners(scores);
    this.minibatch = new Minibatch(spec);
  }

  /** The network itself; to be written to files only if it is {@link #ofDeeplearning4j}. */
  public ComputationGraph graph() {
    return graph;
  }

  /** Where the running statistics of batch normalization lie among the parameters. */
  public BatchNormLayout batchNorm() {
    return NormalizedLayers.of(graph);
  }

  /** The same of a network that is built only if it has any. */
  public static BatchNormLayout batchNorm(ReplicaSpec spec) {
    if (!NormalizedLayers.any(spec)) {
      return BatchNormLayout.NONE;
    }
    try (Replica replica = new Replica(spec)) {
      return replica.batchNorm();
    }
  }

  /** A copy of the parameters, flat. */
  public float[] parameters() {
    return FlatArrays.copy(graph.params());
  }

  /** A copy of the updater's state, flat; empty if it has none. */
  public float[] updaterState() {
    return FlatArrays.copy(graph.getUpdater().getStateViewArray());
  }

  /** Sets the parameters, for evaluation. */
  public void load(float[] parameters) {
    FlatArrays.paste(parameters, graph.params());
  }

  /**
   * Sets parameters, updater state and the global step.
   *
   * @param updaterState empty for zeros
   */
  public void load(float[] parameters, float[] updaterState, long globalStep) {
    load(parameters);
    INDArray state = graph.getUpdater().getStateViewArray();
    if (state != null && updaterState.length == 0) {
      state.assign(0);
    } else {
      FlatArrays.paste(updaterState, state);
    }
    graph.getConfiguration().setIterationCount(Math.toIntExact(globalStep));
  }

  /**
   * One local step.
   *
   * @param images of the block that make up the minibatch; at least one
   * @param epoch of training, from 0, which augmentation follows
   * @return mean loss of the minibatch before the update, and the share of right answers
   */
  LossSum step(ImageBlock block, int[] images, int epoch) {
    minibatch.fillToTrain(block, images, epoch);
    double regularization = graph.calcRegularizationScore(true);
    graph.fit(new INDArray[] {minibatch.features()}, new INDArray[] {minibatch.labels()});
    return new LossSum(
        graph.score() - regularization,
        regularization,
        (double) scores.correct(block, images) / images.length);
  }

  /**
   * One local step, the same to the last bit, in which the layers are looked at.
   *
   * @param layers to which they are added
   */
  LossSum watchedStep(ImageBlock block, int[] images, int epoch, List<LayerSample> layers) {
    LayerWatch watch = new LayerWatch(graph, scores);
    graph.setListeners(scores, watch);
    try {
      LossSum loss = step(block, images, epoch);
      layers.addAll(watch.samples());
      return loss;
    } finally {
      graph.setListeners(scores);
    }
  }

  /** Sets the learning rate of the steps to come. */
  void learningRate(double rate) {
    for (UpdaterBlock block : graph.getUpdater().getUpdaterBlocks()) {
      IUpdater updater = block.getGradientUpdater().getConfig();
      if (updater.hasLearningRate()) {
        updater.setLrAndSchedule(rate, null);
      }
    }
  }

  /**
   * Makes a block's images what the network sees of them in one view, in minibatches of the spec's
   * batch, of which the last may be smaller.
   *
   * @return for each minibatch {@code [n, channels, height, width]}, row by row
   */
  public List<float[]> seen(ImageBlock block, View view) {
    List<float[]> seen = new ArrayList<>();
    for (int from = 0; from < block.count(); from += spec.batch()) {
      int to = Math.min(block.count(), from + spec.batch());
      seen.add(minibatch.seen(block, IntStream.range(from, to).toArray(), view));
    }
    return seen;
  }

  /**
   * Class probabilities of images under the parameters that are loaded.
   *
   * @param seen minibatches as {@link #seen} makes them
   * @return {@code [images, classes]}, row by row
   */
  public float[] probabilities(List<float[]> seen) {
    return rows(seen, this::probabilities);
  }

  private float[] probabilities(INDArray images) {
    INDArray output = graph.outputSingle(false, images);
    try (INDArray ordered = output.dup('c')) {
      return FlatArrays.copy(ordered);
    } finally {
      output.close();
    }
  }

  /**
   * The codes of images under the parameters that are loaded: the activations that the output layer
   * takes, before any dropout (course notes CS231n, "Transfer Learning": CNN codes).
   *
   * @param seen minibatches as {@link #seen} makes them
   * @return {@code [images, units]}, row by row
   * @throws IllegalStateException if the output layer is the first and takes the images themselves
   */
  public float[] codes(List<float[]> seen) {
    ComputationGraphConfiguration network = graph.getConfiguration();
    String output = network.getNetworkOutputs().get(0);
    String before = network.getVertexInputs().get(output).get(0);
    if (network.getNetworkInputs().contains(before)) {
      throw new IllegalStateException("a linear model has no layer before its output");
    }
    ForwardPass pass = new ForwardPass(graph, List.of(before), false);
    return rows(seen, images -> pass.of(images, FlatArrays::copy).get(0));
  }

  private float[] rows(List<float[]> seen, Function<INDArray, float[]> pass) {
    List<float[]> rows = new ArrayList<>();
    for (float[] images : seen) {
      minibatch.show(images);
      rows.add(pass.apply(minibatch.features()));
    }
    return joined(rows);
  }

  private static float[] joined(List<float[]> rows) {
    FloatBuffer joined = FloatBuffer.allocate(rows.stream().mapToInt(row -> row.length).sum());
    rows.forEach(joined::put);
    return joined.array();
  }

  /**
   * What each batch normalization gets of some images in training, under each of several sets of
   * parameters, but of images as they are. What lies behind the last one, where dropout is, is not
   * computed.
   *
   * @param images of the block, which are a minibatch; at least one and at most the spec's batch
   * @param parameters the sets, flat
   * @return for each set the moments of each layer that {@link #batchNorm} names
   */
  List<List<ChannelMoments>> normalizedInputs(
      ImageBlock block, int[] images, List<float[]> parameters) {
    minibatch.fill(block, images);
    BatchNormLayout layout = batchNorm();
    List<List<ChannelMoments>> moments = new ArrayList<>();
    for (float[] set : parameters) {
      load(set);
      moments.add(NormalizedLayers.inputs(graph, layout, minibatch.features()));
    }
    return moments;
  }

  /** Gives the network's native memory back; the replica is not used afterwards. */
  @Override
  public void close() {
    FastNetwork.close(graph);
    minibatch.close();
  }

  ReplicaSpec spec() {
    return spec;
  }
}
