// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * ImageNet's classification task (O. Russakovsky et al., ImageNet Large Scale Visual Recognition
 * Challenge, 2015), as it is found: training images in {@code train/<wnid>/} or in the official
 * {@code ILSVRC2012_img_train.tar}, a tar of one tar a class; validation images in {@code
 * val/<wnid>/}, flat in {@code val/}, or in {@code ILSVRC2012_img_val.tar}. The tars are read as
 * they are. The classes are the wnids, sorted. The ids are {@code train/<wnid>/<file>} and {@code
 * val/<wnid>/<file>} in every form, so that every form gives the same splits and shards. Validation
 * images, where there are any, are the official validation split, and nothing is held out of the
 * training images then.
 *
 * @param folder URI
 * @param validationLabels where flat validation images find their classes; unset for a {@code .txt}
 *     in {@code val/} or beside the tars
 */
public record ImageNet(String folder, ValidationLabels.Files validationLabels) implements Source {
  static final String TRAIN = "train/";
  static final String VALIDATION = "val/";
  static final String TRAIN_TAR = "ILSVRC2012_img_train.tar";
  static final String VALIDATION_TAR = "ILSVRC2012_img_val.tar";
  private static final String TAKES =
      "imagenet: takes one that holds train/<wnid>/*.JPEG or " + TRAIN_TAR;
  private static final String LABELS = "valLabels";
  private static final String WNIDS = "wnids";

  /**
   * @throws BadInputException if no folder is given
   */
  public ImageNet {
    if (folder.isBlank()) {
      throw new BadInputException(
          "imagenet needs a folder with train/<wnid>/*.JPEG or %s, for example imagenet:/data/ilsvrc"
              .formatted(TRAIN_TAR));
    }
  }

  /**
   * Reads a specification: the folder, then {@code ,valLabels=FILE} where flat validation images
   * need it, and {@code ,wnids=FILE} where the labels are numbers.
   *
   * @throws BadInputException if the folder is missing or a setting is unknown
   */
  public static ImageNet parse(String text) {
    Specification given = Specification.parse("imagenet", text, List.of(LABELS, WNIDS));
    return new ImageNet(
        given.where(),
        new ValidationLabels.Files(
            given.value(LABELS).orElse(null), given.value(WNIDS).orElse(null)));
  }

  @Override
  public String specification() {
    return "imagenet:"
        + folder
        + (validationLabels.labels() == null ? "" : "," + LABELS + "=" + validationLabels.labels())
        + (validationLabels.wnids() == null ? "" : "," + WNIDS + "=" + validationLabels.wnids());
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    try {
      ClassFolders train = train(hadoop);
      return train.holdsFolders() ? train.names() : trainTar(train).classNames();
    } catch (IOException e) {
      throw ClassFolders.unreadable(folder, e);
    }
  }

  /** Empty: each image has its own. */
  @Override
  public List<Slice> slices(Configuration hadoop) {
    try {
      ClassFolders train = train(hadoop);
      List<String> classes = classNames(hadoop);
      List<Slice> validation =
          new ImageNetValidation(train.files(), train.root(), classes, validationLabels).slices();
      boolean official = !validation.isEmpty();
      List<Slice> slices = new ArrayList<>();
      if (train.holdsFolders()) {
        slices.addAll(
            ImageFilesSlice.of(
                train.root(), ImageNetValidation.trainingSplit(official), train.images(classes)));
      } else {
        slices.addAll(trainTar(train).slices(ImageNetValidation.trainingSplit(official)));
      }
      slices.addAll(validation);
      return slices;
    } catch (IOException e) {
      throw ClassFolders.unreadable(folder, e);
    }
  }

  private ClassFolders train(Configuration hadoop) throws IOException {
    return ClassFolders.open(folder, TRAIN, TAKES, hadoop);
  }

  private TarOfTars trainTar(ClassFolders train) throws IOException {
    Path tar = new Path(train.root() + "/" + TRAIN_TAR);
    if (!train.files().exists(tar)) {
      throw new BadInputException(
          "%s holds neither train/<wnid>/*.JPEG nor %s".formatted(folder, TRAIN_TAR));
    }
    return TarOfTars.scan(train.files(), tar);
  }
}
