// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.ElementType;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;

/** Makes examples of one shape and element type out of what shards hold. */
sealed interface ExampleView extends Serializable permits ImageView, FeatureView {
  /** The view of examples that have, or get, that shape. */
  static ExampleView of(ImageShape shape, ElementType elements) {
    return switch (elements) {
      case UINT8 -> new ImageView(shape);
      case FLOAT32 -> new FeatureView(shape);
    };
  }

  /** Of every example in view. */
  ImageShape shape();

  /** The layout of {@link #values}. */
  Encoding encoding();

  /**
   * Refuses shards of which no example can be seen in this shape.
   *
   * @param stored of every example; null where they differ
   * @param shards where they are, for errors
   * @throws convoy.preprocessing.BadInputException if it is so
   */
  void requireSome(ImageShape stored, String shards);

  /**
   * An example's values.
   *
   * @param id of the example, for errors
   * @param stored height and width are as the shard says
   * @return {@code [channels, height, width]} of the view; may be {@code image} itself
   * @throws convoy.preprocessing.BadInputException if the example cannot be seen in this shape
   */
  byte[] values(String id, Encoding encoding, ImageShape stored, byte[] image);
}
