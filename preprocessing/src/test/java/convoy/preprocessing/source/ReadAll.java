// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads a source as an executor does, slice after slice. */
final class ReadAll {
  static final Configuration HADOOP = new Configuration();

  private ReadAll() {}

  static List<Example> of(Source source) throws IOException {
    return of(source.slices(HADOOP));
  }

  static List<Example> of(List<Slice> slices) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Slice slice : slices) {
      try (Slice.Examples open = slice.open(HADOOP)) {
        open.forEachRemaining(examples::add);
      }
    }
    return examples;
  }
}
