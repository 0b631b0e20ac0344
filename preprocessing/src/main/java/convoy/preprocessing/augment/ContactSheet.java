// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.Example;
import convoy.preprocessing.ExampleKey;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chain of augmentations makes of some images, epoch by epoch, to be looked at.
 *
 * @param chain the augmentations in words
 * @param shape of every image
 * @param rows one an example
 */
public record ContactSheet(String chain, ImageShape shape, List<Row> rows) implements Serializable {

  /**
   * One example.
   *
   * @param name to show beside it
   * @param images {@code [c, h, w]} of one unsigned byte each: the image as it is, then as it is
   *     seen in epochs 0, 1, ...; not copied, not to be changed
   */
  public record Row(String name, List<byte[]> images) implements Serializable {

    /** Copies the list. */
    public Row {
      images = List.copyOf(images);
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no row, or the rows are not of equally many images
   *     of the shape
   */
  public ContactSheet {
    rows = List.copyOf(rows);
    int columns = rows.isEmpty() ? 0 : rows.get(0).images().size();
    for (Row row : rows) {
      for (byte[] image : row.images()) {
        if (image.length != shape.size()) {
          throw new IllegalArgumentException(
              "an image of %s bytes, not of %s".formatted(image.length, shape));
        }
      }
      if (row.images().size() != columns) {
        throw new IllegalArgumentException(
            "rows of %s and of %s images".formatted(columns, row.images().size()));
      }
    }
    if (columns == 0) {
      throw new IllegalArgumentException("a contact sheet without images");
    }
  }

  /**
   * Augments images as training does.
   *
   * @param examples decoded images of the augmenter's shape; at least one
   * @param names of the rows, one an example
   * @param epochs to show, from epoch 0 on; 1 or more
   * @throws IllegalArgumentException if there is no example or no epoch, not a name for each
   *     example, or an image of another shape
   */
  public static ContactSheet of(
      Augmenter augmenter, List<Example> examples, List<String> names, int epochs) {
    if (examples.isEmpty() || epochs < 1 || names.size() != examples.size()) {
      throw new IllegalArgumentException(
          "a contact sheet of %s examples, %s names and %s epochs"
              .formatted(examples.size(), names.size(), epochs));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      rows.add(new Row(names.get(i), versions(augmenter, examples.get(i), epochs)));
    }
    return new ContactSheet(augmenter.augmentations().text(), augmenter.shape(), rows);
  }

  private static List<byte[]> versions(Augmenter augmenter, Example example, int epochs) {
    if (!example.shape().equals(augmenter.shape())) {
      throw new IllegalArgumentException(
          "example %s is %s, not %s".formatted(example.id(), example.shape(), augmenter.shape()));
    }
    byte[] original = example.image();
    long key = ExampleKey.of(example.id());
    List<byte[]> versions = new ArrayList<>(List.of(original));
    float[] values = new float[original.length];
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(original[i]);
      }
      augmenter.apply(values, 0, epoch, key);
      byte[] version = new byte[values.length];
      for (int i = 0; i < values.length; i++) {
        version[i] = (byte) Math.round(values[i]);
      }
      versions.add(version);
    }
    return versions;
  }
}
