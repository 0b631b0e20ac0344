// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The decoded images of one partition, or its lists of features, in memory.
 *
 * @param shape of every image
 * @param elements what the values of every image are
 * @param images in their order; not copied
 * @param softLabels what a teacher says of each, {@code [n, classes]} row by row; not copied. Empty
 *     where there is no teacher
 */
public record ImageBlock(
    ImageShape shape, ElementType elements, List<LabelledImage> images, float[] softLabels)
    implements Serializable {
  private static final float[] NONE = {};

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if an example has another shape, or the soft labels are not as
   *     many for each
   */
  public ImageBlock {
    for (LabelledImage image : images) {
      if (image.pixels().length != shape.size() * elements.bytes()) {
        throw new IllegalArgumentException(
            "an example of %s has %s bytes, not %s"
                .formatted(shape, shape.size() * elements.bytes(), image.pixels().length));
      }
    }
    if (softLabels.length % Math.max(1, images.size()) != 0) {
      throw new IllegalArgumentException(
          "%s soft labels for %s examples".formatted(softLabels.length, images.size()));
    }
  }

  /** A block without a teacher. */
  public ImageBlock(ImageShape shape, ElementType elements, List<LabelledImage> images) {
    this(shape, elements, images, NONE);
  }

  /** A block of images of one byte a value. */
  public ImageBlock(ImageShape shape, List<LabelledImage> images) {
    this(shape, ElementType.UINT8, images);
  }

  /** All that an iterator gives. */
  static ImageBlock of(ImageShape shape, ElementType elements, Iterator<LabelledImage> images) {
    List<LabelledImage> all = new ArrayList<>();
    images.forEachRemaining(all::add);
    return new ImageBlock(shape, elements, all);
  }

  /** The first that an iterator gives; it is asked for no more. */
  static ImageBlock ofFirst(
      int most, ImageShape shape, ElementType elements, Iterator<LabelledImage> images) {
    List<LabelledImage> first = new ArrayList<>();
    while (first.size() < most && images.hasNext()) {
      first.add(images.next());
    }
    return new ImageBlock(shape, elements, first);
  }

  /** Blocks of so many that an iterator gives, each asked for when it is needed. */
  static Iterator<ImageBlock> each(
      int size, ImageShape shape, ElementType elements, Iterator<LabelledImage> images) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return images.hasNext();
      }

      @Override
      public ImageBlock next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ofFirst(size, shape, elements, images);
      }
    };
  }

  /**
   * The same images with what a teacher says of them.
   *
   * @param probabilities {@code [n, classes]}, row by row; not copied
   */
  public ImageBlock withSoftLabels(float[] probabilities) {
    return new ImageBlock(shape, elements, images, probabilities);
  }

  /** How many images there are. */
  public int count() {
    return images.size();
  }

  /** The class of an image. */
  public int label(int image) {
    return images.get(image).label();
  }

  /**
   * Writes one image as floats of 0 to 255, or the features as they are.
   *
   * @param into receives {@link ImageShape#size} values from {@code offset} on
   */
  public void copyImage(int image, float[] into, int offset) {
    elements.copy(images.get(image).pixels(), into, offset);
  }

  /**
   * Writes what a teacher says of an image.
   *
   * @param into receives a probability for each class from {@code offset} on
   * @throws IllegalStateException if there is no teacher
   */
  public void copySoftLabels(int image, float[] into, int offset) {
    if (softLabels.length == 0) {
      throw new IllegalStateException("no teacher has seen these images");
    }
    int classes = softLabels.length / images.size();
    System.arraycopy(softLabels, image * classes, into, offset, classes);
  }
}
