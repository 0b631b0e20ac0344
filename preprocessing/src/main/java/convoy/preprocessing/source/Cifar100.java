// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * CIFAR-100 in its binary layout (A. Krizhevsky, Learning multiple layers of features from tiny
 * images, 2009): a folder with {@code train.bin} (50,000 records) and, where it is at hand, {@code
 * test.bin} (10,000); or the official {@code cifar-100-binary.tar.gz} as it is. A record is the
 * coarse label (of 20), the fine label (of 100) and 3,072 pixel bytes, the planes R, G and B row by
 * row. The ids do not depend on which of the labels is used, so neither do the splits.
 *
 * @param location URI of the folder or archive
 * @param labels which label is learned
 */
public record Cifar100(String location, Labels labels) implements Source {
  private static final String LABELS = "labels";
  private static final List<String> COARSE_NAMES =
      words(
          """
      aquatic_mammals fish flowers food_containers fruit_and_vegetables
      household_electrical_devices household_furniture insects large_carnivores
      large_man-made_outdoor_things large_natural_outdoor_scenes
      large_omnivores_and_herbivores medium_mammals non-insect_invertebrates people
      reptiles small_mammals trees vehicles_1 vehicles_2
      """);
  private static final List<String> FINE_NAMES =
      words(
          """
      apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy
      bridge bus butterfly camel can castle caterpillar cattle chair chimpanzee clock
      cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish
      forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion
      lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange
      orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine
      possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper
      snail snake spider squirrel streetcar sunflower sweet_pepper table tank
      telephone television tiger tractor train trout tulip turtle wardrobe whale
      willow_tree wolf woman worm
      """);

  /** The two labels of a record, in the order in which they stand there. */
  public enum Labels {
    /** One of 20 groups of classes. */
    COARSE,
    /** One of 100 classes. */
    FINE;

    private String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws BadInputException if no location is given
   */
  public Cifar100 {
    if (location.isBlank()) {
      throw new BadInputException(
          "cifar100 needs a folder or archive, for example cifar100:/data/cifar-100-binary, or"
              + " cifar100:/data/cifar-100-binary,labels=coarse");
    }
  }

  /**
   * Reads a specification: the location, then {@code ,labels=coarse} or {@code ,labels=fine} (the
   * default).
   *
   * @throws BadInputException if the location is missing or a setting is unknown
   */
  public static Cifar100 parse(String text) {
    Specification given = Specification.parse("cifar100", text, List.of(LABELS));
    String labels = given.value(LABELS).orElse(Labels.FINE.code());
    for (Labels choice : Labels.values()) {
      if (choice.code().equals(labels)) {
        return new Cifar100(given.where(), choice);
      }
    }
    throw new BadInputException(
        "cifar100: labels=%s is unknown; fine (100 classes, the default) or coarse (20)"
            .formatted(labels));
  }

  @Override
  public String specification() {
    return "cifar100:" + location + (labels == Labels.COARSE ? ",labels=coarse" : "");
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    return labels == Labels.COARSE ? COARSE_NAMES : FINE_NAMES;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    CifarLayout layout =
        new CifarLayout(
            "CIFAR-100",
            List.of(COARSE_NAMES.size(), FINE_NAMES.size()),
            labels == Labels.COARSE ? 0 : 1,
            List.of("train.bin"),
            "test.bin",
            50_000);
    return new CifarFolder(layout, location).slices(hadoop);
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
