// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.picture.PrincipalImages;
import convoy.evaluation.report.PreprocessingPictures;
import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.augment.Augmentations;
import convoy.preprocessing.augment.Augmenter;
import convoy.preprocessing.augment.ContactSheet;
import convoy.preprocessing.shard.FirstExamples;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.Statistics;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what the report shows of the training split: its statistics, and some of its images. */
final class TrainingPictures {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingPictures.class);

  /** As many as the course notes show. */
  private static final int EIGENVECTORS = 144;

  private static final int IMAGES = 49;
  private static final int AUGMENTED_IMAGES = 8;
  private static final int AUGMENTED_EPOCHS = 8;

  private final RunFolder run;
  private final Statistics statistics;
  private final Optional<ShardFolder> shards;
  private final Augmentations chain;

  /**
   * Pictures of what a run was trained on.
   *
   * @param shards of that training split; empty where they are gone
   * @param chain that training applies; there is no contact sheet of an empty one
   */
  TrainingPictures(
      RunFolder run, Statistics statistics, Optional<ShardFolder> shards, Augmentations chain) {
    this.run = run;
    this.statistics = statistics;
    this.shards = shards;
    this.chain = chain;
  }

  /** The pictures; those of images are left out where the shards are gone or damaged. */
  PreprocessingPictures draw() throws IOException {
    List<Example> examples = shards.isPresent() ? examples(shards.get()) : List.of();
    List<String> classNames =
        shards.map(folder -> folder.manifest().classNames()).orElse(List.of());
    return new PreprocessingPictures(
        principal(),
        statistics.pixels().deviation(),
        examples.stream().map(Example::image).toList(),
        augmented(examples, classNames));
  }

  private List<Example> examples(ShardFolder shards) throws IOException {
    try {
      return FirstExamples.read(shards, Split.TRAIN, IMAGES, statistics.shape(), run.hadoop());
    } catch (BadInputException e) {
      LOG.info("the report shows no images of the training split: {}", e.getMessage());
      return List.of();
    }
  }

  private PrincipalImages principal() {
    int shown = Math.min(EIGENVECTORS, statistics.components().count());
    return new PrincipalImages(
        statistics.shape(),
        statistics.pixels().mean(),
        statistics.components().eigenvalues(),
        Arrays.copyOf(statistics.components().eigenvectors(), shown * statistics.shape().size()));
  }

  private Optional<ContactSheet> augmented(List<Example> examples, List<String> classNames)
      throws IOException {
    if (examples.isEmpty() || chain.chain().isEmpty()) {
      return Optional.empty();
    }
    List<Example> shown = examples.subList(0, Math.min(AUGMENTED_IMAGES, examples.size()));
    List<String> names = shown.stream().map(example -> classNames.get(example.label())).toList();
    Augmenter augmenter =
        AugmentPlan.of(chain, statistics)
            .augmenter(statistics.shape(), run.readConfig().seed())
            .orElseThrow();
    return Optional.of(ContactSheet.of(augmenter, shown, names, AUGMENTED_EPOCHS));
  }
}
