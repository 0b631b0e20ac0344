// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitSummaryTest {
  private static final int CLASSES = 3;

  /** Labels 0 and 1 alone; images of one height, or of two. */
  private static List<Example> draw(int count, int heights) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ImageShape shape = new ImageShape(1, 1 + i % heights, 2);
      examples.add(new Example("id" + i, i % 2, shape, Encoding.GRAY8, new byte[shape.size()]));
    }
    return examples;
  }

  private static SplitSummary of(List<Example> examples) {
    SplitSummary summary = SplitSummary.zero(CLASSES);
    examples.forEach(summary::add);
    return summary;
  }

  private static void same(SplitSummary one, SplitSummary other) {
    assertThat(one.count()).isEqualTo(other.count());
    assertThat(one.classHistogram()).isEqualTo(other.classHistogram());
    assertThat(one.digest()).isEqualTo(other.digest());
    assertThat(one.commonShape()).isEqualTo(other.commonShape());
  }

  @Property(tries = 100)
  void anyOrderAndAnySplitGivesTheSame(
      @ForAll @IntRange(max = 12) int count,
      @ForAll @IntRange(min = 1, max = 2) int heights,
      @ForAll @IntRange(min = 1, max = 4) int parts,
      @ForAll long seed) {
    List<Example> examples = draw(count, heights);
    SplitSummary whole = of(examples);
    Collections.shuffle(examples, new Random(seed));

    SplitSummary merged = SplitSummary.zero(CLASSES);
    for (int part = 0; part < parts; part++) {
      merged.merge(of(examples.subList(part * count / parts, (part + 1) * count / parts)));
    }

    same(merged, whole);
    merged.merge(SplitSummary.zero(CLASSES));
    same(merged, whole);
  }

  @Test
  void countsWhatIsThere() {
    SplitSummary summary = of(draw(5, 1));

    assertThat(summary.count()).isEqualTo(5);
    assertThat(summary.classHistogram()).containsExactly(3L, 2L, 0L);
    assertThat(summary.commonShape()).isEqualTo(new ImageShape(1, 1, 2));
    assertThat(of(draw(5, 2)).commonShape()).isNull();
  }

  @Test
  void ofNothingThereIsNoShape() {
    SplitSummary nothing = SplitSummary.zero(CLASSES);
    nothing.merge(SplitSummary.zero(CLASSES));

    assertThat(nothing.count()).isZero();
    assertThat(nothing.commonShape()).isNull();
    assertThat(nothing.digest()).isEqualTo("0".repeat(64));
  }
}
