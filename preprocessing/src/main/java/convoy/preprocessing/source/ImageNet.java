// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * ImageNet's classification task (O. Russakovsky et al., ImageNet Large Scale Visual Recognition
 * Challenge, 2015), as it is found: training images in {@code train/<wnid>/} or in the official
 * {@code ILSVRC2012_img_train.tar}, a tar of one tar a class; validation images in {@code
 * val/<wnid>/}, flat in {@code val/}, or in {@code ILSVRC2012_img_val.tar}. The tars are read as
 * they are. So are the folders below {@code ILSVRC/Data/CLS-LOC} that Kaggle has, and those of Tiny
 * ImageNet, with {@code images} between. The classes are the wnids, sorted. The ids are {@code
 * train/<wnid>/<file>} and {@code val/<wnid>/<file>} in every form, so that every form gives the
 * same splits and shards. Validation images, where there are any, are the official validation
 * split, and nothing is held out of the training images then.
 *
 * @param folder URI
 * @param validationLabels where flat validation images find their classes; unset for a {@code .txt}
 *     in {@code val/} or beside the tars, or one of the official names
 * @param followLinks whether links that lead out of the folder are followed
 */
public record ImageNet(String folder, ValidationLabels.Files validationLabels, boolean followLinks)
    implements Source {
  static final String TRAIN = "train/";
  static final String VALIDATION = "val/";
  static final String TRAIN_TAR = "ILSVRC2012_img_train.tar";
  static final String VALIDATION_TAR = "ILSVRC2012_img_val.tar";

  private static final Set<String> USED = Set.of("train", "val", TRAIN_TAR, VALIDATION_TAR);

  /** Where the folders of images lie in Kaggle's archive. */
  private static final String KAGGLE = "ILSVRC/Data/CLS-LOC/";

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
   * need it, {@code ,wnids=FILE} where the labels are numbers, and {@code ,links=follow} where
   * links may lead out of the folder.
   *
   * @throws BadInputException if the folder is missing or a setting is unknown
   */
  public static ImageNet parse(String text) {
    Specification given =
        Specification.parse("imagenet", text, List.of(LABELS, WNIDS, Specification.LINKS));
    return new ImageNet(
        given.where(),
        new ValidationLabels.Files(
            given.value(LABELS).orElse(null), given.value(WNIDS).orElse(null)),
        given.followLinks());
  }

  @Override
  public String specification() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(LABELS, validationLabels.labels());
    settings.put(WNIDS, validationLabels.wnids());
    settings.putAll(Specification.links(followLinks));
    return "imagenet:" + Specification.text(folder, settings);
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    try {
      return classNames(train(open(hadoop)));
    } catch (IOException e) {
      throw SourceFolder.unreadable(folder, e);
    }
  }

  /** Empty: each image has its own. */
  @Override
  public List<Slice> slices(Configuration hadoop) {
    try {
      return slices(open(hadoop));
    } catch (IOException e) {
      throw SourceFolder.unreadable(folder, e);
    }
  }

  private List<String> classNames(ClassFolders train) throws IOException {
    return train.holdsFolders() ? train.names() : trainTar(train.folder()).classNames();
  }

  private List<Slice> slices(SourceFolder top) throws IOException {
    ClassFolders train = train(top);
    List<String> classes = classNames(train);
    UnusedEntries unused = new UnusedEntries();
    List<Slice> validation =
        new ImageNetValidation(train.folder(), top, classes, validationLabels).slices(unused);
    Split official = validation.isEmpty() ? null : Split.TRAIN;
    List<Slice> slices = new ArrayList<>();
    if (train.holdsFolders()) {
      List<ImageFile> images = train.images(classes, unused).requireEvery(train.place());
      slices.addAll(ImageFilesSlice.of(train.folder().root(), official, images));
    } else {
      slices.addAll(trainTar(train.folder()).slices(official));
    }
    slices.addAll(validation);
    if (train.isThere()) {
      unused.addOthers(train.folder(), TRAIN, ClassFolders::isClass);
    }
    unused.addOthers(
        train.folder(),
        "",
        entry -> USED.contains(entry.name()) || LabelsFile.isNamed(entry.name()));
    unused.log(train.folder().root());
    return slices;
  }

  private SourceFolder open(Configuration hadoop) throws IOException {
    return SourceFolder.open(folder, followLinks, TAKES, hadoop);
  }

  private ClassFolders train(SourceFolder top) throws IOException {
    ClassFolders kaggle = new ClassFolders(top, KAGGLE + TRAIN);
    SourceFolder data = kaggle.isThere() ? top.at(KAGGLE) : top;
    data.requireAlive(USED::contains);
    return new ClassFolders(data, TRAIN);
  }

  private TarOfTars trainTar(SourceFolder data) throws IOException {
    if (!data.isFile(TRAIN_TAR)) {
      throw new BadInputException(
          "%s holds neither train/<wnid>/*.JPEG nor %s; it holds: %s"
              .formatted(folder, TRAIN_TAR, UnusedEntries.summary(data.entries(""))));
    }
    return TarOfTars.scan(data.files(), data.path(TRAIN_TAR));
  }
}
