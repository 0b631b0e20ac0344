// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.NamedImage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/**
 * Makes rows of images on an executor, a block of them in memory at a time.
 *
 * <p>An image that is not seen has zeros in its minibatch: the others then have the same company,
 * and the same answers to the last bit, however a folder is cut.
 *
 * @param networks the answers to a block, {@code [n, classes]}
 * @param shape of every image
 * @param elements what the values of every image are
 * @param most images of a block, at least 1
 * @param labels the names of the classes where the images come from; none where they have none
 */
public record RowMaker(
    Function<ImageBlock, float[]> networks,
    ImageShape shape,
    ElementType elements,
    int most,
    List<String> labels)
    implements Serializable {
  /** Copies the names. */
  public RowMaker {
    labels = List.copyOf(labels);
  }

  /** A row an image, each computed when it is asked for. */
  Iterator<PredictionRow> rows(Iterator<NamedImage> images) {
    return new Iterator<>() {
      private Iterator<PredictionRow> made = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        return made.hasNext() || images.hasNext();
      }

      @Override
      public PredictionRow next() {
        if (!made.hasNext()) {
          made = made(block(images)).iterator();
        }
        return made.next();
      }
    };
  }

  private List<NamedImage> block(Iterator<NamedImage> images) {
    List<NamedImage> block = new ArrayList<>();
    while (block.size() < most && images.hasNext()) {
      block.add(images.next());
    }
    return block;
  }

  private List<PredictionRow> made(List<NamedImage> block) {
    if (block.stream().allMatch(image -> image.unseen() != null)) {
      return block.stream().map(image -> row(image, null)).toList();
    }
    float[] answers = answers(block);
    int classes = answers.length / Math.max(1, block.size());
    List<PredictionRow> rows = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      rows.add(row(block.get(i), Arrays.copyOfRange(answers, i * classes, (i + 1) * classes)));
    }
    return rows;
  }

  private float[] answers(List<NamedImage> block) {
    byte[] zeros = new byte[shape.size() * elements.bytes()];
    List<LabelledImage> images = new ArrayList<>();
    for (NamedImage image : block) {
      images.add(new LabelledImage(0, 0, image.unseen() == null ? image.pixels() : zeros));
    }
    try {
      return networks.call(new ImageBlock(shape, elements, images));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("what Spark's interface allows, and no network throws", e);
    }
  }

  private PredictionRow row(NamedImage image, float[] answers) {
    String label = image.label() == NamedImage.UNLABELLED ? null : labels.get(image.label());
    return new PredictionRow(
        image.id(), label, image.unseen() == null ? answers : null, image.unseen());
  }
}
