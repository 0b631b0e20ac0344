// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.picture.ActivationMaps;
import convoy.evaluation.picture.Filters;
import convoy.evaluation.picture.FirstLayer;
import convoy.evaluation.picture.PngImage;
import convoy.evaluation.report.ShownActivations;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.FirstExamples;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.Statistics;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.replica.Replica;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a checkpoint's network looks like inside, where what it sees are images.
 *
 * @param filters of its first layer
 * @param activations of one image of the training split; none where its shards are gone
 */
record NetworkPictures(Optional<Filters> filters, Optional<ShownActivations> activations) {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkPictures.class);

  /** The pictures of a checkpoint that was trained with these statistics. */
  static NetworkPictures of(
      Checkpoint checkpoint,
      Statistics statistics,
      Optional<ShardFolder> shards,
      Configuration hadoop) {
    ImageShape seen = checkpoint.info().model().input();
    if (seen.plane() == 1) {
      // Weights of components and features are no pictures.
      return new NetworkPictures(Optional.empty(), Optional.empty());
    }
    // Closed, as training writes a report each epoch and arrays lie outside the heap.
    try (Replica replica =
        Replica.ofDeeplearning4j(Networks.toEvaluate(checkpoint.info(), statistics, 1))) {
      replica.load(checkpoint.state().parameters());
      return new NetworkPictures(
          FirstLayer.of(replica.graph(), seen),
          shards
              .flatMap(folder -> first(folder, statistics, hadoop))
              .map(example -> activations(replica, example, seen)));
    }
  }

  /** The training split's first image, of all that are shown of it. */
  private static Optional<Example> first(
      ShardFolder shards, Statistics statistics, Configuration hadoop) {
    if (statistics.elements() != ElementType.UINT8) {
      return Optional.empty();
    }
    try {
      return FirstExamples.read(shards, Split.TRAIN, 1, statistics.shape(), hadoop).stream()
          .findFirst();
    } catch (BadInputException e) {
      LOG.info("the report shows no activations: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static ShownActivations activations(Replica replica, Example example, ImageShape seen) {
    var block =
        new ImageBlock(
            example.shape(), List.of(new LabelledImage(0, example.label(), example.image())));
    float[] values = replica.seen(block, View.AS_IT_IS).get(0);
    try (INDArray image =
        Nd4j.createFromArray(values).reshape(1, seen.channels(), seen.height(), seen.width())) {
      return new ShownActivations(
          PngImage.ofBytes(example.image(), example.shape()),
          example.label(),
          ActivationMaps.of(replica.graph(), image));
    }
  }
}
