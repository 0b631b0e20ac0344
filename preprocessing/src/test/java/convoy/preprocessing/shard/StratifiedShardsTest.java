// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole shard jobs on a pool of very unequal classes. */
class StratifiedShardsTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 2);
  private static final List<String> CLASSES = List.of("many", "some", "few", "one", "none");
  private static final List<Long> POOL = List.of(203L, 100L, 11L, 1L, 0L);

  /** A fifth, rounded, of each class; but one is always left to train on. */
  private static final List<Long> HELD_OUT = List.of(41L, 20L, 2L, 0L, 0L);

  private static final List<Long> TRAINING = List.of(162L, 80L, 9L, 1L, 0L);
  private static final List<Long> TEST = List.of(5L, 0L, 7L, 0L, 1L);

  @TempDir Path temporary;
  private final Random random = new Random(5);
  private final List<Example> pool = draw("pool", POOL);
  private final List<Example> test = draw("test", TEST);

  private List<Example> draw(String name, List<Long> counts) {
    List<Example> examples = new ArrayList<>();
    for (int label = 0; label < counts.size(); label++) {
      for (int i = 0; i < counts.get(label); i++) {
        byte[] image = new byte[SHAPE.size()];
        random.nextBytes(image);
        String id = "%s/%s/%s".formatted(name, CLASSES.get(label), i);
        examples.add(new Example(id, label, SHAPE, Encoding.RGB8, image));
      }
    }
    Collections.shuffle(examples, random);
    return examples;
  }

  private Manifest shard(String output, int slices, int shards, boolean dropLeaks)
      throws IOException {
    List<Slice> all = new ArrayList<>(MemorySource.cut(pool, null, slices));
    all.addAll(MemorySource.cut(test, Split.TEST, slices));
    return ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            new MemorySource(CLASSES, all),
            new SplitRule(3, 0.2, true),
            new ShardOptions(shards, 0, dropLeaks, Intake.AS_THEY_CAME),
            Map.of(),
            path(output),
            false));
  }

  private org.apache.hadoop.fs.Path path(String output) {
    return new org.apache.hadoop.fs.Path(temporary.resolve(output).toString());
  }

  private static List<Long> histogram(Manifest manifest, Split split) {
    return manifest.split(split).classHistogram();
  }

  @Test
  void theShareIsHeldOutOfEachClassExactlyWhateverTheSlices() throws IOException {
    Manifest manifest = shard("one", 1, 4, false);

    assertThat(histogram(manifest, Split.VALIDATION)).isEqualTo(HELD_OUT);
    assertThat(histogram(manifest, Split.TRAIN)).isEqualTo(TRAINING);
    assertThat(histogram(manifest, Split.TEST)).isEqualTo(TEST);
    assertThat(manifest.split(Split.TRAIN).shards())
        .extracting(Manifest.ShardEntry::count)
        .containsExactly(63L, 63L, 63L, 63L);
    assertThat(manifest.split(Split.VALIDATION).shards())
        .extracting(Manifest.ShardEntry::count)
        .containsExactly(15L, 16L, 16L, 16L);
    assertThat(shard("two", 2, 4, false).splits()).isEqualTo(manifest.splits());
    assertThat(shard("seven", 7, 4, false).splits()).isEqualTo(manifest.splits());
  }

  @Test
  void everyStretchHoldsEachClassInProportion() throws IOException {
    shard("shards", 3, 5, false);
    List<Integer> labels =
        ShardFolder.open(path("shards"), new Configuration())
            .images(LocalSpark.context(), Split.TRAIN, 1, SHAPE)
            .map(LabelledImage::label)
            .collect();

    int count = labels.size();
    assertThat(count).isEqualTo(252);
    long[] seen = new long[CLASSES.size()];
    for (int i = 0; i < count; i++) {
      seen[labels.get(i)]++;
      for (int label = 0; label < seen.length; label++) {
        double inProportion = (i + 1.0) * TRAINING.get(label) / count;
        assertThat((double) seen[label]).isCloseTo(inProportion, within(1.5));
      }
    }
  }

  @Test
  void leaksAreDroppedFromTrainingAndTheSplitsStayAsTheyWere() throws IOException {
    shard("before", 2, 2, false);
    List<String> training = ids("before", "train", 0);
    String likeTest = training.get(0);
    String likeValidation = training.get(1);
    String held = ids("before", "validation", 0).get(0);
    copy(test, "test/many/0", likeTest);
    copy(pool, held, likeValidation);
    copy(pool, training.get(2), training.get(3));

    Manifest kept = shard("kept", 2, 2, false);
    Manifest dropped = shard("dropped", 2, 2, true);

    assertThat(histogram(kept, Split.TRAIN)).isEqualTo(TRAINING);
    assertThat(kept.leftOut()).isEqualTo(new Manifest.LeftOut(Map.of(), 2, 0));
    assertThat(dropped.leftOut()).isEqualTo(new Manifest.LeftOut(Map.of(), 2, 2));
    assertThat(histogram(dropped, Split.TRAIN))
        .isEqualTo(List.of(TRAINING.get(0) - 2, TRAINING.get(1), 9L, 1L, 0L));
    assertThat(histogram(dropped, Split.VALIDATION)).isEqualTo(HELD_OUT);
    assertThat(dropped.split(Split.TEST)).isEqualTo(kept.split(Split.TEST));
    assertThat(dropped.split(Split.VALIDATION)).isEqualTo(kept.split(Split.VALIDATION));
    assertThat(ids("dropped", "train", 0))
        .hasSize(TRAINING.get(0).intValue() - 2)
        .doesNotContain(likeTest, likeValidation)
        .contains(training.get(2), training.get(3));
    assertThat(temporary.resolve("dropped/leaks.csv"))
        .content()
        .hasLineCount(1 + 4)
        .contains(likeTest + ",0,\n", likeValidation + ",0,\n", held + ",0,validation/");
    assertThat(shard("again", 5, 2, true).splits()).isEqualTo(dropped.splits());
  }

  /** Gives an example of the pool the image of another one. */
  private void copy(List<Example> from, String original, String id) {
    Example source =
        from.stream().filter(example -> example.id().equals(original)).findFirst().orElseThrow();
    pool.replaceAll(
        example ->
            example.id().equals(id)
                ? new Example(id, example.label(), SHAPE, Encoding.RGB8, source.image())
                : example);
  }

  private List<String> ids(String output, String split, int label) {
    return LocalSpark.session()
        .read()
        .parquet(temporary.resolve(output).resolve(split).toString())
        .where("label = " + label)
        .select("id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
