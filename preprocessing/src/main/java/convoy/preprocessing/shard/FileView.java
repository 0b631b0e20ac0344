// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.decode.RejectedImageException;
import convoy.preprocessing.source.UnusableExampleException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Brings image files that are in no shard into view as if they had been: what {@link Intake} does
 * to a file on its way into a shard, and then what {@link ImageView} makes of a shard's. A view of
 * one channel takes images whose three channels are equal, and refuses colours.
 *
 * @param intake of the shards that the view is of
 * @param shape of every image in view
 */
record FileView(Intake intake, ImageShape shape) implements Serializable {
  private static final int COLOURS = 3;

  /** The next file of a slice, or why it is not seen; others can be, whatever becomes of it. */
  NamedImage next(Supplier<Example> files) {
    try {
      return see(files.get());
    } catch (UnusableExampleException e) {
      return NamedImage.unseen(e.id(), NamedImage.UNLABELLED, Unseen.undecodable(e));
    }
  }

  private NamedImage see(Example file) {
    try {
      byte[] pixels = pixels(intake.stored(file));
      return NamedImage.seen(file.id(), NamedImage.UNLABELLED, pixels);
    } catch (RejectedImageException e) {
      return NamedImage.unseen(file.id(), NamedImage.UNLABELLED, Unseen.undecodable(e));
    } catch (BadInputException e) {
      return NamedImage.unseen(file.id(), NamedImage.UNLABELLED, Unseen.of(e));
    }
  }

  private byte[] pixels(Example stored) {
    ImageShape coloured = new ImageShape(COLOURS, shape.height(), shape.width());
    byte[] planes =
        new ImageView(coloured)
            .values(stored.id(), stored.encoding(), stored.shape(), stored.image());
    if (shape.channels() == COLOURS) {
      return planes;
    }
    byte[] first = Arrays.copyOf(planes, shape.plane());
    for (int channel = 1; channel < COLOURS; channel++) {
      int from = channel * shape.plane();
      if (!Arrays.equals(planes, from, from + shape.plane(), first, 0, shape.plane())) {
        throw new BadInputException("in colour: the network was trained on images of one channel");
      }
    }
    return first;
  }
}
