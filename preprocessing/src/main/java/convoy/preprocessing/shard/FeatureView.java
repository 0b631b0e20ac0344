// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.ImageShape;

/**
 * Takes lists of features as they are: all of one length, every number finite.
 *
 * @param shape {@code [n, 1, 1]} for n features
 */
record FeatureView(ImageShape shape) implements ExampleView {
  @Override
  public Encoding encoding() {
    return Encoding.FLOAT32;
  }

  @Override
  public void requireSome(ImageShape stored, String shards) {
    if (!shape.equals(stored)) {
      throw new BadInputException(
          "the examples of %s are %s values, and the network was trained on %s: give shards of the same features"
              .formatted(shards, stored, shape));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadInputException if it is an image, of another length, or has a feature that is NaN or
   *     infinite
   */
  @Override
  public byte[] values(String id, Encoding encoding, ImageShape stored, byte[] image) {
    if (encoding != Encoding.FLOAT32) {
      throw new BadInputException(
          "example %s holds %s, not float32 features as the others".formatted(id, encoding.code()));
    }
    if (image.length != shape.size() * Float.BYTES) {
      throw new BadInputException(
          "example %s has %s bytes, not the %s of %s float32 features"
              .formatted(id, image.length, shape.size() * Float.BYTES, shape.size()));
    }
    float[] features = new float[shape.size()];
    ElementType.FLOAT32.copy(image, features, 0);
    for (int i = 0; i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        throw new BadInputException(
            "feature %s of example %s is %s; features are finite numbers: mend or leave out the example, and shard the data again"
                .formatted(i, id, features[i]));
      }
    }
    return image;
  }
}
