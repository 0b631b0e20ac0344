// SPDX-License-Identifier: Apache-2.0
package convoy.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/**
 * PyTorch on the network of Convoy's training benchmark: (3x3 conv 32) x 2, max-pool, (3x3 conv 64)
 * x 2, max-pool, dense, softmax; ReLU throughout, He's initialization, cross-entropy, SGD with
 * momentum. The momentum is the classical one: DJL's PyTorch offers no Nesterov's.
 */
final class PyTorchTraining implements AutoCloseable {
  private static final float LEARNING_RATE = 1e-3f;
  private static final float MOMENTUM = 0.9f;
  private static final int SEED = 1;

  private final int batch;
  private final Model model;
  private final Trainer trainer;
  private final Noise noise;

  /**
   * A network that has not learned yet, and the one minibatch that it trains on.
   *
   * @param hidden units of the dense layer
   */
  PyTorchTraining(int hidden, int batch) {
    this.batch = batch;
    this.noise = Noise.draw(0, batch);
    Engine.getEngine("PyTorch").setRandomSeed(SEED);
    this.model = Model.newInstance("convnet", Device.cpu(), "PyTorch");
    model.setBlock(network(hidden));
    this.trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optInitializer(
                    new XavierInitializer(
                        XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.IN, 2),
                    Parameter.Type.WEIGHT)
                .optOptimizer(
                    Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(LEARNING_RATE))
                        .optMomentum(MOMENTUM)
                        .build()));
    trainer.initialize(shape());
  }

  /**
   * Settles how many threads share the work of a layer, and that DJL neither downloads anything nor
   * reports its use; DJL reads both once, before the first network.
   */
  static void prepare(int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
  }

  /** Parameters of the network, biases included. */
  long parameters() {
    return model.getBlock().getParameters().values().stream()
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }

  /** One step of SGD; returns the loss before it, the mean over the minibatch. */
  float step() {
    try (NDManager arrays = trainer.getManager().newSubManager()) {
      NDList images = new NDList(arrays.create(noise.images(), shape()));
      NDList labels = new NDList(arrays.create(noise.labels(), new Shape(batch, 1)));
      float loss;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDArray mean = trainer.getLoss().evaluate(labels, trainer.forward(images));
        gradients.backward(mean);
        loss = mean.getFloat();
      }
      trainer.step();
      return loss;
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }

  private Shape shape() {
    return new Shape(batch, Noise.CHANNELS, Noise.SIDE, Noise.SIDE);
  }

  private static Block network(int hidden) {
    return new SequentialBlock()
        .add(convolution(32))
        .add(Activation.reluBlock())
        .add(convolution(32))
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(convolution(64))
        .add(Activation.reluBlock())
        .add(convolution(64))
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(hidden).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(Noise.CLASSES).build());
  }

  /** As large as its input, as in Deeplearning4j's mode {@code Same}. */
  private static Block convolution(int filters) {
    return Conv2d.builder()
        .setKernelShape(new Shape(3, 3))
        .optPadding(new Shape(1, 1))
        .setFilters(filters)
        .build();
  }
}
