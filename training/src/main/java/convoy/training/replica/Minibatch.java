// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.Augmenter;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays that feed a replica: allocated once for each size, then filled again and again. */
final class Minibatch {
  private final ReplicaSpec spec;

  /** Shape of what the preprocessor makes of an image. */
  private final ImageShape shape;

  private final float[] pixels;

  /** {@code [n, label columns]}: one-hot, and behind them those of a teacher, if there is one. */
  private final float[] columns;

  private final Map<Integer, INDArray> featuresBySize = new HashMap<>();
  private final Map<Integer, INDArray> labelsBySize = new HashMap<>();

  /** Null where training sees images as they are. */
  private final Augmenter augmenter;

  private int size;

  Minibatch(ReplicaSpec spec) {
    this.spec = spec;
    this.augmenter = spec.augment().augmenter(spec.input(), spec.seed()).orElse(null);
    this.shape = spec.preprocessor().outputShape(spec.input());
    this.pixels = new float[spec.batch() * spec.input().size()];
    this.columns = new float[spec.batch() * spec.labelColumns()];
  }

  /** Takes images and labels from a block and preprocesses them. */
  void fill(ImageBlock block, int[] images) {
    take(block, images);
    preprocess();
  }

  /**
   * What the network sees of some images in one view, row by row in memory of its own, to be shown
   * as often as one likes.
   */
  float[] seen(ImageBlock block, int[] images, View view) {
    take(block, images);
    view.apply(pixels, size, spec.input());
    spec.preprocessor().apply(pixels, size);
    return Arrays.copyOf(pixels, size * shape.size());
  }

  /** Fills {@link #features} with what was {@link #seen}; labels stay as they are. */
  void show(float[] seen) {
    size = seen.length / shape.size();
    FlatArrays.paste(seen, seen.length, features());
  }

  /**
   * Takes images and labels, a teacher's among them if there is one, augments the images as the
   * epoch wants it, and preprocesses them. A teacher has seen them as they are.
   */
  void fillToTrain(ImageBlock block, int[] images, int epoch) {
    take(block, images);
    for (int i = 0; i < size && augmenter != null; i++) {
      augmenter.apply(pixels, i, epoch, block.images().get(images[i]).key());
    }
    for (int i = 0; i < size && spec.taught(); i++) {
      block.copySoftLabels(images[i], columns, i * spec.labelColumns() + spec.classes());
    }
    preprocess();
  }

  private void take(ImageBlock block, int[] images) {
    size = images.length;
    Arrays.fill(columns, 0, size * spec.labelColumns(), 0f);
    for (int i = 0; i < size; i++) {
      block.copyImage(images[i], pixels, i * spec.input().size());
      columns[i * spec.labelColumns() + block.label(images[i])] = 1f;
    }
  }

  private void preprocess() {
    spec.preprocessor().apply(pixels, size);
    FlatArrays.paste(pixels, size * shape.size(), features());
    FlatArrays.paste(columns, size * spec.labelColumns(), labels());
  }

  /** Gives the arrays' native memory back. */
  void close() {
    featuresBySize.values().forEach(INDArray::close);
    featuresBySize.clear();
    labelsBySize.values().forEach(INDArray::close);
    labelsBySize.clear();
  }

  /** {@code [n, channels, height, width]}, preprocessed. */
  INDArray features() {
    return featuresBySize.computeIfAbsent(
        size, n -> Nd4j.create(DataType.FLOAT, n, shape.channels(), shape.height(), shape.width()));
  }

  /**
   * {@code [n, classes]}, one 1 a row; of students {@code [n, 2 classes]}, where the teacher's
   * probabilities are behind them, or zeros if the minibatch is not to train on.
   */
  INDArray labels() {
    return labelsBySize.computeIfAbsent(
        size, n -> Nd4j.create(DataType.FLOAT, n, spec.labelColumns()));
  }
}
