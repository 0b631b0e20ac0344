// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.NearestName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A chain of augmentations, as a configuration writes it: {@code flip, crop 4 reflect, cutout 8}.
 *
 * @param chain in the order in which they are applied; empty for none
 */
public record Augmentations(List<Augmentation> chain) implements Serializable {
  /** The chain that does nothing. */
  public static final Augmentations NONE = new Augmentations(List.of());

  private static final String NO_AUGMENTATION = "none";

  /** Copies the list. */
  public Augmentations {
    chain = List.copyOf(chain);
  }

  /** The names of the kinds that {@link #parse(String)} knows. */
  public static List<String> names() {
    return List.of(
        Flip.NAME, Crop.NAME, ResizedCrop.NAME, ColourJitter.NAME, PcaNoise.NAME, Cutout.NAME);
  }

  /**
   * Reads a chain, separated by commas.
   *
   * <table>
   * <caption>What stands in brackets may be left out</caption>
   * <tr><td>{@code flip [random | alternating]}
   * <tr><td>{@code crop SHIFT [zero | reflect]}
   * <tr><td>{@code resized-crop [scale 0.08..1] [ratio 0.75..1.3333]}
   * <tr><td>{@code jitter [brightness B] [contrast C] [saturation S] [hue TURNS]}, one at least
   * <tr><td>{@code pca-noise [SIGMA]}
   * <tr><td>{@code cutout SIZE [mean | zero]}
   * </table>
   *
   * @param text the chain; {@code none} or blank for the empty one
   * @throws BadInputException if a name or a setting is unknown, missing or out of range
   */
  public static Augmentations parse(String text) {
    return text.isBlank() ? NONE : parse(Arrays.asList(text.split(",", -1)));
  }

  /**
   * Reads a chain from a list with one augmentation an entry, as {@link #parse(String)} does.
   *
   * @throws BadInputException if a name or a setting is unknown, missing or out of range
   */
  public static Augmentations parse(List<String> texts) {
    if (texts.size() == 1 && texts.get(0).strip().equals(NO_AUGMENTATION)) {
      return NONE;
    }
    List<Augmentation> chain = new ArrayList<>();
    for (String text : texts) {
      Words words = new Words(text);
      chain.add(one(words, text.strip()));
      words.end();
    }
    return new Augmentations(chain);
  }

  private static Augmentation one(Words words, String text) {
    String name = words.name();
    return switch (name) {
      case Flip.NAME -> Flip.parse(words);
      case Crop.NAME -> Crop.parse(words);
      case ResizedCrop.NAME -> ResizedCrop.parse(words);
      case ColourJitter.NAME -> ColourJitter.parse(words);
      case PcaNoise.NAME -> PcaNoise.parse(words);
      case Cutout.NAME -> Cutout.parse(words);
      default ->
          throw new BadInputException(
              "unknown augmentation '%s'; did you mean '%s'? known: %s, or %s alone"
                  .formatted(
                      text,
                      NearestName.suggest(name, names()),
                      String.join(", ", names()),
                      NO_AUGMENTATION));
    };
  }

  /** The chain with all defaults written out; parsed, it gives an equal chain. */
  public String text() {
    return chain.isEmpty()
        ? NO_AUGMENTATION
        : chain.stream().map(Augmentation::text).collect(Collectors.joining(", "));
  }

  /**
   * Lets images pass, and features where nothing is to be done to them.
   *
   * @throws BadInputException if there is a chain for what are no images
   */
  public void requireFits(ElementType elements) {
    if (elements != ElementType.UINT8 && !chain.isEmpty()) {
      throw new BadInputException(
          "train.augment = %s changes images, but the examples are %s; leave it out (none)"
              .formatted(text(), elements.examples()));
    }
  }

  /**
   * Lets images pass for which every part of the chain makes sense.
   *
   * @throws BadInputException if images of that shape are too small, or have no colours
   */
  public void requireFits(ImageShape shape) {
    chain.forEach(augmentation -> augmentation.requireFits(shape));
  }
}
