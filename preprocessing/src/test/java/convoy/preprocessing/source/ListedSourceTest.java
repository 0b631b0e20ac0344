// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ElementType;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ListedSourceTest {
  /** Counts how often it is looked through. */
  private static final class Counted implements Source {
    private int looks;

    @Override
    public String specification() {
      return "counted";
    }

    @Override
    public ElementType elements() {
      return ElementType.FLOAT32;
    }

    @Override
    public List<String> classNames(Configuration hadoop) {
      return List.of("cat", "dog");
    }

    @Override
    public List<Slice> slices(Configuration hadoop) {
      looks++;
      return List.of();
    }
  }

  @Test
  void aSourceIsLookedThroughOnceHoweverOftenItIsAsked() {
    Counted source = new Counted();
    Configuration hadoop = new Configuration(false);

    Source listed = ListedSource.of(source, hadoop);

    assertThat(listed.slices(hadoop)).isSameAs(listed.slices(hadoop));
    assertThat(listed.classNames(hadoop)).containsExactly("cat", "dog");
    assertThat(listed.specification()).isEqualTo("counted");
    assertThat(listed.elements()).isEqualTo(ElementType.FLOAT32);
    assertThat(source.looks).isEqualTo(1);
  }
}
